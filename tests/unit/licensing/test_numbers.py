"""Licence numbers in the spellings of registers and people."""

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

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
        "MD60103467, WA",
        "60103467,WA",
        "WA, 60103467",
        "A12345 (MD), CA",
        "205,773-1",
        "LIC#60103467",
        "NYS 205773/01",
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
        "seen by Mr Doe, aged 71",
        "12\u202e34",
        "１２３",
    ],
)
def test_what_cannot(typed: str) -> None:
    assert not is_licence_number(typed)


SPELLINGS = [
    (
        "NY",
        "205773",
        ["205773-1", "205773-01", "205773/1", "205,773 - 1", "NYS 205773", "nys205773-1", "205773-1 MD, NY"],
    ),
    (
        "NY",
        "205773",
        ["License 205773", "Lic# 205773", "NYS Lic. No. 205773-01", "No. 205773", "No205773", "NY-205773"],
    ),
    (
        "WA",
        "MD60103467",
        ["60103467 WA", "MD60103467, WA", "WA-60103467", "60103467-WA", "60103467WA", "(WA) 60103467"],
    ),
    ("WA", "MD60103467", ["LIC#60103467", "Lic. MD60103467", "License No. 60103467", "LICENCE NUMBER MD 60103467"]),
    ("WA", "OP60012345", ["DO60012345", "60012345 DO", "60012345", "WA OP60012345", "OP 60012345, WA", "60012345OP"]),
    (
        "TX",
        "B3659",
        ["TX B3659", "TXB3659", "B3659, TX", "B3659 MD", "B3659 (MD)", "TMB B3659", "LIC B3659", "No. B3659"],
    ),
    ("CA", "A12345", ["A12345 MD", "CA A12345", "CAA12345", "A-12345, CA", "a 12345 (MD), CA", "Lic. A12345"]),
    ("OR", "SYN-20749", ["SYN-20749 MD", "SYN20749", "OR SYN-20749", "syn 20749 (MD) OR"]),
    ("FL", "ME12345", ["12345ME", "12345 ME", "ME12345FL", "ME 12345 FL", "FL12345ME", "MD12345", "12345, FL"]),
    ("FL", "OS12345", ["12345OS", "DO12345", "OS 12345, FL", "12345 DO FL"]),
]


@pytest.mark.parametrize(
    ("state", "one", "other"), [(state, one, other) for state, one, others in SPELLINGS for other in (one, *others)]
)
def test_every_spelling_of_one_licence_agrees_with_every_other(state: str, one: str, other: str) -> None:
    assert is_licence_number(other)
    mine, theirs = read_number(one, state=state), read_number(other, state=state)
    assert mine.agrees_with(theirs)
    assert theirs.agrees_with(mine)


@pytest.mark.parametrize(
    ("state", "one", "other"),
    [
        ("OR", "MD12345", "DO12345"),
        ("OR", "12345 MD", "12345 (DO)"),
        ("FL", "ME12345", "12345 OS, FL"),
        ("FL", "12345ME", "DO12345"),
        ("WA", "MD60012345", "OP60012345"),
        ("WA", "60012345 MD", "60012345OP"),
        ("CA", "A12345 MD", "B12345 MD"),
        ("TX", "TXA1234", "TMB B1234"),
        ("NY", "205773-1", "205774-1"),
        ("NY", "1234-5", "1234"),
        ("NY", "205773-123", "205773"),
        ("NY", "2057731", "205773"),
        ("HI", "MDR1234", "MD1234"),
        ("TX", "NOB1234", "B1234"),
    ],
)
def test_what_is_near_stays_apart(state: str, one: str, other: str) -> None:
    assert not read_number(one, state=state).agrees_with(read_number(other, state=state))


def test_a_dash_behind_few_digits_parts_the_number_itself() -> None:
    assert read_number("1234-5", state="NY") == read_number("12345", state="NY")


@pytest.mark.parametrize("written", ["MD", "License No.", "N/A", "WA-000"])
def test_what_has_no_digit_but_zeros_is_no_number(written: str) -> None:
    assert not read_number(written, state="WA")


written_numbers = st.lists(
    st.sampled_from(
        [
            "MD",
            "DO",
            "ME",
            "OS",
            "OP",
            "WA",
            "FL",
            "NYS",
            "TMB",
            "LIC",
            "NO",
            " ",
            "-",
            "/",
            ",",
            "#",
            "0",
            "00",
            "XXXXX",
        ]
    )
    | st.text(string.ascii_letters + string.digits, min_size=1, max_size=5),
    max_size=8,
).map("".join)
states = st.sampled_from(["", "CA", "DO", "FL", "MD", "ME", "NO", "NY", "TX", "WA"])


@given(written_numbers, states)
def test_a_number_brought_to_its_form_stays_in_it(written: str, state: str) -> None:
    core = read_number(written, state=state).core
    assert read_number(core, state=state).core == core


@given(written_numbers, written_numbers, states)
def test_agreement_is_the_same_from_either_side(one: str, other: str, state: str) -> None:
    mine, theirs = read_number(one, state=state), read_number(other, state=state)
    assert mine.agrees_with(theirs) is theirs.agrees_with(mine)


@given(
    st.sampled_from(["", "A", "B", "SYN"]),
    st.integers(10_000, 99_999_999),
    st.sampled_from(["", "{state} ", "{state}-", "{state}, ", "Lic. ", "LIC#", "License No. ", "No. "]),
    st.sampled_from(["", "-1", "-01", "/1"]),
    st.sampled_from(["", " MD", " (MD)"]),
    st.sampled_from(["", " {state}", ", {state}", "-{state}", "{state}"]),
    st.sampled_from(["CA", "FL", "MD", "NY", "TX", "WA"]),
)
@example("SYN", 10_000, "{state} ", "", "", "", "NY")
def test_whatever_stands_around_a_number_leaves_it_the_same(
    series: str, digits: int, before: str, suffix: str, degree: str, behind: str, state: str
) -> None:
    spelt = f"{before}{series}{digits}{suffix}{degree}{behind}".format(state=state)
    assert read_number(spelt, state=state).core == f"{series}{digits}"


@pytest.mark.parametrize("other", ["ME0012345", "FL ME 12345", "MD12345", "12345"])
def test_floridas_letters_are_a_profession(other: str) -> None:
    assert read_number("ME12345", state="FL").agrees_with(read_number(other, state="FL"))
    assert not read_number("OS12345", state="FL").agrees_with(read_number("ME12345", state="FL"))
    assert not read_number("ME12345", state="TX").agrees_with(read_number("12345", state="TX"))
