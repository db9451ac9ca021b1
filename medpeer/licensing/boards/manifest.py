"""What a board's file means: its shape, its columns, its words, and how far it is to be trusted."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from medpeer.licensing.delimited import Shape
from medpeer.licensing.evidence import Authority, BoardKind, BoardStatus


class Column(StrEnum):
    """What a column of a board's file holds. ``NAME`` is a whole name, for files that do not divide it."""

    NUMBER = "number"
    NAME = "name"
    LAST = "last"
    FIRST = "first"
    MIDDLE = "middle"
    STATE = "state"
    TYPE = "type"
    STATUS = "status"
    FIRST_ISSUED = "first_issued"
    EXPIRES = "expires"
    BIRTH_DATE = "birth_date"
    BIRTH_YEAR = "birth_year"
    DISCIPLINE = "discipline"


class NumberStep(StrEnum):
    """One thing done to a licence number, in the order that the manifest lists them."""

    UPPER = "upper"
    STRIP_NONALNUM = "strip_nonalnum"
    STRIP_LEADING_ZEROS = "strip_leading_zeros"
    STRIP_LEADING_LETTERS = "strip_leading_letters"
    DIGITS_ONLY = "digits_only"


class NameOrder(StrEnum):
    """Which part of a whole name stands first; a comma after the last name says so by itself."""

    FIRST_LAST = "first_last"
    LAST_FIRST = "last_first"


NO_WORDS: Final = frozenset({"", "0", "n", "no", "none", "false", "n/a", "na", "nil", "not applicable", "-"})
"""What stands in a column of discipline where there was none."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """One register. The words of both maps are folded; ``jurisdiction`` is empty where each line has its own.

    ``default_kind`` is whom a licence is for where the file has no column for it.
    """

    id: str
    title: str
    jurisdiction: str
    shape: Shape
    columns: Mapping[Column, str]
    type_map: Mapping[str, BoardKind]
    status_map: Mapping[str, BoardStatus]
    number_norm: tuple[NumberStep, ...]
    date_formats: tuple[str, ...]
    authority: Authority
    max_age_days: int
    default_kind: BoardKind
    name_order: NameOrder

    def kind_of(self, written: str) -> BoardKind:
        """Return whom a type of licence is for; a type that the map does not name is unknown."""
        if Column.TYPE not in self.columns:
            return self.default_kind
        return self.type_map.get(fold_word(written), BoardKind.UNKNOWN)

    def status_of(self, written: str) -> BoardStatus:
        """Return what a status means; one that the map does not name is unknown, never active."""
        return self.status_map.get(fold_word(written), BoardStatus.UNKNOWN)


def fold_word(written: str) -> str:
    """Return a word of a file or a map as both are compared: case and doubled spaces do not count."""
    return " ".join(written.split()).casefold()
