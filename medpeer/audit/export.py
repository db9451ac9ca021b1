"""The chain as a file: one JSON object a line, verified without the database or the product's secrets."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from typing import Any, Final, TextIO

from medpeer.audit.chain import Break, Link, verify_links

FORMAT: Final = "medpeer-audit-1"
_FIELDS: Final = frozenset(field.name for field in fields(Link))
_LATER: Final = {"evidence_digest"}
"""Not in exports made before the chain had it."""


def write_export(links: Iterable[Link], target: TextIO) -> tuple[int, str]:
    """Write ``links`` to ``target``, then a last line with their count and head; return both. Streams."""
    count, head = 0, ""
    for link in links:
        _write(target, asdict(link))
        count, head = count + 1, link.hash
    _write(target, {"format": FORMAT, "entries": count, "head": head})
    return count, head


def _write(target: TextIO, line: dict[str, Any]) -> None:
    target.write(json.dumps(line, separators=(",", ":"), ensure_ascii=True) + "\n")


def read_export(lines: Iterable[str], *, head: str | None = None) -> Iterator[Break]:
    """Yield every break of an exported chain: of its links, of its lines, and of its last line. Streams."""
    reader = _Reader(lines)
    yield from verify_links(reader.links(), head=head)
    yield from reader.breaks()


class _Reader:
    """Reads links from lines and keeps what is wrong with the lines themselves."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = lines
        self._faults: list[Break] = []
        self._count = 0
        self._last: str = ""
        self._end: dict[str, Any] | None = None

    def links(self) -> Iterator[Link]:
        for number, line in enumerate(self._lines, 1):
            parsed = _parse(line)
            if self._end is not None or parsed is None:
                self._faults.append(Break(f"line {number}", "is no line of an audit export"))
            elif "format" in parsed:
                self._end = parsed
            elif set(parsed) | _LATER != _FIELDS:
                self._faults.append(Break(f"line {number}", "is no audit entry"))
            else:
                self._count += 1
                self._last = parsed["hash"]
                yield Link(**parsed)

    def breaks(self) -> Iterator[Break]:
        yield from self._faults
        if self._end != {"format": FORMAT, "entries": self._count, "head": self._last}:
            yield Break("the last line", "does not fit the entries: the file was cut off or changed")


def _parse(line: str) -> dict[str, Any] | None:
    try:
        parsed = json.loads(line)
    except ValueError:
        return None
    return parsed if isinstance(parsed, dict) else None
