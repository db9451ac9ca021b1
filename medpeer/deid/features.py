# ruff: noqa: E501, PLR2004 - counts are cut where the features were tuned
"""What the sequence model sees of each token: its form, what the lists and rules say of it, and its neighbours."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from medpeer.deid.eponyms import EPONYMS
from medpeer.deid.lexicon import FIRST, LAST, MEDICAL, PLACE, REGION, WORD, Lexicon, level
from medpeer.deid.tokens import Token, place_levels
from medpeer.deid.values import Candidate
from medpeer.deid.words import WORD_CLASS

_NONE: Final = "_"
_SENTENCE_ENDS: Final = frozenset('.!?:;"*-')
_STUDY_WORDS: Final = frozenset(
    "patients participants subjects cohort retrospective retrospectively prospective randomized randomised randomly trial trials study studies survey enrolled "
    "median mean ci p n hazard ratio odds methods results conclusion conclusions background objective aim aims design setting data prevalence incidence "
    "multicentre multicenter controls groups group analysis regression significant significantly association associated compared placebo review evaluated "
    "assessed investigated measured cases consecutive follow outcome outcomes endpoint reviewers registry database enrolment enrollment volunteers hr or rr vs v arm et al".split()
)
"""Words that make a text an abstract or a critique; places and dates in it are a study's."""


def features_of(tokens: Sequence[Token], candidates: Iterable[Candidate], table: Lexicon) -> Iterator[list[str]]:
    """Yield one list of features for each token; a long text's would not fit in memory at once."""
    places = place_levels(tokens, table)
    hits = rule_marks(tokens, candidates)
    kinds = [_kind(token) for token in tokens]
    classes = [WORD_CLASS.get(token.word, _NONE) for token in tokens]
    words = [_form(token) for token in tokens]
    case = case_of(tokens)
    study = study_of(tokens)
    lines = line_heads(tokens)
    memory = _Memory(tokens)
    seen = _Seen(tokens, words, kinds, classes, hits)
    for at, token in enumerate(tokens):
        row = _own(token, words[at], kinds[at], classes[at], case)
        if places[at]:
            row.append("pl=" + places[at])
        if hits[at]:
            row += ["r=" + hits[at], study + "r" + hits[at]]
        row += [study + token.shape, study + kinds[at][-2:]]
        if lines[at]:
            row.append("h=" + lines[at])
        row += memory.of(token, hits)
        if token.word[0].isalpha() and opens_sentence(tokens, at):
            row += ["open", "open" + token.shape + kinds[at]]
        row += _around(at, seen)
        yield row


def opens_sentence(tokens: Sequence[Token], at: int) -> bool:
    """Say whether a word opens a sentence or line, where a capital says nothing."""
    return at == 0 or tokens[at].breaks >= 2 or tokens[at - 1].word in _SENTENCE_ENDS


def _form(token: Token) -> str:
    """Give the word, or for numbers only their length."""
    return token.shape if token.shape[0] == "d" and len(token.shape) == 2 and token.word.isdigit() else token.word


def _kind(token: Token) -> str:
    """Pack what the lists say about a word into one short code."""
    if not token.word[0].isalpha():
        return token.shape
    value = token.value
    known = f"{level(value, FIRST)}{level(value, LAST)}{min(level(value, WORD), 4)}{level(value, MEDICAL)}{level(value, PLACE)}"
    return known + ("r" if level(value, REGION) else "")


def _own(token: Token, word: str, kind: str, word_class: str, case: str) -> list[str]:
    """Give the features of a token by itself."""
    shape = token.shape
    row = ["1", "w=" + word, "s=" + shape, "k=" + kind, "sk=" + shape + kind, "cs=" + case + shape, f"b={token.breaks}"]
    if word_class != _NONE:
        row.append("c=" + word_class)
    if token.word[0].isalpha():
        value = token.value
        row += [
            "x3=" + token.word[-3:],
            "x2=" + token.word[-2:],
            "p3=" + token.word[:3],
            f"n={min(len(token.word), 12)}",
        ]
        row += [f"f={level(value, FIRST)}", f"l={level(value, LAST)}", f"d={level(value, WORD)}{shape}"]
        row += [f"m={level(value, MEDICAL)}", f"g={level(value, PLACE)}{shape}"]
        if token.word in EPONYMS:
            row += ["ep", "ep" + shape]
    elif token.word.isdecimal() and len(token.word) <= 2:
        row.append(f"v={int(token.word)}")
        row.append(f"v9={90 <= int(token.word) <= 99}")
    return row


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is known of all tokens of a text, place by place."""

    tokens: Sequence[Token]
    words: Sequence[str]
    kinds: Sequence[str]
    classes: Sequence[str]
    hits: Sequence[str]


def _around(at: int, seen: _Seen) -> list[str]:
    """Give the features of the neighbours, and of the token together with them."""
    tokens, words, kinds, classes, hits = seen.tokens, seen.words, seen.kinds, seen.classes, seen.hits
    shape, kind = tokens[at].shape, kinds[at]
    row: list[str] = []
    for step in (-3, -2, -1, 1, 2, 3):
        near = at + step
        if not 0 <= near < len(tokens):
            row.append(f"{step}=!")
            continue
        row += [f"{step}w={words[near]}", f"{step}c={classes[near]}"]
        if -2 <= step <= 2:
            row += [f"{step}s={tokens[near].shape}", f"{step}k={kinds[near]}"]
            if hits[near]:
                row.append(f"{step}r={hits[near]}")
            if tokens[near].word in EPONYMS:
                row.append(f"{step}ep")
    before = words[at - 1] if at else "!"
    after = words[at + 1] if at + 1 < len(tokens) else "!"
    glue = tokens[at].breaks
    row += [f"-1w|s={before}|{shape}", f"+1w|s={after}|{shape}", f"-1w|g={before}|{glue}"]
    if at:
        row += [
            f"-1c|k={classes[at - 1]}|{kind}",
            f"-1k|k={kinds[at - 1]}|{kind}",
            f"-1s|s={tokens[at - 1].shape}|{shape}|{glue}",
        ]
    if at > 1:
        row += [f"-2w|-1w={words[at - 2]}|{before}", f"-2c|-1c|s={classes[at - 2]}|{classes[at - 1]}|{shape}"]
    if at + 1 < len(tokens):
        row += [
            f"+1c|k={classes[at + 1]}|{kind}",
            f"+1k|k={kinds[at + 1]}|{kind}",
            f"+1s|s={tokens[at + 1].shape}|{shape}|{tokens[at + 1].breaks}",
        ]
    if at + 2 < len(tokens):
        row.append(f"+1w|+2w={after}|{words[at + 2]}")
    return row


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


def case_of(tokens: Sequence[Token]) -> str:
    """Say how a text is written: l for no capitals at all, u for nothing else, m for both."""
    upper = sum(token.shape == "XX" for token in tokens)
    title = sum(token.shape in {"Xx", "X"} for token in tokens)
    lower = sum(token.shape == "x" for token in tokens)
    if title + upper <= 0.02 * lower:
        return "l"
    return "u" if upper > 2 * (lower + title) else "m"


def study_of(tokens: Sequence[Token]) -> str:
    """Say how much a text speaks of studies and not of one patient: S0, S1 or S2."""
    count = len({token.word for token in tokens if token.word in _STUDY_WORDS})
    return "S0" if count < 3 else "S1" if count < 7 else "S2"


def line_heads(tokens: Sequence[Token]) -> list[str]:
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


class _Memory:
    """What the rest of the text says about a word: how often and in which shapes it stands."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._shapes: dict[str, Counter[str]] = {}
        for token in tokens:
            if token.word[0].isalpha():
                self._shapes.setdefault(token.word, Counter())[token.shape] += 1
        self._marked: dict[str, str] | None = None
        self._tokens = tokens

    def of(self, token: Token, hits: Sequence[str]) -> list[str]:
        """Give the features of the word's other places."""
        shapes = self._shapes.get(token.word)
        if shapes is None:
            return []
        row: list[str] = []
        if token.shape != "x" and shapes["x"]:
            row.append("also_lower")
        if sum(shapes.values()) > 1:
            row.append("again" + token.shape)
        named = self._named(hits).get(token.word)
        if named:
            row.append("named=" + named)
        return row

    def _named(self, hits: Sequence[str]) -> dict[str, str]:
        """Give the words that a name or place rule covers anywhere in the text."""
        if self._marked is None:
            self._marked = {
                token.word: mark[1:5]
                for token, mark in zip(self._tokens, hits, strict=True)
                if mark[1:6] in {"name.", "place"}
                and token.word[0].isalpha()
                and len(token.word) > 2
                and level(token.value, WORD) < 4
            }
        return self._marked
