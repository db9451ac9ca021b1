"""Licence numbers in the spellings of registers and people."""

import pytest

from medpeer.licensing.numbers import is_licence_number, looks_like_ssn, read_number


@pytest.mark.parametrize(
    "mask",
    [
        "***-**-6789",
        "$$$$$6789",
        "XXX-XX-6789",
        "xxxxx6789",
        "0000",
        "$$$$$$$$$",
        "********",
        "_________",
        "-----",
        "   ",
        "",
        "...",
    ],
)
def test_a_masked_number_is_empty(mask: str) -> None:
    assert not read_number(mask)


def test_two_empty_numbers_do_not_agree() -> None:
    assert not read_number("$$$$$$$$$").agrees_with(read_number("********"))


@pytest.mark.parametrize(
    "other",
    ["MD204417", "md 204-417", "0204417", "OR204417", "OR MD 00204417", "204417", "204417-MD", "OR 204,417 (MD)"],
)
def test_spellings_of_one_licence_agree(other: str) -> None:
    assert read_number("MD204417", state="OR").agrees_with(read_number(other, state="OR"))


@pytest.mark.parametrize("other", ["204418", "DO204417", "204417 (DO)", "G204417", "2044170", "", "MD"])
def test_other_licences_do_not(other: str) -> None:
    assert not read_number("MD204417", state="OR").agrees_with(read_number(other, state="OR"))


def test_maryland_is_a_state_and_not_a_degree() -> None:
    assert read_number("MD0012345", state="MD").agrees_with(read_number("DO12345", state="MD"))
    assert read_number("D0012345", state="MD").core == "D0012345"
    assert read_number("12345 MD", state="MD").agrees_with(read_number("DO12345", state="MD"))


@pytest.mark.parametrize(("written", "is_one"), [("123-45-6789", True), ("123456789", False), ("SYN-10037", False)])
def test_a_social_security_number_is_recognised(written: str, is_one: bool) -> None:
    assert looks_like_ssn(written) is is_one


@pytest.mark.parametrize(
    "typed",
    [
        "10037",
        "MD-204 417",
        "G12345",
        " SYN-10037 ",
        "036.123456",
        "A/1#2",
        "MD: 10037",
        "10,037",
        "10037 (MD)",
        "MD\u201110037",
        "MD\u00a010037",
    ],
)
def test_what_can_be_a_licence_number(typed: str) -> None:
    assert is_licence_number(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "$$$$$$$$$",
        "********",
        "_________",
        "pending",
        "see the chart of Mr Doe, MRN 1",
        "1" * 31,
        "12\u202e34",
        "１２３",
    ],
)
def test_what_cannot(typed: str) -> None:
    assert not is_licence_number(typed)


@pytest.mark.parametrize("other", ["ME0012345", "FL ME 12345", "MD12345", "12345"])
def test_floridas_letters_are_a_profession(other: str) -> None:
    assert read_number("ME12345", state="FL").agrees_with(read_number(other, state="FL"))
    assert not read_number("OS12345", state="FL").agrees_with(read_number("ME12345", state="FL"))
    assert not read_number("ME12345", state="TX").agrees_with(read_number("12345", state="TX"))
