"""What a reviewer types into the register browser, read as a number, a licence or a name."""

import pytest

from medpeer.core.errors import InvalidInputError
from medpeer.licensing.names import PersonName
from medpeer.licensing.policy.lookups import Lookup, LookupKind, read_lookup


@pytest.mark.parametrize("typed", ["1234567893", " 1234 567 893 ", "1234-567-893", "1234.567.893"])
def test_ten_digits_are_an_npi(typed: str) -> None:
    assert read_lookup(typed) == Lookup(LookupKind.NUMBER, number="1234567893")


@pytest.mark.parametrize(
    ("typed", "place", "number"),
    [
        ("NE 10037", "NE", "10037"),
        ("ne  MD-0010037", "NE", "MD-0010037"),
        ("GB 7012345", "GB", "7012345"),
        ("TX/SYN-20847", "TX", "SYN-20847"),
    ],
)
def test_a_place_and_something_with_a_digit_are_a_licence(typed: str, place: str, number: str) -> None:
    assert read_lookup(typed) == Lookup(LookupKind.LICENCE, number=number, place=place)


def test_a_name_is_read_with_and_without_a_comma() -> None:
    assert read_lookup("Okonjo, Miriam").names == (PersonName("Miriam", "Okonjo"),)
    assert read_lookup("Okonjo").names == (PersonName("", "Okonjo"),)
    assert read_lookup("Ana  de la Cruz").names == (PersonName("", "Ana de la Cruz"), PersonName("Ana de la", "Cruz"))
    assert read_lookup("Al Sayed").kind is LookupKind.NAME


@pytest.mark.parametrize("typed", ["", "   ", "1234567890", "10037", "MD10037 Omaha 3", "x" * 121])
def test_what_is_none_of_them_is_refused_with_advice(typed: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        read_lookup(typed)
    assert caught.value.field == "q"


def test_the_same_search_written_otherwise_has_the_same_digest() -> None:
    assert read_lookup("OKONJO, miriam").canonical == read_lookup("Okonjo,  Miriam").canonical
    assert read_lookup("ne md-10037").canonical == read_lookup("NE MD-10037").canonical
