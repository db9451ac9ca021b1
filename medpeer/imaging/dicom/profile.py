"""The table of PS3.15 Annex E: which attributes identify, and what the Basic Profile wants done with each.

De-identification here works from the list of what may stay (``allowed``), so this table decides nothing: it is what
the result is measured against.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Final

_PRIVATE: Final = "odd group"


class Action(StrEnum):
    """What the profile does with an attribute; C and K stand only in its options, which are not taken up."""

    DUMMY = "D"
    EMPTY = "Z"
    GONE = "X"
    KEEP = "K"
    CLEAN = "C"
    NEW_UID = "U"
    NEW_UID_INSIDE = "U*"


@dataclass(frozen=True, slots=True)
class Entry:
    """One attribute: the pattern of its tag, its keyword and the actions that the profile allows."""

    tag: str
    keyword: str
    actions: tuple[Action, ...]
    in_profile: bool

    def covers(self, tag: int) -> bool:
        """Say whether a tag is this attribute's; ``x`` in the pattern stands for any digit."""
        if self.tag == _PRIVATE:
            return bool(tag >> 16 & 1)
        return re.fullmatch(self.tag.replace("x", "."), f"{tag:08X}") is not None


@cache
def profile() -> tuple[Entry, ...]:
    """Return the table: the profile's attributes, then those that this house adds (``in_profile`` False)."""
    return (*_entries("basic_profile.tsv", in_profile=True), *_entries("beyond_profile.tsv", in_profile=False))


def _entries(name: str, *, in_profile: bool) -> tuple[Entry, ...]:
    text = (files("medpeer.imaging.dicom") / "data" / name).read_text(encoding="ascii")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return tuple(Entry(tag, keyword, _actions(action), in_profile) for tag, keyword, action in rows)


def _actions(said: str) -> tuple[Action, ...]:
    return tuple(Action(letter) for letter in said.split("/"))
