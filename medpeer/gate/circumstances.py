"""What made a thing hard to see: the closed list from which the gate's misses are described."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Circumstance(StrEnum):
    """What made the thing hard to see."""

    PLAIN = "plain"
    NO_CAPITAL = "no_capital"
    INITIALS = "initials"
    NICKNAME = "nickname"
    COMMON_WORD = "common_word"
    MISSPELT = "misspelt"
    FOREIGN = "foreign"
    IN_TABLE = "in_table"
    PASTED = "pasted"
    IN_WORDS = "in_words"
    NO_LABEL = "no_label"
    EMPLOYER = "employer"
    LOCAL_PLACE = "local_place"
    RELATIVE = "relative"
    PUBLIC_EVENT = "public_event"
    TOGETHER = "together"
    IN_PICTURE = "in_picture"
    ATTESTED = "attested"

    @property
    def label(self) -> str:
        """The circumstance as printed."""
        return _LABELS[self]


_LABELS: Final[Mapping[Circumstance, str]] = MappingProxyType(
    {
        Circumstance.PLAIN: "It stood there plainly",
        Circumstance.NO_CAPITAL: "Without a capital letter",
        Circumstance.INITIALS: "As initials or a short form",
        Circumstance.NICKNAME: "As a nickname or a family’s own word",
        Circumstance.COMMON_WORD: "As a word that also means something else",
        Circumstance.MISSPELT: "Misspelt, or with spaces or signs inside",
        Circumstance.FOREIGN: "In another language or another country’s form",
        Circumstance.IN_TABLE: "In a table or a list",
        Circumstance.PASTED: "In a pasted document, a header or a signature",
        Circumstance.IN_WORDS: "A date, an age or a number in words",
        Circumstance.NO_LABEL: "A number without the word that says what it is",
        Circumstance.EMPLOYER: "An employer, a school, a club or a shop",
        Circumstance.LOCAL_PLACE: "A place by its local name",
        Circumstance.RELATIVE: "Through a relative or a colleague",
        Circumstance.PUBLIC_EVENT: "By an event that was in the news",
        Circumstance.TOGETHER: "Only by several details together",
        Circumstance.IN_PICTURE: "In a picture",
        Circumstance.ATTESTED: "Its author had said that it identifies nobody",
    }
)
