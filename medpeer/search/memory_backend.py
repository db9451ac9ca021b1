"""The index in memory: the twin of the Whoosh one by the same contract, for tests and for very small uses."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from medpeer.search.analyser import analyse
from medpeer.search.backend import Changes, Document, Key, Match, Withheld
from medpeer.search.clauses import Clauses, Field
from medpeer.search.matching import Place, match


@dataclass(frozen=True, slots=True)
class _Held:
    place: Place
    version: str
    positions: Mapping[Field, Mapping[str, list[int]]]


@dataclass(slots=True)
class MemoryBackend:
    """Documents in a dictionary; everything is recounted for each query."""

    _held: dict[Key, _Held] = field(default_factory=dict)

    def is_sound(self) -> bool:
        """Tell that it can be read: it always can."""
        return True

    def apply(self, changes: Changes) -> None:
        """Make the changes."""
        gone = set(changes.drops) | {
            key for key, held in self._held.items() if held.place.thread_id in changes.dropped_threads
        }
        for key in gone:
            self._held.pop(key, None)
        for document in changes.puts:
            self._held[document.key] = _hold(document)

    def rebuild(self, documents: Callable[[], Iterable[Document]]) -> int:
        """Replace everything."""
        self._held = {document.key: _hold(document) for document in documents()}
        return len(self._held)

    def match(self, clauses: Clauses, withheld: Withheld) -> list[Match]:
        """Return the threads that meet ``clauses``."""
        return match(_MemoryPostings(list(self._held.values())), clauses, withheld)

    def versions(self) -> dict[Key, str]:
        """Return the version of each document held."""
        return {key: held.version for key, held in self._held.items()}


def _hold(document: Document) -> _Held:
    positions: dict[Field, dict[str, list[int]]] = {}
    for name, text in document.texts.items():
        places: defaultdict[str, list[int]] = defaultdict(list)
        for token in analyse(text):
            places[token.text].append(token.position)
        positions[name] = dict(places)
    return _Held(Place(document.key, document.thread_id), document.version, positions)


class _MemoryPostings:
    def __init__(self, held: list[_Held]) -> None:
        self._held = held

    def document_count(self) -> int:
        return len(self._held)

    def place(self, document: int) -> Place:
        return self._held[document].place

    def length(self, document: int, field: Field) -> int:
        return sum(len(places) for places in self._held[document].positions.get(field, {}).values())

    def average_length(self, field: Field) -> float:
        lengths = [self.length(number, field) for number, held in enumerate(self._held) if field in held.positions]
        return max(sum(lengths) / len(lengths), 1.0) if lengths else 1.0

    def frequency(self, field: Field, key: str) -> int:
        return sum(key in held.positions.get(field, ()) for held in self._held)

    def weights(self, field: Field, key: str) -> Iterable[tuple[int, float]]:
        for document, positions in self.positions(field, key, None):
            yield document, float(len(positions))

    def positions(self, field: Field, key: str, within: Collection[int] | None) -> Iterable[tuple[int, list[int]]]:
        for number, held in enumerate(self._held):
            places = held.positions.get(field, {}).get(key)
            if places and (within is None or number in within):
                yield number, places

    def expand(self, field: Field, beginning: str, limit: int) -> list[str]:
        found = Counter(
            key for held in self._held for key in held.positions.get(field, ()) if key.startswith(beginning)
        )
        return [key for key, _ in found.most_common(limit)]
