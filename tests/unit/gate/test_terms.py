"""The same words are judged by who writes them and what they touch on: tightened authors, sensitive topics."""

import pytest

from medpeer.deid import Category, RiskLevel, Severity, Span, Topic
from medpeer.gate import (
    Attestation,
    AttestationReason,
    Candidate,
    IdentifiersFoundError,
    RawText,
    Strictness,
    Surface,
    Terms,
    UnconfirmedError,
    examine,
    examine_together,
    judge,
)

TIGHTENED = Terms(Strictness.TIGHTENED)
DATED = RawText("She was admitted in March with fever.")
WARD = RawText("Moved to ward 4B for the night.")
MEDIUM = "A 24-year-old teacher from a small island with HIV."


def severities(raw: RawText, terms: Terms, surface: Surface = Surface.CASE_POST) -> list[Severity]:
    return [one.severity for one in judge(raw, surface, terms).findings]


@pytest.mark.parametrize("raw", [DATED, WARD])
def test_a_tightened_authors_call_is_no_call(raw: RawText) -> None:
    assert severities(raw, Terms()) == [Severity.TELL_AUTHOR]
    assert severities(raw, TIGHTENED) == [Severity.MUST_GO]


def test_what_a_tightened_author_attests_does_not_count() -> None:
    (found,) = judge(DATED, Surface.CASE_POST).findings
    word = Attestation(found.start, found.end, found.category, AttestationReason.PUBLIC_PLACE)
    assert examine(DATED, Surface.CASE_POST, [word]).terms.strictness is Strictness.USUAL
    with pytest.raises(IdentifiersFoundError):
        examine(DATED, Surface.CASE_POST, [word], terms=TIGHTENED)


def test_what_a_surface_allows_stays_allowed() -> None:
    assert severities(RawText("Zbigniew"), TIGHTENED, Surface.PERSON_NAME) == []


def test_a_place_must_go_where_the_topic_is_sensitive() -> None:
    raw = RawText("Moved to ward 4B after the HIV test.")
    assert severities(raw, Terms()) == [Severity.MUST_GO]
    assert severities(raw, Terms(), Surface.CRITIQUE_POST) == [Severity.TELL_AUTHOR]
    assert severities(WARD, Terms(topics=frozenset({Topic.MINOR}))) == [Severity.MUST_GO]


def test_a_sensitive_topic_asks_about_more_and_leaves_the_answer_to_the_author(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    weak = Span(9, 15, Category.LOCATION, 0.4, Severity.TELL_AUTHOR, "planted")

    def engine(_text: str, *, threshold: float, **_: object) -> tuple[Span, ...]:
        return (weak,) if weak.score >= threshold else ()

    monkeypatch.setattr("medpeer.gate.verdict.find_identifiers", engine)
    assert severities(RawText("Seen near Rodney with a cough."), Terms()) == []
    assert severities(RawText("Seen near Rodney; HIV test sent."), Terms()) == [Severity.TELL_AUTHOR]


def test_the_meter_says_why_in_one_sentence() -> None:
    calm = judge(RawText("A 24-year-old teacher from a small town."), Surface.CRITIQUE_POST)
    strict = judge(RawText(MEDIUM), Surface.CASE_POST)
    assert (strict.risk.level, calm.recognisable) == (RiskLevel.MEDIUM, False)
    assert strict.risk.reasons[0].startswith("It touches on HIV and a small community, where")
    assert strict.risk.reasons[0].count(".") == 1
    assert not any("touches" in reason for reason in calm.risk.reasons)


def test_a_recognisable_text_on_such_a_topic_waits_for_its_authors_word() -> None:
    with pytest.raises(UnconfirmedError) as caught:
        examine(RawText(MEDIUM), Surface.CASE_POST)
    assert "island" not in caught.value.advice
    assert examine(RawText(MEDIUM), Surface.CASE_POST, terms=Terms(confirmed=True)).terms.confirmed
    # Nothing was asked of this one, so nothing is noted, whatever the form said.
    plain = examine(RawText("A plain remark."), Surface.CASE_POST, terms=Terms(confirmed=True))
    assert plain.terms.confirmed is False


def test_the_fields_of_a_form_are_one_story() -> None:
    form = {
        "title": Candidate(RawText("A rash after starting dolutegravir: what next?"), Surface.CASE_TITLE),
        "body": Candidate(RawText("A 24-year-old teacher from a small town has a rash."), Surface.CASE_POST),
    }
    with pytest.raises(UnconfirmedError):
        examine_together(form)
    assert set(examine_together(form, Terms(confirmed=True))) == {"title", "body"}


def test_findings_are_told_before_a_word_is_asked_for() -> None:
    with pytest.raises(IdentifiersFoundError):
        examine(RawText(f"{MEDIUM} MRN 4471902."), Surface.CASE_POST)
