"""What lies in the index folder: ids and keys, nothing of what was purged, nothing that others may read."""

import stat
import threading
from pathlib import Path

import pytest
from whoosh.filedb.filestore import FileStorage

from medpeer.search.backend import Changes, Document, DocumentKind, Key, Withheld
from medpeer.search.clauses import Field
from medpeer.search.errors import IndexBrokenError, IndexBusyError
from medpeer.search.query import parse
from medpeer.search.whoosh_backend import WhooshBackend

CANARY = "Quarzhelmbruch"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def backend(folder: Path) -> WhooshBackend:
    made = WhooshBackend(folder, lock_timeout_s=0.2)
    made.rebuild(lambda: [post(number, f"fever number {number}") for number in range(40)])
    return made


def post(number: int, body: str) -> Document:
    return Document(Key(DocumentKind.POST, number), 1, str(number), {Field.BODY: body})


def holds(folder: Path, word: str) -> bool:
    folded = word.lower().encode()
    return any(folded in path.read_bytes().lower() for path in folder.rglob("*") if path.is_file())


def test_the_folder_is_its_owners_alone(backend: WhooshBackend, folder: Path) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    backend.close()


def test_no_text_is_stored_in_order(backend: WhooshBackend, folder: Path) -> None:
    backend.apply(Changes(puts=[post(77, "zebra yellow xenon walrus violet")]))
    assert holds(folder, "zebra")
    assert not holds(folder, "zebra yellow")
    backend.close()


def test_deleting_leaves_the_word_and_purging_does_not(backend: WhooshBackend, folder: Path) -> None:
    backend.apply(Changes(puts=[post(77, f"Seen with {CANARY}."), post(78, f"No {CANARY} today")]))
    backend.apply(Changes(drops=frozenset({Key(DocumentKind.POST, 77)})))
    # This is why a purge must do more: the dictionary keeps the words of deleted documents.
    assert holds(folder, CANARY)
    backend.apply(Changes(drops=frozenset({Key(DocumentKind.POST, 78)}), purge=True))
    assert not holds(folder, CANARY)
    assert backend.match(parse("fever").clauses, Withheld())
    backend.close()


def test_purging_reaches_what_an_edit_replaced_long_ago(backend: WhooshBackend, folder: Path) -> None:
    backend.apply(Changes(puts=[post(77, CANARY)]))
    for number in range(6):
        backend.apply(Changes(puts=[post(77, f"harmless {number}"), post(100 + number, "other")]))
    backend.apply(Changes(drops=frozenset({Key(DocumentKind.POST, 77)}), purge=True))
    assert not holds(folder, CANARY)
    backend.close()


def test_a_reader_opened_before_sees_the_purge_at_once(backend: WhooshBackend) -> None:
    backend.apply(Changes(puts=[post(77, CANARY)]))
    assert backend.match(parse(CANARY).clauses, Withheld())
    backend.apply(Changes(drops=frozenset({Key(DocumentKind.POST, 77)}), purge=True))
    assert not backend.match(parse(f"{CANARY[:6]}*").clauses, Withheld())
    backend.close()


def test_a_second_writer_waits_and_then_says_so(backend: WhooshBackend, folder: Path) -> None:
    writer = FileStorage(str(folder)).open_index(indexname="medpeer1").writer()
    with pytest.raises(IndexBusyError):
        backend.apply(Changes(puts=[post(1, "later")]))
    writer.cancel()
    backend.apply(Changes(puts=[post(1, "later")]))
    assert backend.match(parse("later").clauses, Withheld())
    backend.close()


def test_a_failed_round_leaves_the_index_as_it_was(backend: WhooshBackend) -> None:
    broken = Document(Key(DocumentKind.POST, 99), 1, "1", {Field.BODY: 7})  # type: ignore[dict-item]
    with pytest.raises(Exception, match=r".*"):
        backend.apply(Changes(puts=[post(98, "walrus"), broken]))
    assert not backend.match(parse("walrus").clauses, Withheld())
    backend.apply(Changes(puts=[post(98, "walrus")]))
    assert backend.match(parse("walrus").clauses, Withheld())
    backend.close()


# Whoosh leaves the file open when what it reads there is no index.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("harm", ["missing", "empty", "garbage", "truncated", "no folder"])
def test_a_harmed_index_is_seen_and_rebuilt(backend: WhooshBackend, folder: Path, harm: str) -> None:
    backend.close()
    for path in sorted(folder.iterdir()):
        match harm:
            case "missing" | "no folder":
                path.unlink()
            case "empty":
                path.write_bytes(b"")
            case "garbage":
                path.write_bytes(b"\x80not an index" * 40)
            case _:
                path.write_bytes(path.read_bytes()[:-9])
    if harm == "no folder":
        folder.rmdir()
    assert not backend.is_sound()
    with pytest.raises(IndexBrokenError):
        backend.match(parse("fever").clauses, Withheld())
    assert backend.rebuild(lambda: [post(1, "fever")]) == 1
    assert backend.is_sound()
    assert backend.match(parse("fever").clauses, Withheld())
    backend.close()


def test_an_index_that_vanishes_under_an_open_reader_is_seen(backend: WhooshBackend, folder: Path) -> None:
    assert backend.match(parse("fever").clauses, Withheld())
    for path in folder.iterdir():
        path.unlink()
    assert not backend.is_sound()
    backend.close()


def test_many_threads_read_while_one_writes(backend: WhooshBackend) -> None:
    failures: list[BaseException] = []

    def read() -> None:
        try:
            for _ in range(15):
                assert backend.match(parse("fever").clauses, Withheld())
        except BaseException as error:  # noqa: BLE001 - a thread's failure must reach the test
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for number in range(8):
        backend.apply(Changes(puts=[post(number, f"fever again {number}")], purge=number % 2 == 0))
    for reader in readers:
        reader.join()
    assert failures == []
    backend.close()


def test_a_beginning_stands_for_a_bounded_number_of_words(backend: WhooshBackend) -> None:
    backend.apply(Changes(puts=[post(500, " ".join(f"prefix{number}" for number in range(500)))]))
    (match,) = backend.match(parse("prefix*").clauses, Withheld())
    assert match.post_ids == (500,)
    backend.close()
