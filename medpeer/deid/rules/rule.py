"""The shape of a rule and the loop that runs a family of them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import re2

from medpeer.deid.categories import Category
from medpeer.deid.values import Candidate

Check = Callable[[str, int, int], bool]
"""Looks at ``text`` and the range of a hit and says whether it stands."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern without look-around, what it finds, how sure it is, and a check of what a pattern cannot say.

    The finding is group 1 where the pattern has one, else the whole match. ``soft`` findings are the author's call.
    """

    name: str
    category: Category
    pattern: str
    score: float
    check: Check | None = None
    soft: bool = False
    compiled: Any = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Compile the pattern once; a wrong one fails at import."""
        object.__setattr__(self, "compiled", re2.compile(self.pattern))

    def candidates(self, text: str) -> Iterator[Candidate]:
        """Yield what the rule finds in normalised ``text``, left to right."""
        group = 1 if self.compiled.groups else 0
        for hit in self.compiled.finditer(text):
            start, end = hit.span(group)
            if start < end and (self.check is None or self.check(text, start, end)):
                yield Candidate(start, end, self.category, self.score, self.name, self.soft)


def run(rules: Sequence[Rule], text: str) -> Iterator[Candidate]:
    """Yield the candidates of all ``rules`` over ``text``."""
    for rule in rules:
        yield from rule.candidates(text)


def before(text: str, start: int, width: int = 40) -> str:
    """Give up to ``width`` characters before ``start``, in lower case."""
    return text[max(0, start - width) : start].lower()


def after(text: str, end: int, width: int = 40) -> str:
    """Give up to ``width`` characters from ``end`` on, in lower case."""
    return text[end : end + width].lower()
