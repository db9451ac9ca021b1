"""Looking for traces byte by byte: in files as they lie, and in texts that rightly stand."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Final, Self

import ahocorasick

from medpeer.moderation.live_files import read_live

_CHUNK: Final = 1 << 20
_ENCODINGS: Final = ("utf-8", "utf-16-le", "utf-16-be")


class Finder:
    """Finds many traces in one pass; letters count alike in upper and lower case."""

    def __init__(self, traces: Collection[str]) -> None:
        """Look for ``traces``, which are in lower case."""
        self._texts = _automaton({trace: trace for trace in traces})
        needles = {_as_bytes(trace, encoding): trace for trace in traces for encoding in _ENCODINGS}
        self._bytes = _automaton(needles)
        self._overlap = max((len(needle) for needle in needles), default=1) - 1

    @classmethod
    def of_samples(cls, samples: Collection[bytes]) -> Self:
        """Return a finder of bytes as they are, by whatever name ``as_trace`` gives them."""
        made = cls(())
        needles = {as_trace(sample): as_trace(sample) for sample in samples}
        made._bytes = _automaton(needles)
        made._overlap = max((len(needle) for needle in needles), default=1) - 1
        return made

    def in_bytes(self, data: bytes) -> set[str]:
        """Return the traces that stand in ``data``."""
        return {trace for _, trace in self._bytes.iter(as_trace(data))} if self._bytes else set()

    def in_text(self, text: str) -> set[str]:
        """Return the traces that stand in ``text``."""
        return {trace for _, trace in self._texts.iter(text.lower())} if self._texts else set()

    def in_file(self, path: Path, *, is_live: bool = False) -> Counter[str]:
        """Return how often each trace stands in a file, in UTF-8 or UTF-16; a file that went meanwhile has none.

        ``is_live`` says that it belongs to a database this process has open, whose locks must stay.
        """
        found: Counter[str] = Counter()
        if self._bytes is None:
            return found
        for part, first_new in _parts(read_live(path, _CHUNK) if is_live else _chunks(path), self._overlap):
            # A hit that ends in the overlap was counted with the part before.
            found.update(trace for end, trace in self._bytes.iter(part) if end >= first_new)
        return found


def as_trace(data: bytes) -> str:
    """Return bytes as files are read here: one character a byte, folded."""
    return data.decode("latin-1").lower()


def _as_bytes(trace: str, encoding: str) -> str:
    """Return the bytes of a trace as the automaton reads files: one character a byte, folded like the file."""
    return as_trace(trace.encode(encoding))


def _automaton(needles: dict[str, str]) -> "ahocorasick.Automaton | None":
    if not needles:
        return None
    automaton = ahocorasick.Automaton()
    for needle, trace in needles.items():
        automaton.add_word(needle, trace)
    automaton.make_automaton()
    return automaton


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _parts(chunks: Iterator[bytes], overlap: int) -> Iterator[tuple[str, int]]:
    """Yield a file in parts that overlap by ``overlap`` bytes, each with the index of its first new byte."""
    tail = ""
    try:
        for chunk in chunks:
            fresh = as_trace(chunk)
            yield tail + fresh, len(tail)
            tail = (tail + fresh)[-overlap:] if overlap else ""
    except FileNotFoundError:
        return


def files_below(folder: Path) -> Iterator[Path]:
    """Yield every plain file below ``folder``, links not followed."""
    if folder.is_dir():
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())


def size_of(paths: Iterable[Path]) -> int:
    """Return the bytes of ``paths`` together; one that went meanwhile counts nothing."""
    total = 0
    for path in paths:
        try:
            total += path.stat().st_size
        except FileNotFoundError:
            continue
    return total
