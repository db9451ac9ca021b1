# ruff: noqa: E501, PLR2004 - counts are cut where the models were tuned
"""What both trained parts are told of a text before they read it: rule hits, towns, line heads, how it is written."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from medpeer.deid.lexicon import Lexicon
from medpeer.deid.tokens import LINE_BREAK, Token, place_levels
from medpeer.deid.values import Candidate

_SENTENCE_ENDS: Final = frozenset('.!?:;"*-')
_STUDY_WORDS: Final = frozenset(
    "patients participants subjects cohort retrospective retrospectively prospective randomized randomised randomly trial trials study studies survey enrolled "
    "median mean ci p n hazard ratio odds methods results conclusion conclusions background objective aim aims design setting data prevalence incidence "
    "multicentre multicenter controls groups group analysis regression significant significantly association associated compared placebo review evaluated "
    "assessed investigated measured cases consecutive follow outcome outcomes endpoint reviewers registry database enrolment enrollment volunteers hr or rr vs v arm et al".split()
)
"""Words that make a text an abstract or a critique; places and dates in it are a study's."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A text's tokens and what is known of them, place by place; the parts learned from exactly these marks."""

    tokens: Sequence[Token]
    hits: Sequence[str]
    """The rule that covers a token: B or I and its name; else empty."""
    places: Sequence[str]
    """Towns with names of two to four words: B or I and the level; else empty."""
    heads: Sequence[str]
    """The field label a token's line begins with, as in "Attending: …"; else empty."""
    case: str
    study: str

    def opens(self, at: int) -> bool:
        """Say whether a word opens a sentence or line, where a capital says nothing."""
        return opens_sentence(self.tokens, at)


def marked(tokens: Sequence[Token], candidates: Iterable[Candidate], table: Lexicon) -> Marked:
    """Return the tokens with what lists, rules and the whole text say of them."""
    hits, places = rule_marks(tokens, candidates), place_levels(tokens, table)
    return Marked(tokens, hits, places, _line_heads(tokens), _case_of(tokens), _study_of(tokens))


def opens_sentence(tokens: Sequence[Token], at: int) -> bool:
    """Say whether a word opens a sentence or line, where a capital says nothing."""
    return at == 0 or tokens[at].breaks >= LINE_BREAK or tokens[at - 1].word in _SENTENCE_ENDS


def rule_marks(tokens: Sequence[Token], candidates: Iterable[Candidate]) -> list[str]:
    """Mark each token that a rule covers: B or I and the rule's name; the higher score wins."""
    marks = [""] * len(tokens)
    best = [0.0] * len(tokens)
    ends = [token.end for token in tokens]
    for found in candidates:
        at = bisect_right(ends, found.start)
        first = True
        while at < len(tokens) and tokens[at].start < found.end:
            if found.score > best[at]:
                best[at] = found.score
                marks[at] = ("B" if first else "I") + found.rule
            first = False
            at += 1
    return marks


def _case_of(tokens: Sequence[Token]) -> str:
    """Say how a text is written: l for no capitals at all, u for nothing else, m for both."""
    upper = sum(token.shape == "XX" for token in tokens)
    title = sum(token.shape in {"Xx", "X"} for token in tokens)
    lower = sum(token.shape == "x" for token in tokens)
    if title + upper <= 0.02 * lower:
        return "l"
    return "u" if upper > 2 * (lower + title) else "m"


def _study_of(tokens: Sequence[Token]) -> str:
    """Say how much a text speaks of studies and not of one patient: S0, S1 or S2."""
    count = len({token.word for token in tokens if token.word in _STUDY_WORDS})
    return "S0" if count < 3 else "S1" if count < 7 else "S2"


def _line_heads(tokens: Sequence[Token]) -> list[str]:
    """Give for each token the field label its line begins with, as in "Attending: …"; empty without one."""
    heads: list[str] = []
    head, since = "", 0
    for at, token in enumerate(tokens):
        if token.breaks >= 2:
            head, since = "", 0
        since += 1
        if token.word in {":", "=", "|"} and at and tokens[at - 1].word[0].isalpha():
            head, since = tokens[at - 1].word, 0
        elif token.word in {".", ";"} or since > 6:
            head = ""
        heads.append(f"{head}{min(since, 3)}" if head and since else "")
    return heads
