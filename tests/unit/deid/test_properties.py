# ruff: noqa: E501 - tables read best on one line
"""What holds for every text: valid offsets, no overlap, no crash, clean after replacement."""

import itertools

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


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_a_redacted_text_holds_no_words_of_a_finding_where_they_stood(text: str) -> None:
    spans = find_identifiers(text)
    found, at, left = suggest(text, spans), 0, ""
    for span, instead in zip(spans, found, strict=True):
        assert at <= instead.start <= span.start < span.end <= instead.end <= len(text)
        assert text[span.start : span.end] not in instead.replacement or len(text[span.start : span.end]) < 4
        left += text[at : instead.start] + instead.replacement
        at = instead.end
    assert redact(text, spans) == left + text[at:]


MARKS = (
    "Zbigniew",
    "Qwortzel",
    "Vandermeulen",
    "Oyelaran",
    "4471902",
    "803-555-0164",
    "zq@mailhaven.example",
    "219-09-9999",
)
FRAMES = (
    "Mrs {} came in.", "Dr {} agrees.", "Her daughter {} called.", "{}", "MRN {}", "call {} now", "Patient: {}", "{} (daughter) fell", "the {} family",
    "<b>{}</b>", "**{}**", "Mr. {}'s wife", "\u202e{}\u202c", "{}\u0301", "seen by {}, MD", "a woman named {}",
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(FRAMES), st.sampled_from(MARKS)), min_size=1, max_size=8),
    st.sampled_from([" ", "\n"]),
)
def test_what_was_found_is_gone_from_the_redacted_text(pieces: list[tuple[str, str]], by: str) -> None:
    text = by.join(frame.format(mark) for frame, mark in pieces)
    spans = find_identifiers(text)
    covered = "".join(char for place, char in enumerate(text) if any(span.start <= place < span.end for span in spans))
    redacted = redact(text, spans)
    for mark in MARKS:
        assert redacted.count(mark) <= text.count(mark) - covered.count(mark)


SHAPES = {
    "dashes": "1-" * 10_000, "slashes": "1/" * 10_000, "one letter": "a" * 100_000, "digits": "7" * 100_000, "marks": "\u0301" * 20_000,
    "tags": "<b>" * 10_000, "stars": "*" * 50_000, "names": "Mr. Smith " * 5_000, "spaces": " " * 100_000, "capitals": "A B " * 10_000,
    "at": "a@" * 20_000, "dots": "1." * 20_000, "override": "\u202e" * 20_000, "surrogates": "\ud800" * 5_000, "open": "<" * 50_000,
    "new": "new " * 20_000, "words": "one two " * 5_000, "lines": "\n" * 50_000, "entities": "&amp;" * 10_000,
    "nested": "<b><i>" * 8_000 + "x" + "</i></b>" * 5_000, "rtl name": "\u202eMrs Pruitt\u202c " * 5_000, "marked name": "Mr. P\u0301r\u0301uitt " * 6_000,
    "empty": "", "one surrogate": "\udfff", "kin": "her daughter Ana " * 5_000, "people": " ".join(f"Dr {chr(65 + n % 26)}{chr(97 + n // 26 % 26)}ng{chr(97 + n // 676)}a" for n in range(8_000)),
    "dates": "on 14 March 2024 " * 5_000, "towns": "in Springfield, " * 6_000, "ages": "94-year-old woman " * 5_000, "brackets": "([{<" * 20_000, "quotes": "'s " * 30_000,
}  # fmt: skip


@pytest.mark.parametrize("shape", list(SHAPES))
def test_every_shape_of_input_gets_a_valid_answer(shape: str) -> None:
    text = SHAPES[shape]
    last = 0
    spans = find_identifiers(text)
    for span in spans:
        assert last <= span.start < span.end <= len(text)
        last = span.end
    redact(text, spans)
    mosaic(text)


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


def test_ten_megabytes_are_refused_by_name_and_at_once() -> None:
    with pytest.raises(TextTooLongError, match="10000000 characters"):
        find_identifiers("a" * 10_000_000)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(list(SHAPES)), st.sampled_from(list(SHAPES)), st.integers(0, 120), st.integers(0, 120))
def test_shapes_cut_and_joined_get_a_valid_answer(one: str, other: str, first: int, second: int) -> None:
    text = SHAPES[one][:first] + SHAPES[other][:second]
    spans = find_identifiers(text, threshold=0.0)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    redact(text, spans)


def test_a_lower_threshold_finds_no_less() -> None:
    text = "sign out: Rosa in bed 9, transferred from Springfield on the 3rd"
    assert _covered(find_identifiers(text)) <= _covered(find_identifiers(text, threshold=0.2))


def _covered(spans: tuple[Span, ...]) -> set[int]:
    return {place for span in spans for place in range(span.start, span.end)}
