"""A synthetic archive of any size: JSON lines of the project's own training texts, one to four of them a document."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tools.deid.posts import posts_of, training_files

_SEED: Final = 20261122


def training_texts() -> list[str]:
    """Return the texts of the training posts without their labels; held-out ones are not read."""
    return [post.text for path in training_files() for post in posts_of(path)]


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
