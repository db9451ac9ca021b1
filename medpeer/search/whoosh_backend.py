"""The index as a Whoosh folder: postings with places, no text; ids and versions are all that is stored.

One writer at a time, by Whoosh's lock; one searcher, reused until something was committed. Whoever can write the folder
can run code (Whoosh unpickles it): it is mode 0700, never restored from a backup, and rebuilt when in doubt.
"""

import pickle
import shutil
import struct
import threading
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from whoosh import columns, fields, index, writing
from whoosh.analysis import Token as WhooshToken
from whoosh.analysis import Tokenizer
from whoosh.filedb.filestore import FileStorage, StorageError
from whoosh.reading import SegmentReader, TermNotFound

from medpeer.search.analyser import analyse
from medpeer.search.backend import Changes, Document, DocumentKind, Key, Match, Withheld
from medpeer.search.clauses import Clauses, Field
from medpeer.search.errors import IndexBrokenError, IndexBusyError
from medpeer.search.matching import Place, match

INDEX_VERSION: Final = "1"
"""Changes with the analyser, the term keys or the fields; an index of another version is made anew."""
LOCK_TIMEOUT_S: Final = 30.0
_NAME: Final = f"medpeer{INDEX_VERSION}"
_SCANNED_EXPANSIONS: Final = 2_000
# What reading a damaged folder raises, from Whoosh, pickle, struct and the file system.
_DAMAGE: Final = (
    index.IndexError,
    StorageError,
    pickle.UnpicklingError,
    struct.error,
    OSError,
    EOFError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    ImportError,
    MemoryError,
    OverflowError,
)


Places = dict[str, dict[int, Place]]


class MedicalTokenizer(Tokenizer):
    """Our analyser as Whoosh calls it; pickled into the index by name."""

    def __call__(self, value: str, *, positions: bool = False, **_kwargs: Any) -> Iterator[Any]:
        """Yield Whoosh's tokens of ``value``."""
        token = WhooshToken(positions=positions, mode="index")
        token.boost, token.stopped = 1.0, False
        for found in analyse(value):
            token.text, token.pos = found.text, found.position
            yield token


def _schema() -> Any:
    texts = {name.value: fields.TEXT(analyzer=MedicalTokenizer(), phrase=True, stored=False) for name in Field}
    return fields.Schema(
        key=fields.ID(unique=True, stored=True),
        version=fields.STORED,
        thread=fields.ID,
        holds=fields.KEYWORD,
        thread_id=fields.COLUMN(columns.NumericColumn("q")),
        kind=fields.COLUMN(columns.NumericColumn("B")),
        object_id=fields.COLUMN(columns.NumericColumn("q")),
        **texts,
    )


def _rewrite_damaged(writer: Any, segments: Sequence[Any]) -> list[Any]:
    """Merge policy of a purge: segments with deletions are written anew, so that no deleted word stays in a lexicon."""
    kept = []
    for segment in segments:
        if not segment.has_deletions():
            kept.append(segment)
            continue
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return kept


class WhooshBackend:
    """The index in ``folder``. Safe for threads: reading is done one query at a time."""

    def __init__(self, folder: Path, *, lock_timeout_s: float = LOCK_TIMEOUT_S) -> None:
        """Use ``folder``, which need not exist yet."""
        self._folder = folder
        self._lock_timeout_s = lock_timeout_s
        self._reading = threading.RLock()
        self._searcher: Any = None
        # Which document a number of a segment stands for never changes, so it is read once.
        self._places: Places = {}

    def is_sound(self) -> bool:
        """Tell whether the index can be opened, and a document and the dictionary read; quick at any size."""
        try:
            with self._reader() as reader:
                next(iter(reader.all_stored_fields()), None)
                _WhooshPostings(reader, {}).average_length(Field.TITLE)
        except IndexBrokenError:
            return False
        return True

    def apply(self, changes: Changes) -> None:
        """Make the changes durable in one commit."""
        with self._open_writer() as writer:
            keys = {*changes.drops, *(document.key for document in changes.puts)}
            for key in sorted(keys):
                writer.delete_by_term("key", str(key))
            for thread_id in sorted(changes.dropped_threads):
                writer.delete_by_term("thread", str(thread_id))
            for document in {document.key: document for document in changes.puts}.values():
                _add(writer, document)
            writer.commit(mergetype=_rewrite_damaged if changes.purge else None)
        self._follow()

    def rebuild(self, documents: Callable[[], Iterable[Document]]) -> int:
        """Replace everything in one commit; readers keep the old index until then."""
        self._prepare_folder()
        count = 0
        with self._open_writer() as writer:
            for document in documents():
                _add(writer, document)
                count += 1
            writer.commit(mergetype=writing.CLEAR)
        self._follow()
        return count

    def match(self, clauses: Clauses, withheld: Withheld) -> list[Match]:
        """Return the threads that meet ``clauses``."""
        with self._reader() as reader:
            return match(_WhooshPostings(reader, self._places), clauses, withheld)

    def versions(self) -> dict[Key, str]:
        """Return the version of each document held."""
        with self._reader() as reader:
            return {_key(stored["key"]): str(stored["version"]) for stored in reader.all_stored_fields()}

    def close(self) -> None:
        """Close the searcher."""
        with self._reading:
            if self._searcher is not None:
                self._searcher.close()
                self._searcher = None

    def _open(self) -> Any:
        return FileStorage(str(self._folder)).open_index(indexname=_NAME)

    @contextmanager
    def _open_writer(self) -> Iterator[Any]:
        try:
            writer = self._open().writer(timeout=self._lock_timeout_s, limitmb=64)
        except index.LockError as error:
            raise IndexBusyError from error
        except _DAMAGE as error:
            raise IndexBrokenError from error
        try:
            yield writer
        except BaseException:
            writer.cancel()
            raise

    @contextmanager
    def _reader(self) -> Iterator[Any]:
        with self._reading:
            try:
                self._searcher = self._open().searcher() if self._searcher is None else self._searcher.refresh()
                yield self._searcher.reader()
            except _DAMAGE as error:
                self._searcher = None
                raise IndexBrokenError from error

    def _follow(self) -> None:
        """Let go of replaced segments at once: an open file of a deleted segment still holds its words."""
        with self._reading:
            if self._searcher is not None:
                self._searcher = self._searcher.refresh()

    def _prepare_folder(self) -> None:
        """Make the folder ours alone, and empty where what it holds cannot be opened."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder.chmod(0o700)
        try:
            self._open()
        except _DAMAGE:
            self.close()
            for path in self._folder.iterdir():
                shutil.rmtree(path) if path.is_dir() else path.unlink()
            FileStorage(str(self._folder)).create_index(_schema(), indexname=_NAME)


def _add(writer: Any, document: Document) -> None:
    writer.add_document(
        key=str(document.key),
        version=document.version,
        thread=str(document.thread_id),
        holds=" ".join(document.texts),
        thread_id=document.thread_id,
        kind=int(document.key.kind),
        object_id=document.key.object_id,
        **{name.value: text for name, text in document.texts.items()},
    )


def _key(stored: str) -> Key:
    kind, _, object_id = stored.partition(".")
    return Key(DocumentKind[kind.upper()], int(object_id))


class _WhooshPostings:
    """One generation of the index as ``matching`` reads it."""

    def __init__(self, reader: Any, places: Places) -> None:
        self._reader = reader
        self._leaves: list[tuple[Any, int]] = reader.leaf_readers()
        self._offsets = [offset for _leaf, offset in self._leaves]
        # An index without documents is one leaf without a segment.
        segments = [leaf.segment() for leaf, _offset in self._leaves]
        names = [segment.segment_id() if segment else "" for segment in segments]
        for gone in places.keys() - names:
            del places[gone]
        self._places = [places.setdefault(name, {}) for name in names]
        self._columns: dict[tuple[int, str], Any] = {}

    def document_count(self) -> int:
        return int(self._reader.doc_count())

    def place(self, document: int) -> Place:
        leaf = bisect_right(self._offsets, document) - 1
        number = document - self._offsets[leaf]
        known = self._places[leaf]
        if number not in known:
            kind, object_id, thread_id = (
                self._column(leaf, name)[number] for name in ("kind", "object_id", "thread_id")
            )
            known[number] = Place(Key(DocumentKind(kind), int(object_id)), int(thread_id))
        return known[number]

    def _column(self, leaf: int, name: str) -> Any:
        if (leaf, name) not in self._columns:
            self._columns[leaf, name] = self._leaves[leaf][0].column_reader(name)
        return self._columns[leaf, name]

    def length(self, document: int, field: Field) -> int:
        return int(self._reader.doc_field_length(document, field.value))

    def average_length(self, field: Field) -> float:
        holding = self._reader.doc_frequency("holds", field.value)
        return max(float(self._reader.field_length(field.value)) / holding, 1.0) if holding else 1.0

    def frequency(self, field: Field, key: str) -> int:
        return int(self._reader.doc_frequency(field.value, key))

    def weights(self, field: Field, key: str) -> Iterator[tuple[int, float]]:
        for matcher, offset in self._matchers(field, key):
            while matcher.is_active():
                yield matcher.id() + offset, matcher.weight()
                matcher.next()

    def positions(self, field: Field, key: str, within: Collection[int] | None) -> Iterator[tuple[int, list[int]]]:
        if within is None:
            for matcher, offset in self._matchers(field, key):
                while matcher.is_active():
                    yield matcher.id() + offset, matcher.value_as("positions")
                    matcher.next()
            return
        wanted = sorted(within)
        for matcher, offset in self._matchers(field, key):
            for document in (one - offset for one in wanted if one >= offset):
                if not matcher.is_active():
                    break
                if matcher.id() < document:
                    matcher.skip_to(document)
                if matcher.is_active() and matcher.id() == document:
                    yield document + offset, matcher.value_as("positions")

    def _matchers(self, field: Field, key: str) -> Iterator[tuple[Any, int]]:
        for leaf, offset in self._leaves:
            try:
                yield leaf.postings(field.value, key), offset
            except TermNotFound:
                continue

    def expand(self, field: Field, beginning: str, limit: int) -> list[str]:
        found = []
        for number, key in enumerate(self._reader.expand_prefix(field.value, beginning)):
            if number == _SCANNED_EXPANSIONS:
                break
            found.append(key.decode() if isinstance(key, bytes) else key)
        return sorted(found, key=lambda key: (-self.frequency(field, key), key))[:limit]
