"""Reads what the command is given: texts, JSON lines, folders, standard input."""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Document:
    """One text and the name it goes by in the output."""

    name: str
    text: str


class InputError(ValueError):
    """Raised for input that cannot be read; the message names file and line, never the text."""


def documents(inputs: Sequence[str], problems: list[str]) -> Iterator[Document]:
    """Yield the documents of all inputs; what cannot be read is added to ``problems``."""
    for name in inputs:
        try:
            if name == "-":
                yield from _from_lines("-", sys.stdin.read())
            else:
                yield from _from_path(Path(name), problems)
        except (OSError, InputError) as problem:
            problems.append(str(problem))


def _from_path(path: Path, problems: list[str]) -> Iterator[Document]:
    """Yield the documents of a file or of every text in a folder, in the order of their names."""
    if path.is_dir():
        for inner in sorted(path.rglob("*")):
            if inner.suffix in {".txt", ".md", ".jsonl", ".html", ".csv", ".text"}:
                yield from documents([str(inner)], problems)
    elif path.suffix == ".jsonl":
        with path.open(encoding="utf-8", errors="replace") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _from_json(f"{path}:{number}", line)
    else:
        yield Document(path.name, path.read_text(encoding="utf-8", errors="replace"))


def _from_lines(name: str, content: str) -> Iterator[Document]:
    """Yield what standard input holds: JSON lines where the first line is an object, else one text."""
    first = content.lstrip().split("\n", 1)[0]
    if not first.startswith("{"):
        yield Document(name, content)
        return
    for number, line in enumerate(content.splitlines(), 1):
        if line.strip():
            yield _from_json(f"{name}:{number}", line)


def _from_json(place: str, line: str) -> Document:
    """Read one {"id", "text"} line."""
    try:
        row = json.loads(line)
        return Document(str(row.get("id", place)), str(row["text"]))
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise InputError(f'{place}: expected {{"id", "text"}} on one line ({type(problem).__name__})') from None
