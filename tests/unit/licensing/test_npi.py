"""The NPI's check digit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpeer.licensing.npi import is_valid_npi, normalise_npi, npi_fault, print_npi
from tests.factories.licensing import npi_number


@pytest.mark.parametrize("number", ["1234567893", "1003000126", "1528060837", "1497758122"])
def test_published_numbers_are_valid(number: str) -> None:
    assert is_valid_npi(number)


@pytest.mark.parametrize(
    "number", ["1234567890", "0000000000", "3234567893", "123456789", "12345678930", "", "12345678９3", "1234567893\n"]
)
def test_what_is_no_number_is_refused(number: str) -> None:
    assert not is_valid_npi(number)


def test_a_check_digit_of_zero_is_a_check_digit() -> None:
    """One in ten valid numbers ends in 0; a formula without its last modulo rejects them all."""
    ending = [number for number in map(npi_number, range(1000)) if number.endswith("0")]
    assert 80 < len(ending) < 120
    assert all(is_valid_npi(number) for number in ending)


@given(st.integers(0, 99_999), st.integers(0, 9), st.integers(1, 9))
def test_every_single_wrong_digit_is_found(serial: int, place: int, shift: int) -> None:
    number = npi_number(serial)
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert is_valid_npi(number)
    assert not is_valid_npi(wrong)


@pytest.mark.parametrize(
    "typed",
    ["1234 567 893", "1234-567-893", " 1234567893 ", "NPI: 1234567893", "npi no. 1234567893", "1234\u00a0567\u2011893"],
)
def test_grouping_does_not_matter(typed: str) -> None:
    assert normalise_npi(typed) == "1234567893"
    assert print_npi("1234567893") == "1234 567 893"


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("NPI: 1234-567-893", ""),
        ("12345", "An NPI has ten digits; this has five."),
        ("", "An NPI has ten digits; this has none."),
        ("1234 567 8931", "An NPI has ten digits; this has 11."),
        ("12345abcde", "An NPI has ten digits; this has five."),
        ("1234567890", "This is not an NPI: its check digit does not agree. Compare the ten digits with your record."),
    ],
)
def test_what_is_wrong_with_a_number_is_said(typed: str, fault: str) -> None:
    assert npi_fault(typed) == fault
