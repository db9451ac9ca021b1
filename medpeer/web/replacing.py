"""Putting suggested replacements into a text on the server, for browsers without scripts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from medpeer.gate import Attestation, Finding

_CLOSING: Final = frozenset(" \n\t.,;:)")


@dataclass(frozen=True, slots=True)
class Replaced:
    """A text with replacements in it, and the author's words on what was left, at their new places."""

    typed: str
    attested: tuple[Attestation, ...]


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    words: str

    @property
    def shift(self) -> int:
        return len(self.words) - (self.end - self.start)


def put_in(typed: str, found: Sequence[Finding], attested: Iterable[Attestation]) -> Replaced:
    """Return ``typed`` with the suggestion of each of ``found`` in its place; attestations move with their words."""
    edits = [_edit(typed, one) for one in sorted(found, key=lambda one: one.start)]
    moved = (_moved(word, edits) for word in attested)
    for edit in reversed(edits):
        typed = typed[: edit.start] + edit.words + typed[edit.end :]
    return Replaced(typed, tuple(word for word in moved if word))


def _edit(typed: str, found: Finding) -> _Edit:
    start, end = found.start, found.end
    if not found.replacement:
        # A removal leaves neither two spaces nor a space before a full stop.
        if typed[start - 1 : start] == " " and (end == len(typed) or typed[end] in _CLOSING):
            start -= 1
        elif (start == 0 or typed[start - 1] == "\n") and typed[end : end + 1] == " ":
            end += 1
    return _Edit(start, end, found.replacement)


def _moved(word: Attestation, edits: Sequence[_Edit]) -> Attestation | None:
    if any(edit.start < word.end and word.start < edit.end for edit in edits):
        return None
    shift = sum(edit.shift for edit in edits if edit.end <= word.start)
    return replace(word, start=word.start + shift, end=word.end + shift)
