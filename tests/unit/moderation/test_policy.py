"""Who may decide what, and when two are needed."""

from datetime import UTC, datetime, timedelta

import pytest

from medpeer.core.errors import TooManyError
from medpeer.moderation import policy
from medpeer.moderation.errors import NotOpenedError, WrongReasonError
from medpeer.moderation.vocabulary import REASONS, DecisionReason, Outcome, ReportReason, Store

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("outcome", "age", "asked", "two"),
    [
        (Outcome.PURGE, policy.SECOND_LOOK_AFTER, False, False),
        (Outcome.PURGE, policy.SECOND_LOOK_AFTER + timedelta(seconds=1), False, True),
        (Outcome.PURGE, timedelta(0), True, True),
        (Outcome.REDACT, timedelta(days=9), False, False),
        (Outcome.REDACT, timedelta(days=9), True, False),
        (Outcome.REINSTATE, timedelta(days=9), True, False),
    ],
)
def test_only_a_purge_may_need_two(outcome: Outcome, age: timedelta, asked: bool, two: bool) -> None:
    assert policy.needs_second(outcome, written_at=NOW - age, now=NOW, asked=asked) is two


def test_every_outcome_has_its_rules_and_replaying_is_nobodys() -> None:
    for outcome in Outcome:
        for reason in DecisionReason:
            if reason in REASONS[outcome]:
                policy.check_reason(outcome, reason)
            else:
                with pytest.raises(WrongReasonError):
                    policy.check_reason(outcome, reason)
    assert not any(DecisionReason.REPLAYED in given for given in REASONS.values())


def test_a_text_stays_open_for_half_an_hour() -> None:
    policy.check_is_opened(NOW - policy.OPENED_FOR, NOW)
    for opened_at in (None, NOW - policy.OPENED_FOR - timedelta(seconds=1)):
        with pytest.raises(NotOpenedError):
            policy.check_is_opened(opened_at, NOW)


def test_the_days_number_of_reports_is_exact_and_spares_ones_own() -> None:
    policy.check_report_count(policy.REPORTS_A_DAY - 1, own=False)
    policy.check_report_count(policy.REPORTS_A_DAY, own=True)
    with pytest.raises(TooManyError):
        policy.check_report_count(policy.REPORTS_A_DAY, own=False)


def test_every_word_has_its_print() -> None:
    assert all(one.label and one.detail for one in ReportReason)
    assert all(one.label for one in (*DecisionReason, *Outcome))
    assert [one.label for one in Store][:2] == ["Database", "Write-ahead log"]
