"""What an index back end promises. No back end keeps a text: documents go in, numbers come out.

A document is one thing that members wrote; ``version`` is made of clearance ids and changes with its texts.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Protocol

from medpeer.search.clauses import Clauses, Field


class DocumentKind(IntEnum):
    """The kinds of documents."""

    THREAD = 0
    POST = 1
    PAPER = 2


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """Names one document: its kind and the id of its row."""

    kind: DocumentKind
    object_id: int

    def __str__(self) -> str:
        """Return the key as the index holds it: ``post.42``."""
        return f"{self.kind.name.lower()}.{self.object_id}"


@dataclass(frozen=True, slots=True)
class Document:
    """One thing to be found; ``texts`` are cleared and are not kept by the index."""

    key: Key
    thread_id: int
    version: str
    texts: Mapping[Field, str]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a round of events asks of the index.

    ``puts`` replace the documents of the same keys; ``drops`` and every document of ``dropped_threads`` go.
    ``purge`` asks for more than deleting: no word of a dropped or replaced text may be left in the folder.
    """

    puts: Sequence[Document] = ()
    drops: frozenset[Key] = frozenset()
    dropped_threads: frozenset[int] = frozenset()
    purge: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """One thread that meets every clause.

    ``post_ids`` are the posts that met most, best first. ``only_negated`` tells that something asked for stands in the
    thread only where a negation reaches it.
    """

    thread_id: int
    score: float
    post_ids: tuple[int, ...] = ()
    only_negated: bool = False


@dataclass(frozen=True, slots=True)
class Withheld:
    """Documents that count as absent whatever the index holds; part of every query."""

    keys: frozenset[Key] = field(default=frozenset())
    threads: frozenset[int] = field(default=frozenset())


class SearchBackend(Protocol):
    """An index."""

    def is_sound(self) -> bool:
        """Tell whether the index can be opened and read."""

    def apply(self, changes: Changes) -> None:
        """Make the changes durable, all or none; repeating them changes nothing.

        Raises:
            IndexBusyError: another writer holds the index.
            IndexBrokenError: the index cannot be read.
        """

    def rebuild(self, documents: Callable[[], Iterable[Document]]) -> int:
        """Replace everything by ``documents`` and return how many there were.

        They are asked for once the index is locked, so that what was indexed before is among them.

        Raises:
            IndexBusyError: another writer holds the index.
        """

    def match(self, clauses: Clauses, withheld: Withheld) -> list[Match]:
        """Return the threads that meet every required clause and no excluded one, in no order.

        Raises:
            IndexBrokenError: the index cannot be read.
        """

    def versions(self) -> dict[Key, str]:
        """Return the version of each document held.

        Raises:
            IndexBrokenError: the index cannot be read.
        """
