"""Reads labelled posts: JSON lines with offsets (``.jsonl``), or plain text with the labels inside (``.txt``)."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

TEXTS: Final = Path(__file__).parent / "texts"
KINDS: Final = {
    "N": "NAME", "L": "LOCATION", "D": "DATE", "A": "AGE", "P": "PHONE", "F": "FAX", "E": "EMAIL", "S": "SSN",
    "R": "MRN", "H": "HEALTH_PLAN", "C": "ACCOUNT", "I": "LICENSE", "V": "VEHICLE", "X": "DEVICE", "U": "URL",
    "Z": "IP", "B": "BIOMETRIC", "O": "OTHER_ID",
}  # fmt: skip
"""Kind of identifier by the letter that stands for it inside a text."""

_LABEL: Final = re.compile(r"\{([A-Z]) ([^{}]+)\}")
_LABEL_CHARS: Final = len("{N }")
_BETWEEN_POSTS: Final = "\n--\n"

Span = tuple[int, int, str]
"""Half-open offsets in code points, and the kind of identifier."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text and its identifiers, ordered and apart."""

    text: str
    spans: tuple[Span, ...]

    def with_words(self, change: Callable[[str, str], str]) -> "Labelled":
        """Return the post with what ``change(words, kind)`` gives in the place of each identifier."""
        pieces: list[str] = []
        spans: list[Span] = []
        at = size = 0
        for start, end, kind in self.spans:
            words = change(self.text[start:end], kind)
            size += start - at
            spans.append((size, size + len(words), kind))
            pieces += [self.text[at:start], words]
            size += len(words)
            at = end
        return Labelled("".join([*pieces, self.text[at:]]), tuple(spans))


def training_files(folder: Path = TEXTS) -> list[Path]:
    """Return the files that both parts learn from; those of writers kept out for measuring have other names."""
    return [*sorted(folder.glob("writer_*.jsonl")), *sorted(folder.glob("inline_*.txt"))]


def measured_files(folder: Path = TEXTS) -> list[Path]:
    """Return the files that blend and thresholds are measured on; no part learned from their writers."""
    return sorted(folder.glob("measured_*.txt"))


def posts_of(path: Path) -> list[Labelled]:
    """Return the labelled posts of a file of either form."""
    return list(read(path) if path.suffix == ".jsonl" else read_inline(path))


def read(path: Path) -> Iterator[Labelled]:
    """Yield the posts of a file of ``{"text", "spans": [{"start", "end", "type"}]}``, one a line."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        spans = sorted((span["start"], span["end"], span["type"]) for span in row["spans"])
        yield Labelled(row["text"], tuple(spans))


def read_inline(path: Path) -> Iterator[Labelled]:
    """Yield the posts of a file with labels inside, as ``{N Rosa}``, parted by lines of ``--``."""
    for source in path.read_text(encoding="utf-8").split(_BETWEEN_POSTS):
        yield inline_post(source.strip("\n"))


def inline_post(source: str) -> Labelled:
    """Take the labels out of one post.

    Raises:
        KeyError: a label's letter stands for no kind.
    """
    spans: list[Span] = []
    for before, label in enumerate(_LABEL.finditer(source)):
        start = label.start() - before * _LABEL_CHARS
        spans.append((start, start + len(label[2]), KINDS[label[1]]))
    return Labelled(_LABEL.sub(r"\2", source), tuple(spans))
