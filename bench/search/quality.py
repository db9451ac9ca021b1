"""Holds our index against two defaults: ``python -m bench.search.quality`` prints what each finds and how fast.

The defaults are SQLite's FTS5 as it comes and Whoosh with its own standard and stemming analyser, each asked for all
words. Recall is over the ten best; "no token" counts the queries of which an engine keeps no word, or
which it refuses. Times are CPU time of this process; only ratios mean anything.
"""

import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from whoosh import fields, index, query
from whoosh.analysis import StemmingAnalyzer
from whoosh.qparser import MultifieldParser

from medpeer.search.backend import Document, DocumentKind, Key, Withheld
from medpeer.search.clauses import Field
from medpeer.search.query import parse
from medpeer.search.whoosh_backend import WhooshBackend

HERE: Final = Path(__file__).parent
BEST: Final = 10
LARGE: Final = 4_000
WORDS: Final = 120


@dataclass(frozen=True, slots=True)
class Thread:
    """One thread of the collection."""

    number: int
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A query with the threads that answer it."""

    typed: str
    relevant: frozenset[int]


@dataclass(frozen=True, slots=True)
class Answer:
    """The threads found, best first; ``None`` where no word of the query was left or the engine refused it."""

    found: list[int] | None


Ask = Callable[[str], Answer]


def _lines(name: str) -> list[str]:
    text = (HERE / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def threads() -> list[Thread]:
    """Return the collection."""
    parts = (line.split(" | ") for line in _lines("collection.txt"))
    return [Thread(int(number), title, text) for number, title, text in parts]


def questions() -> list[Question]:
    """Return the queries."""
    parts = (line.rsplit(" = ", 1) for line in _lines("questions.txt"))
    return [Question(typed, frozenset(map(int, numbers.split()))) for typed, numbers in parts]


def large(seed: int = 7) -> list[Thread]:
    """Return threads of about 120 words, put together from sentences of the collection."""
    pick = random.Random(seed)  # noqa: S311 - a fixed series is wanted
    sentences = [sentence for thread in threads() for sentence in thread.text.split(". ")]
    made = []
    for number in range(LARGE):
        words: list[str] = []
        while len(words) < WORDS:
            words += [*pick.choice(sentences).split(), "."]
        made.append(Thread(number, pick.choice(sentences), " ".join(words)))
    return made


@contextmanager
def ours(collection: Sequence[Thread], folder: Path) -> Iterator[Ask]:
    """Yield the product's index."""
    backend = WhooshBackend(folder / "ours")
    backend.rebuild(lambda: _documents(collection))

    def ask(typed: str) -> Answer:
        clauses = parse(typed).clauses
        matches = backend.match(clauses, Withheld())
        ordered = sorted(matches, key=lambda match: (match.only_negated, -match.score))
        return Answer([match.thread_id for match in ordered] if clauses.required else None)

    yield ask
    backend.close()


def _documents(collection: Sequence[Thread]) -> Iterator[Document]:
    for one in collection:
        yield Document(Key(DocumentKind.THREAD, one.number), one.number, "1", {Field.TITLE: one.title})
        yield Document(Key(DocumentKind.POST, one.number), one.number, "1", {Field.BODY: one.text})


@contextmanager
def fts5(collection: Sequence[Thread], folder: Path) -> Iterator[Ask]:
    """Yield SQLite's full-text search with its default tokenizer; each word is quoted, so that none is syntax."""
    connection = sqlite3.connect(folder / "fts5.db")
    connection.execute("CREATE VIRTUAL TABLE thread USING fts5(title, text)")
    rows = ((one.number, one.title, one.text) for one in collection)
    connection.executemany("INSERT INTO thread(rowid, title, text) VALUES (?, ?, ?)", rows)
    connection.commit()

    def ask(typed: str) -> Answer:
        found = connection.execute(
            "SELECT rowid FROM thread WHERE thread MATCH ? ORDER BY bm25(thread, 4.0, 1.0)", (_fts5_query(typed),)
        )
        try:
            return Answer([number for (number,) in found])
        except sqlite3.OperationalError:
            return Answer(None)

    yield ask
    connection.close()


def _fts5_query(typed: str) -> str:
    if typed.startswith('"'):
        return typed
    words = typed.split()
    wanted = " ".join(f'"{word}"' for word in words if not word.startswith("-"))
    unwanted = "".join(f' NOT "{word[1:]}"' for word in words if word.startswith("-"))
    return wanted + unwanted


@contextmanager
def stemming(collection: Sequence[Thread], folder: Path) -> Iterator[Ask]:
    """Yield Whoosh with its own stemming analyser and query parser."""
    text = fields.TEXT(analyzer=StemmingAnalyzer(), phrase=True)
    schema = fields.Schema(number=fields.STORED, title=text, text=text)
    (folder / "stemming").mkdir()
    made = index.create_in(str(folder / "stemming"), schema)
    writer = made.writer()
    for one in collection:
        writer.add_document(number=one.number, title=one.title, text=one.text)
    writer.commit()
    parser = MultifieldParser(["title", "text"], schema, fieldboosts={"title": 4.0})
    with made.searcher() as searcher:

        def ask(typed: str) -> Answer:
            wanted = parser.parse(typed.replace(" -", " NOT "))
            if wanted == query.NullQuery or not list(wanted.iter_all_terms()):
                return Answer(None)
            return Answer([int(hit["number"]) for hit in searcher.search(wanted, limit=None)])

        yield ask


ENGINES: Final[dict[str, Any]] = {"medpeer": ours, "SQLite FTS5": fts5, "Whoosh stemming": stemming}


@dataclass(frozen=True, slots=True)
class Quality:
    """What an engine found of all queries."""

    recall: float
    precision: float
    empty: int
    no_token: int
    missed: tuple[str, ...]


def judge(ask: Ask, asked: Iterable[Question]) -> Quality:
    """Return what ``ask`` finds."""
    recalls, precisions, empty, no_token, missed = [], [], 0, 0, []
    for question in asked:
        answer = ask(question.typed)
        best = (answer.found or [])[:BEST]
        hits = len(question.relevant.intersection(best))
        recalls.append(hits / min(len(question.relevant), BEST))
        precisions.append(hits / len(best) if best else 0.0)
        empty += not best
        no_token += answer.found is None
        if recalls[-1] < 1:
            missed.append(question.typed)
    return Quality(statistics.mean(recalls), statistics.mean(precisions), empty, no_token, tuple(missed))


def median_ms(ask: Ask, asked: Sequence[Question], rounds: int = 3) -> float:
    """Return the median CPU time of a query in milliseconds."""
    times = []
    for question in list(asked) * rounds:
        began = time.process_time()
        ask(question.typed)
        times.append((time.process_time() - began) * 1000)
    return statistics.median(times)


def main() -> None:
    """Print both tables."""
    asked, collection = questions(), threads()
    print(f"{len(asked)} queries over {len(collection)} threads; recall and precision of the best {BEST}\n")
    print(f"{'engine':<16} {'recall':>7} {'precision':>10} {'nothing found':>14} {'no token':>9}")
    for name, engine in ENGINES.items():
        with tempfile.TemporaryDirectory() as folder, engine(collection, Path(folder)) as ask:
            found = judge(ask, asked)
        print(f"{name:<16} {found.recall:>7.2f} {found.precision:>10.2f} {found.empty:>14} {found.no_token:>9}")
        print(f"{'':<16} missed in part: {', '.join(found.missed) or 'none'}")
    _print_times(asked)


def _print_times(asked: Sequence[Question]) -> None:
    collection = large()
    print(f"\n{len(collection):,} threads of {WORDS} words: CPU seconds to build, median ms a query, times medpeer's\n")
    base = 0.0
    for name, engine in ENGINES.items():
        began = time.process_time()
        with tempfile.TemporaryDirectory() as folder, engine(collection, Path(folder)) as ask:
            built = time.process_time() - began
            median = median_ms(ask, asked)
        base = base or median
        print(f"{name:<16} {built:>7.1f} {median:>9.2f} {median / base:>7.2f}")


if __name__ == "__main__":
    main()
