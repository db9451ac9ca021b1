# ruff: noqa: E501 - tables read best on one line
"""What holds for every text: valid offsets, no overlap, no crash, clean after replacement."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medpeer.deid import MAX_TEXT_CHARS, Severity, Span, TextTooLongError, find_identifiers, mosaic, suggest
from medpeer.deid.long_texts import redact
from medpeer.deid.normal import normalise
from medpeer.deid.ruled import rule_candidates
from medpeer.deid.tokens import tokenise

PIECES = st.sampled_from(
    [
        "Mr. Delroy Pruitt", "94-year-old", "MRN 00381-7742", "on 14 March 2024", "3/28/24", "(803) 555-0164", "Rosa", "BP 120/80",
        "lives in Springfield", "St. Mary's", "metoprolol 25 mg", "his wife Ana Lucia", "a@b.example", "\u200b", "<b>", "</b>", "&nbsp;",
        "**", "_", "\n", "Cedar Hollow Clinic", "bed 9", "T2-weighted", "SSN 219-09-9999", "Christmas Eve", "\u0430", "1-", "/", "(", "Dr",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=300), st.lists(PIECES, max_size=25).map(" ".join), st.lists(PIECES, max_size=25).map("".join)
)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_findings_are_ordered_and_lie_inside_the_text(text: str) -> None:
    last = 0
    for span in find_identifiers(text):
        assert last <= span.start < span.end <= len(text)
        assert 0.5 <= span.score <= 1
        last = span.end
    mosaic(text)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_a_replacement_is_never_itself_a_finding(text: str) -> None:
    for instead in suggest(text, find_identifiers(text)):
        assert not find_identifiers(instead.replacement)


def test_replacing_everything_leaves_nothing_that_must_go() -> None:
    text = (
        "Mr. Delroy Pruitt, a 94-year-old man, MRN 00381-7742, was admitted to Cedar Hollow Medical Center on 14 March 2024 and again on "
        "3/28/24. His wife Rosa Pruitt (803-555-0164) lives in Springfield. Mr. Pruitt was seen by Dr Amara Obi."
    )
    left = find_identifiers(redact(text, find_identifiers(text)))
    assert [span for span in left if span.severity is Severity.MUST_GO] == []


SHAPES = {
    "dashes": "1-" * 10_000, "slashes": "1/" * 10_000, "one letter": "a" * 100_000, "digits": "7" * 100_000, "marks": "\u0301" * 20_000,
    "tags": "<b>" * 10_000, "stars": "*" * 50_000, "names": "Mr. Smith " * 5_000, "spaces": " " * 100_000, "capitals": "A B " * 10_000,
    "at": "a@" * 20_000, "dots": "1." * 20_000, "override": "\u202e" * 20_000, "surrogates": "\ud800" * 5_000, "open": "<" * 50_000,
    "new": "new " * 20_000, "words": "one two " * 5_000, "lines": "\n" * 50_000, "entities": "&amp;" * 10_000,
}  # fmt: skip


@pytest.mark.parametrize("shape", list(SHAPES))
def test_every_shape_of_input_gets_a_valid_answer(shape: str) -> None:
    text = SHAPES[shape]
    last = 0
    for span in find_identifiers(text):
        assert last <= span.start < span.end <= len(text)
        last = span.end


@pytest.mark.parametrize("shape", list(SHAPES))
def test_what_is_weighed_grows_no_faster_than_the_text(shape: str) -> None:
    whole = normalise(SHAPES[shape]).text
    tenth = whole[: len(whole) // 10]
    assert _weighed_chars(whole) <= 12 * _weighed_chars(tenth) + 400
    assert len(tokenise(whole, {})) <= len(whole)


def _weighed_chars(text: str) -> int:
    """Count the characters of all candidates: what everything behind the patterns has to look at."""
    return sum(found.end - found.start for found in rule_candidates(text))


def test_a_text_that_is_too_long_is_refused_by_name() -> None:
    with pytest.raises(TextTooLongError) as refused:
        find_identifiers("a" * (MAX_TEXT_CHARS + 1))
    assert refused.value.text_chars == MAX_TEXT_CHARS + 1


def test_a_lower_threshold_finds_no_less() -> None:
    text = "sign out: Rosa in bed 9, transferred from Springfield on the 3rd"
    assert _covered(find_identifiers(text)) <= _covered(find_identifiers(text, threshold=0.2))


def _covered(spans: tuple[Span, ...]) -> set[int]:
    return {place for span in spans for place in range(span.start, span.end)}
