"""What a purged thing would be known by wherever a copy lay: rare words and runs of words, and samples of its images.

Traces are made before it goes and exist in memory only, until the search for copies is over. They are never
stored, logged or printed: a process that ends before the search forgets them, and the certificate then says so.
"""

import re
import threading
import unicodedata
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NoReturn

from medpeer.deid.lexicon import MEDICAL, WORD, level, lexicon

RUN_WORDS: Final = 5
# Five words in a row are rarely the same by chance.
_MIN_LETTERS: Final = 4
_MIN_DIGITS: Final = 6
_MIN_RUN_CHARS: Final = 8
_STRETCH: Final = 1024
_SAMPLE_BYTES: Final = 16
_SAMPLES: Final = 4096
_TELLING: Final = 8
# So many different bytes in a sample: a plain background is the same in many pictures.
_KEPT: Final = 64
# More than this many purges never wait at once; the oldest is forgotten rather than the memory filled.
_WORDS: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_DIGITS: Final = re.compile(r"\d(?:[\d /-]*\d)?")


def fold(text: str) -> str:
    """Return ``text`` as an index would hold it: lower case, without accents."""
    apart = unicodedata.normalize("NFKD", text.lower())
    return "".join(char for char in apart if not unicodedata.combining(char))


def _is_rare(word: str) -> bool:
    value = lexicon().get(fold(word), 0)
    return not level(value, WORD) and not level(value, MEDICAL)


def _rare_words(text: str) -> Iterable[str]:
    for match in _WORDS.finditer(text):
        for part in {match[0], *re.split(r"['’-]", match[0])}:
            if len(part) >= _MIN_LETTERS and not part.isdigit() and _is_rare(part):
                yield part


def _numbers(text: str) -> Iterable[str]:
    for match in _DIGITS.finditer(text):
        if sum(char.isdigit() for char in match[0]) >= _MIN_DIGITS:
            yield match[0]


def _runs(text: str) -> Iterable[str]:
    places = [match.span() for match in _WORDS.finditer(text)]
    for first in range(max(1, len(places) - RUN_WORDS + 1)):
        part = places[first : first + RUN_WORDS]
        if part and part[-1][1] - part[0][0] >= _MIN_RUN_CHARS:
            yield text[part[0][0] : part[-1][1]]


@dataclass(frozen=True, slots=True, repr=False)
class Traces:
    """The traces of one thing: of its text in lower case, and bytes of its images. Printing shows only how many."""

    words: frozenset[str]
    runs: frozenset[str]
    samples: frozenset[bytes] = frozenset()

    @property
    def all(self) -> frozenset[str]:
        """Words and runs together."""
        return self.words | self.runs

    def are_in(self, text: str) -> bool:
        """Tell whether a rare word or a number of the purged text stands in ``text``."""
        found = text.lower()
        return any(word in found for word in self.words)

    def without(self, others: "Traces") -> "Traces":
        """Return the traces that ``others`` lack: what a redaction took out."""
        return Traces(self.words - others.words, self.runs - others.runs, self.samples - others.samples)

    def __repr__(self) -> str:
        """Return how many there are."""
        return f"<{len(self.words)} words, {len(self.runs)} runs, {len(self.samples)} samples>"

    def __reduce__(self) -> NoReturn:
        """Refuse: a pickle is on its way to a disk or another process."""
        message = "traces stay in memory"
        raise TypeError(message)


def traces_of(texts: Iterable[str], images: Iterable[bytes] = ()) -> Traces:
    """Return the traces of ``texts``: words that are no dictionary words, long numbers, and runs of five words.

    Those of ``images`` are some bytes of each stretch of them.
    """
    words: set[str] = set()
    runs: set[str] = set()
    for text in texts:
        lowered = text.lower()
        rare = set(_rare_words(lowered)) | set(_numbers(lowered))
        words |= rare | {fold(word) for word in rare}
        runs |= set(_runs(lowered))
    return Traces(frozenset(words), frozenset(runs), frozenset(one for image in images for one in _samples(image)))


def _samples(image: bytes) -> Iterable[bytes]:
    """Yield some bytes of each stretch; a page of a database holds four stretches of a picture of usual size."""
    step = max(_STRETCH, len(image) // _SAMPLES)
    # Every picture of a kind begins alike.
    for start in range(min(_STRETCH, len(image) // 2), len(image) - _SAMPLE_BYTES, step):
        sample = image[start : start + _SAMPLE_BYTES]
        if len(set(sample)) >= _TELLING:
            yield sample


@dataclass(slots=True, repr=False)
class Memory:
    """Traces by their certificate's salt, until the search for copies takes them."""

    _kept: OrderedDict[str, Traces] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, salt: str, traces: Traces) -> None:
        """Hold ``traces`` for the search."""
        with self._lock:
            self._kept[salt] = traces
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)

    def find(self, salt: str) -> Traces | None:
        """Return the traces, or ``None`` when another process had them."""
        with self._lock:
            return self._kept.get(salt)

    def forget(self, salt: str) -> None:
        """Let go of the traces; those let go before change nothing."""
        with self._lock:
            self._kept.pop(salt, None)


MEMORY: Final = Memory()
"""The process's own; salts are unguessable and unique, so several databases may share it."""
