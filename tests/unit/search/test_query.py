"""Queries are understood, and what was not understood is said; no text makes parsing fail."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpeer.accounts.models import Specialty
from medpeer.search.clauses import Field, Polarity
from medpeer.search.query import MAX_PARTS, MAX_QUERY_CHARS, Filters, Kind, Query, ThreadState, find_specialty, parse


def keys_of(query: Query) -> list[set[tuple[str, ...]]]:
    return [{one.keys for one in clause.alternatives} for clause in query.clauses.required]


def chips(typed: str) -> list[str]:
    return [" ".join(filter(None, (part.chip.plain, part.chip.strong))) for part in parse(typed).parts]


def test_an_abbreviation_asks_for_the_name_and_a_name_for_the_abbreviation() -> None:
    for typed in ("PE", "pe", "pulmonary embolism", "pulmonary emboli"):
        (alternatives,) = keys_of(parse(typed))
        assert {("pe",), ("pulmonary", "embolism"), ("pulmonary", "embolus")} <= alternatives


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("PE normal d-dimer", "pulmonary embolism"),
        ("PE pregnancy proteinuria", "pre-eclampsia"),
        ("PE -pregnancy", "pulmonary embolism"),
        ("AS TAVI", "aortic stenosis"),
        ("AS back pain", "ankylosing spondylitis"),
        ("MS murmur", "mitral stenosis"),
        ("MS relapse", "multiple sclerosis"),
    ],
)
def test_the_words_beside_an_abbreviation_say_what_it_means(typed: str, meant: str) -> None:
    assert parse(typed).parts[0].chip.strong == meant


def test_another_meaning_can_be_chosen() -> None:
    query = parse("PE and d-dimer")
    number = [other.name for other in query.parts[0].others].index("physical exam")
    assert query.meaning(0, number).text == "physical exam and d-dimer"


def test_capitals_make_the_small_word_an_abbreviation() -> None:
    assert keys_of(parse("AS"))[0] >= {("AS",), ("aortic", "stenos")}
    assert parse("pain as before").parts[1].clause is None


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("IL-6", ("il6",)),
        ("IL6", ("il6",)),
        ("V/Q", ("vq",)),
        ("T cell", ("t", "cell")),
        ("vitamin C", ("vitamin", "c")),
        ("CD4+", ("cd4+",)),
        ("5-HT", ("5ht",)),
        ("CA 125", ("ca", "125")),
        ("CA125", ("ca", "125")),
        ("brand:Eliquis", ("apixaban",)),
        ("eliquis", ("apixaban",)),
    ],
)
def test_medical_words_are_asked_for_whole(typed: str, keys: tuple[str, ...]) -> None:
    assert any(keys in alternatives for alternatives in keys_of(parse(typed)))


def test_a_letter_goes_with_the_term_it_begins() -> None:
    assert len(parse("wells T cell").clauses.required) == 2


def test_a_typed_negation_asks_for_the_negated() -> None:
    (clause,) = parse("not ruled out").clauses.required
    assert clause.polarity is Polarity.NEGATED
    (clause,) = parse("no fever").clauses.required
    assert clause.polarity is Polarity.NEGATED


def test_an_exact_phrase_keeps_every_word() -> None:
    (alternatives,) = keys_of(parse('"not ruled out"'))
    assert alternatives == {("not", "rule", "out")}


def test_every_operator_is_understood() -> None:
    query = parse(
        'fever -pregnancy -"chest pain" dx:GCA type:paper type:cases is:solved is:mine specialty:hematology '
        "after:2025-03 doi:10.5555/ABC.1"
    )
    assert query.filters == Filters(
        kinds=frozenset({Kind.PAPER, Kind.CASE}),
        specialties=frozenset({Specialty.HAEMATOLOGY}),
        states=frozenset({ThreadState.SOLVED, ThreadState.MINE}),
        doi="10.5555/abc.1",
        opened_from=datetime(2025, 3, 1, tzinfo=UTC),
    )
    assert len(query.clauses.excluded) == 2
    assert query.clauses.required[1].fields == (Field.DIAGNOSIS,)


@pytest.mark.parametrize(
    "typed", ["is:wise", "type:song", "after:soon", "after:2025-13", "specialty:zz", "doi:x", "dx:"]
)
def test_what_an_operator_cannot_use_is_left_out_and_said(typed: str) -> None:
    (part,) = parse(typed).parts
    assert not part.is_asked
    assert part.chip.remark.startswith("left out: it wants")


def test_an_outcome_can_be_left_out_and_a_filter_cannot() -> None:
    query = parse("fever -dx:GCA -is:solved")
    assert len(query.clauses.excluded) == 1
    assert query.filters == Filters()
    assert query.parts[2].chip.remark == "left out: it wants no minus"


def test_a_query_of_common_words_is_taken_as_a_phrase() -> None:
    assert keys_of(parse("to be or not to be")) == [{("to", "be", "or", "not", "to", "be")}]


def test_a_common_word_is_said_not_to_be_searched() -> None:
    assert parse("the fever").parts[0].chip.remark == "a common word, not searched"


def test_a_part_can_be_taken_out() -> None:
    query = parse("PE -pregnancy is:solved")
    assert [query.without(number).text for number in range(3)] == [
        "-pregnancy is:solved",
        "PE is:solved",
        "PE -pregnancy",
    ]


def test_quotes_from_a_phone_are_quotes() -> None:
    assert chips("“not ruled out”") == ["exactly “not ruled out”"]


def test_a_long_query_is_cut_and_says_so() -> None:
    query = parse("fever " * 200)
    assert query.was_cut
    assert len(query.text) <= MAX_QUERY_CHARS
    assert len(query.parts) <= MAX_PARTS


@pytest.mark.parametrize(
    ("typed", "specialty"),
    [
        ("nephrology", Specialty.NEPHROLOGY),
        ("renal", Specialty.NEPHROLOGY),
        ("pediatrics", Specialty.PAEDIATRICS),
        ("haem", Specialty.HAEMATOLOGY),
        ("Infectious disease", Specialty.INFECTIOUS_DISEASE),
        ("ED", Specialty.EMERGENCY_MEDICINE),
        ("x", None),
    ],
)
def test_specialties_are_known_by_their_names(typed: str, specialty: Specialty | None) -> None:
    assert find_specialty(typed) is specialty


@given(st.text(max_size=400))
def test_any_text_is_parsed(typed: str) -> None:
    query = parse(typed)
    for number, part in enumerate(query.parts):
        assert 0 <= part.start <= part.end <= len(query.text)
        query.without(number)
        for other in range(len(part.others)):
            query.meaning(number, other)
    assert parse(query.text).filters.kinds == query.filters.kinds


_PIECES = st.sampled_from(
    [
        '"',
        "-",
        "is:",
        "type:",
        "dx:",
        "after:",
        "solved",
        "case",
        "2025-03",
        "PE",
        "AS",
        "no",
        " ",
        "*",
        ":",
        "β",
        "embol*",
    ]
)


@given(st.lists(_PIECES, max_size=12))
def test_any_mixture_of_operators_is_parsed(pieces: list[str]) -> None:
    parse("".join(pieces))
    parse(" ".join(pieces))
