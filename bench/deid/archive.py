"""A synthetic archive of any size: JSON lines of the project's own training texts, one to four of them a document."""

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

TEXTS: Final = Path(__file__).parents[2] / "tools" / "deid" / "texts"
_LABEL: Final = re.compile(r"\{[A-Z] ([^{}]*)\}")
_SEED: Final = 20261122


def training_texts(folder: Path = TEXTS) -> list[str]:
    """Return the texts of ``writer_*.jsonl`` and ``inline_*.txt`` unlabelled; held-out ones are not read."""
    rows = [line for path in sorted(folder.glob("writer_*.jsonl")) for line in _lines(path) if line.strip()]
    inline = "\n".join(line for path in sorted(folder.glob("inline_*.txt")) for line in [*_lines(path), "--"])
    blocks = (_LABEL.sub(r"\1", block).strip() for block in re.split(r"(?m)^--.*$", inline))
    return [str(json.loads(row)["text"]) for row in rows] + [block for block in blocks if block]


def _lines(path: Path) -> list[str]:
    """Read the lines of a file."""
    return path.read_text(encoding="utf-8").splitlines()


def write_archive(path: Path, size_bytes: int) -> int:
    """Write at least ``size_bytes`` of JSON lines, the same ones every time; give the number of documents."""
    written = count = 0
    with path.open("wb") as out:
        for count, text in enumerate(_documents(), 1):
            line = json.dumps({"id": f"{count:09}", "text": text}, ensure_ascii=False).encode() + b"\n"
            out.write(line)
            written += len(line)
            if written >= size_bytes:
                break
    return count


def _documents() -> Iterator[str]:
    """Yield documents without end, most of them one post, some of them long."""
    texts, chance = training_texts(), random.Random(_SEED)  # noqa: S311 - reproducible, not secret
    while True:
        yield "\n\n".join(chance.choices(texts, k=chance.choice((1, 1, 1, 2, 4))))
