# ruff: noqa: E501 - tables read best on one line
"""Check digits tell an identifier from a number that only looks like one."""

import pytest

from medpeer.deid import checks


@pytest.mark.parametrize(
    ("check", "right", "wrong"),
    [
        (checks.is_npi, "1234567893", "1234567890"), (checks.is_dea, "AB1234563", "AB1234560"), (checks.is_nhs_number, "943 476 5919", "943 476 5918"),
        (checks.is_vin, "1M8GDM9AXKP042788", "1M8GDM9A0KP042788"), (checks.is_iban, "GB82 WEST 1234 5698 7654 32", "GB83 WEST 1234 5698 7654 32"),
        (checks.is_card, "4111 1111 1111 1111", "4111 1111 1111 1112"), (checks.is_ssn, "219-09-9999", "000-09-9999"),
    ],
)  # fmt: skip
def test_a_check_digit_decides(check: object, right: str, wrong: str) -> None:
    assert callable(check)
    assert check(right)
    assert not check(wrong)


def test_days_that_do_not_exist_are_no_dates() -> None:
    assert checks.is_calendar_day(2, 29)
    assert not checks.is_calendar_day(2, 30)
    assert not checks.is_calendar_day(13, 1)
