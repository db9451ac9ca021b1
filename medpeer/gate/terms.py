"""Under which terms a text is examined: what is known beside the text itself."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from medpeer.deid import Topic


class Strictness(StrEnum):
    """How an author's own word counts: as usual, or less for a while after they kept what should have gone."""

    USUAL = "usual"
    TIGHTENED = "tightened"


@dataclass(frozen=True, slots=True)
class Terms:
    """What the caller tells the gate of a text's author and place.

    ``confirmed`` is the author's word that a recognisable text on a sensitive topic is as general as it can be;
    ``topics`` are those that its place is about, whatever its own words are.
    """

    strictness: Strictness = Strictness.USUAL
    confirmed: bool = False
    topics: frozenset[Topic] = frozenset()


USUAL_TERMS: Final = Terms()
