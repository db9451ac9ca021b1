# ruff: noqa: E501, PLR2004 - counts are cut where the features were tuned
"""What the sequence model sees of each token: its form, what the lists and rules say of it, and its neighbours."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from medpeer.deid.eponyms import EPONYMS
from medpeer.deid.lexicon import FIRST, LAST, MEDICAL, PLACE, REGION, WORD, level
from medpeer.deid.marks import Marked
from medpeer.deid.tokens import Token
from medpeer.deid.words import WORD_CLASS

_NONE: Final = "_"


def features_of(marked: Marked) -> Iterator[list[str]]:
    """Yield one list of features for each token; a long text's would not fit in memory at once."""
    tokens, hits, study = marked.tokens, marked.hits, marked.study
    kinds = [_kind(token) for token in tokens]
    classes = [WORD_CLASS.get(token.word, _NONE) for token in tokens]
    words = [_form(token) for token in tokens]
    memory = _Memory(tokens)
    seen = _Seen(tokens, words, kinds, classes, hits)
    for at, token in enumerate(tokens):
        row = _own(token, words[at], kinds[at], classes[at], marked.case)
        if marked.places[at]:
            row.append("pl=" + marked.places[at])
        if hits[at]:
            row += ["r=" + hits[at], study + "r" + hits[at]]
        row += [study + token.shape, study + kinds[at][-2:]]
        if marked.heads[at]:
            row.append("h=" + marked.heads[at])
        row += memory.of(token, hits)
        if token.word[0].isalpha() and marked.opens(at):
            row += ["open", "open" + token.shape + kinds[at]]
        row += _around(at, seen)
        yield row


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
