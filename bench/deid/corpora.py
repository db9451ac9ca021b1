"""Labelled texts: JSON lines of ``{"id", "text", "spans", "ignore", "tags"}`` with half-open code-point offsets."""

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Gold:
    """One labelled identifier: where it stands, its type, and the hard case it is, if any."""

    start: int
    end: int
    kind: str
    tag: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One text, its identifiers, the ranges in which neither hit nor miss counts, and what it is an example of."""

    name: str
    text: str
    golds: tuple[Gold, ...]
    ignored: tuple[tuple[int, int], ...] = ()
    tags: tuple[str, ...] = ()


def corpora_in(folder: Path) -> Iterator[Path]:
    """Yield the files of labelled texts in a folder, by name; or the file itself."""
    yield from [folder] if folder.is_file() else sorted(folder.glob("*.jsonl"))


def read_corpus(path: Path, *, sample: int = 0, seed: int = 20261121) -> list[Document]:
    """Return the documents of a file; of more than ``sample`` (0 for all) the same random ones for every tool."""
    lines = path.read_text(encoding="utf-8").split("\n")
    documents = [_document(json.loads(line)) for line in lines if line.strip()]
    if 0 < sample < len(documents):
        return random.Random(seed).sample(documents, sample)  # noqa: S311 - reproducible, not secret
    return documents


def _document(row: Mapping[str, Any]) -> Document:
    """Read one line."""
    golds = tuple(Gold(span["start"], span["end"], span["type"], span.get("tag")) for span in row["spans"])
    ignored = tuple((span["start"], span["end"]) for span in row.get("ignore", ()))
    return Document(str(row["id"]), row["text"], golds, ignored, tuple(row.get("tags", ())))
