"""Topics where being recognised does particular harm: what a text touches on, by its words alone."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Final

import re2

from medpeer.deid.normal import matchable, normalise

_YEARS: Final = r"(?:years?|yrs?|y)"
_UNDER_18: Final = r"(?:[0-9]|1[0-7])"


class Topic(StrEnum):
    """One topic for which a text is held to more than its identifiers."""

    HIV = "hiv"
    MINOR = "minor"
    REPRODUCTIVE = "reproductive"
    SUBSTANCE_USE = "substance_use"
    MENTAL_HEALTH = "mental_health"
    SMALL_COMMUNITY = "small_community"
    SEXUAL_VIOLENCE = "sexual_violence"
    RARE_GENETIC = "rare_genetic"

    @property
    def label(self) -> str:
        """The topic in the middle of a sentence."""
        return _LABELS[self]


_LABELS: Final = {
    Topic.HIV: "HIV",
    Topic.MINOR: "a child or adolescent",
    Topic.REPRODUCTIVE: "reproduction or sexual health",
    Topic.SUBSTANCE_USE: "substance use",
    Topic.MENTAL_HEALTH: "mental health",
    Topic.SMALL_COMMUNITY: "a small community",
    Topic.SEXUAL_VIOLENCE: "violence",
    Topic.RARE_GENETIC: "a rare or inherited disease",
}
# Ages are a pattern, not a word: below 18, in years or in a unit that only small children are counted in.
_MINOR_AGES: Final = (
    rf"{_UNDER_18}[ -]?(?:y/?o|{_YEARS}[ -]olds?|yo[mf])",
    rf"aged? (?:of )?{_UNDER_18}(?: {_YEARS})?",
    r"\d{1,3}[ -](?:days?|weeks?|months?)[ -]old",
    r"(?:born|delivered) at \d\d(?:\+\d)? weeks",
    r"week[ -]old",
)


@dataclass(frozen=True, slots=True)
class _Words:
    """What tells of one topic, and what only looks like it."""

    telling: Any
    harmless: Any


def sensitive_topics(text: str) -> frozenset[Topic]:
    """Return the topics that ``text`` touches on. Negations count: a test that was negative was done for a reason.

    Goes by words, so it also answers for a text that merely mentions a topic: the price of that is one more question.
    """
    folded = matchable(normalise(text).text)
    return frozenset(topic for topic, words in _table().items() if _shows(words, folded))


def _shows(words: _Words, text: str) -> bool:
    if not words.telling.search(text):
        return False
    return words.harmless is None or bool(words.telling.search(words.harmless.sub(" ", text)))


@cache
def _table() -> dict[Topic, _Words]:
    """Read and compile the list, once."""
    listed: dict[Topic, list[str]] = {topic: [] for topic in Topic}
    topic = Topic.HIV
    for line in (files("medpeer.deid") / "data" / "sensitive_topics.txt").read_text(encoding="ascii").splitlines():
        if line.startswith("["):
            topic = Topic(line.strip("[] "))
        elif line.strip() and not line.startswith(";"):
            listed[topic].append(line.strip())
    return {one: _compiled(phrases, _MINOR_AGES if one is Topic.MINOR else ()) for one, phrases in listed.items()}


def _compiled(phrases: Iterable[str], patterns: Iterable[str]) -> _Words:
    given = tuple(phrases)
    harmless = [_pattern(one.removeprefix("!")) for one in given if one.startswith("!")]
    telling = [*patterns, *(_pattern(one) for one in given if not one.startswith("!"))]
    return _Words(_any(telling), _any(harmless) if harmless else None)


def _pattern(phrase: str) -> str:
    """Make the pattern of one phrase: a blank is a blank or a hyphen, "*" goes on to the word's end."""
    words = (re.escape(word.rstrip("*")) + (r"[a-z']*" if word.endswith("*") else "") for word in phrase.split())
    return r"[ -]+".join(words) + "s?"


def _any(patterns: Iterable[str]) -> Any:
    return re2.compile(rf"(?i)(?:^|[^a-z0-9])(?:{'|'.join(patterns)})(?:$|[^a-z0-9])")
