"""One contract for every index back end."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from medpeer.search.backend import Changes, Document, DocumentKind, Key, SearchBackend, Withheld
from medpeer.search.clauses import Clauses, Field
from medpeer.search.memory_backend import MemoryBackend
from medpeer.search.query import parse
from medpeer.search.whoosh_backend import WhooshBackend


def thread(number: int, title: str, diagnosis: str = "", version: str = "1") -> Document:
    texts = {Field.TITLE: title} | ({Field.DIAGNOSIS: diagnosis} if diagnosis else {})
    return Document(Key(DocumentKind.THREAD, number), number, version, texts)


def post(number: int, thread_id: int, body: str, version: str = "1") -> Document:
    return Document(Key(DocumentKind.POST, number), thread_id, version, {Field.BODY: body})


LIBRARY = (
    thread(1, "Pleuritic pain, low Wells, D-dimer normal, and still a segmental embolus", "Pulmonary embolism"),
    post(11, 1, "No pregnancy. The D-dimer was not raised at 310 µg/L; IL-6 was not measured."),
    post(12, 1, "T-cell lymphoma may do the same. The Wells score is useless here."),
    thread(2, "Syncope with severe AS: TAVI before the hip?"),
    post(21, 2, "Mean gradient 48 mmHg. PE not ruled out. As before, β-blocker stopped."),
    thread(3, "Hypertension in pregnancy at 34 weeks"),
    post(31, 3, "Pregnant, proteinuria. Haemoglobin 9.8. Vitamin C is no help, and T cell counts neither."),
    thread(4, "Sjögren's syndrome with anaemia and metastases", "Sclerosing cholangitis"),
    post(41, 4, "Multiple diagnoses; fever and rash, HLA-B27 negative. V/Q mismatch. She is CD4+ predominant."),
)


@pytest.fixture(params=["memory", "whoosh"])
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchBackend]:
    whoosh = WhooshBackend(tmp_path / "index", lock_timeout_s=0.2)
    yield MemoryBackend() if request.param == "memory" else whoosh
    whoosh.close()


Find = Callable[[str], list[int]]


@pytest.fixture
def filled(backend: SearchBackend) -> SearchBackend:
    backend.rebuild(lambda: LIBRARY)
    return backend


@pytest.fixture
def find(filled: SearchBackend) -> Find:

    def found(typed: str) -> list[int]:
        matches = filled.match(parse(typed).clauses, Withheld())
        return [one.thread_id for one in sorted(matches, key=lambda one: (one.only_negated, -one.score))]

    return found


@pytest.mark.parametrize(
    ("typed", "threads"),
    [
        ("AS", {2}),
        ("aortic stenosis", {2}),
        ("IL-6", {1}),
        ("IL6", {1}),
        ("T cell", {1, 3}),
        ("T-cell", {1, 3}),
        ("vitamin C", {3}),
        ("V/Q", {4}),
        ("VQ", {4}),
        ("HLAB27", {4}),
        ("CD4+", {4}),
        ("beta blocker", {2}),
        ("betablocker", {2}),
        ("hemoglobin", {3}),
        ("anemia", {4}),
        ("sjogren", {4}),
        ("metastasis", {4}),
        ("diagnosis", {4}),
        ("sclerosis cholangitis", {4}),
        ("pulmonary embolism", {1, 2}),
        ("PE d-dimer", {1}),
        ("d-dimer T cell", {1}),
        ('"not raised"', {1}),
        ('"raised not"', set()),
        ('"not ruled out"', {2}),
        ("dx:PE", {1}),
        ("dx:syncope", set()),
        ("embol*", {1}),
        ("zebra", set()),
        ("fever -rash", set()),
        ("d-dimer -pregnancy", {1}),
        ("hypertension -pregnancy", set()),
    ],
)
def test_the_right_threads_are_found(find: Find, typed: str, threads: set[int]) -> None:
    assert set(find(typed)) == threads


def test_a_title_outranks_a_body(find: Find) -> None:
    assert find("pregnancy") == [3, 1]


def test_a_denial_comes_last_and_says_so(filled: SearchBackend, find: Find) -> None:
    matches = {one.thread_id: one for one in filled.match(parse("pregnancy").clauses, Withheld())}
    assert {number: one.only_negated for number, one in matches.items()} == {1: True, 3: False}
    assert find("no pregnancy") == [1]


def test_the_best_post_is_named(filled: SearchBackend, find: Find) -> None:
    assert find("wells T cell") == [1]
    (match,) = filled.match(parse("wells T cell").clauses, Withheld())
    assert match.post_ids[0] == 12


def test_what_is_withheld_is_not_there(filled: SearchBackend) -> None:
    clauses = parse("IL-6").clauses
    assert filled.match(clauses, Withheld(keys=frozenset({Key(DocumentKind.POST, 11)}))) == []
    assert filled.match(clauses, Withheld(threads=frozenset({1}))) == []
    assert filled.match(clauses, Withheld(keys=frozenset({Key(DocumentKind.POST, 12)}))) != []


def test_nothing_asked_finds_nothing(filled: SearchBackend) -> None:
    assert filled.match(Clauses(), Withheld()) == []


def test_changes_replace_drop_and_may_be_repeated(filled: SearchBackend, find: Find) -> None:
    changes = Changes(
        puts=[post(11, 1, "Ferritin 12 000.", version="2"), thread(5, "A new one about ferritin")],
        drops=frozenset({Key(DocumentKind.POST, 21), Key(DocumentKind.POST, 999)}),
        dropped_threads=frozenset({4}),
    )
    for _ in range(2):
        filled.apply(changes)
        assert set(find("ferritin")) == {1, 5}
        assert find("IL-6") == []
        assert find("gradient") == []
        assert find("sjogren") == []
        versions = filled.versions()
        assert versions[Key(DocumentKind.POST, 11)] == "2"
        assert len(versions) == 7


def test_a_thread_can_be_dropped_and_put_in_one_round(filled: SearchBackend, find: Find) -> None:
    filled.apply(Changes(puts=[post(41, 4, "Only ferritin is left.")], dropped_threads=frozenset({4}), purge=True))
    assert find("ferritin") == [4]
    assert find("sjogren") == []


def test_an_empty_index_is_sound_and_finds_nothing(backend: SearchBackend) -> None:
    assert backend.rebuild(list) == 0
    assert backend.is_sound()
    assert backend.match(parse("fever").clauses, Withheld()) == []
    assert backend.versions() == {}


def test_a_rebuild_replaces_everything(filled: SearchBackend, find: Find) -> None:
    assert filled.rebuild(lambda: LIBRARY[:2]) == 2
    assert find("AS") == []
    assert filled.is_sound()


def test_both_back_ends_rank_alike(tmp_path: Path) -> None:
    memory, whoosh = MemoryBackend(), WhooshBackend(tmp_path / "index")
    for one in (memory, whoosh):
        one.rebuild(lambda: LIBRARY)
    for typed in ("pregnancy", "PE", "d-dimer normal", "T cell", "AS"):
        orders = [
            [match.thread_id for match in sorted(one.match(parse(typed).clauses, Withheld()), key=lambda m: -m.score)]
            for one in (memory, whoosh)
        ]
        assert orders[0] == orders[1]
    whoosh.close()
