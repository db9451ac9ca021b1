"""Raw text does not leak; the verdict follows the surface's policy; unusable text gets a sentence."""

import copy
import json
import logging
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpeer.deid import Category, Severity
from medpeer.gate import (
    POLICIES,
    Attestation,
    AttestationReason,
    RawText,
    Surface,
    UnusableTextError,
    check_usable,
    judge,
    judge_start,
)
from medpeer.web.finding_rows import parse_attestation

PHI = "Mr Zbigniew Qwortzel, MRN 4471902"


@given(st.text(min_size=1).filter(lambda typed: typed not in "<raw text>"))
def test_no_way_of_printing_shows_the_text(typed: str) -> None:
    raw = RawText(typed)
    assert repr(raw) == str(raw) == "<raw text>"
    assert "%s" % raw == "<raw text>"  # noqa: UP031 - the old operator is tried too


def test_formatting_pickling_copying_and_json_refuse() -> None:
    raw = RawText(PHI)
    for leak in (lambda: f"{raw}", lambda: pickle.dumps(raw), lambda: copy.copy(raw), lambda: json.dumps(raw)):
        with pytest.raises(TypeError) as caught:
            leak()
        assert "Qwortzel" not in str(caught.value)


def test_logging_it_leaves_nothing(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("medpeer.test").warning("typed %s", RawText(PHI))
    assert "Qwortzel" not in caplog.text


def test_line_ends_are_one_character() -> None:
    assert RawText("a\r\nb\rc").open_for_check() == "a\nb\nc"


def test_a_name_may_stand_where_a_name_is_asked_for() -> None:
    assert judge(RawText("Zbigniew"), Surface.PERSON_NAME).findings == ()
    found = judge(RawText("Zbigniew, call 415-555-0137"), Surface.PERSON_NAME).findings
    assert found
    assert Category.NAME not in {one.category for one in found}


def test_a_finding_says_what_why_and_what_instead() -> None:
    finding = next(one for one in judge(RawText("Admitted on 14 March 2024."), Surface.CASE_POST).findings)
    assert (finding.category, finding.severity) == (Category.DATE, Severity.MUST_GO)
    assert finding.replacement
    assert finding.button
    assert finding.why.endswith(".")
    assert not hasattr(finding, "text")


def test_only_what_is_the_authors_call_can_be_attested() -> None:
    verdict = judge(RawText("Admitted on 14 March 2024."), Surface.CASE_POST)
    must = verdict.findings[0]
    word = Attestation(must.start, must.end, must.category, AttestationReason.EPONYM)
    assert verdict.open_findings([word]) == verdict.findings


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ("", "empty. Write something first."),
        (" \n\t", "empty"),
        ("a\u202eb", "reading direction"),
        ("a\u2066b", "reading direction"),
        ("a\x00b", "control characters"),
        ("a\x1b[31mb", "control characters"),
        ("a\ud800b", "control characters"),
        ("x" * 8_001, "over the limit of 8,000"),
    ],
)
def test_an_unusable_text_gets_a_sentence(typed: str, advice: str) -> None:
    with pytest.raises(UnusableTextError, match=advice):
        check_usable(RawText(typed), Surface.CASE_POST)


@pytest.mark.parametrize("surface", list(Surface))
def test_every_surface_has_a_policy(surface: Surface) -> None:
    assert POLICIES[surface].label


@given(st.text(max_size=60))
def test_a_malformed_attestation_is_none(typed: str) -> None:
    parsed = parse_attestation(typed)
    assert parsed is None or isinstance(parsed, Attestation)


def test_what_is_shown_is_judged_as_far_as_the_surface_takes_it() -> None:
    limit = POLICIES[Surface.CASE_TITLE].max_chars
    typed = RawText("MRN 4471902 " + "a " * 200_000 + "MRN 4471903")
    found = judge_start(typed, Surface.CASE_TITLE).findings
    assert found
    assert all(one.end <= limit for one in found)
