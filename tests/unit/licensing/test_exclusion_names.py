"""Finding people on the exclusion list by name."""

import pytest

from medpeer.licensing.leie.names import is_same_name, lookup_keys, stored_keys
from medpeer.licensing.names import PersonName


def name(written: str) -> PersonName:
    """Return ``"First|Last"`` as a name."""
    return PersonName(*written.split("|"))


def is_found(given: str, held: str) -> bool:
    """Tell whether the index leads from one name to the other and the comparison agrees."""
    meets = lookup_keys([name(given)]) & stored_keys(name(held))
    return bool(meets) and is_same_name(name(given), name(held))


def test_a_second_name_and_a_maiden_name_beside_the_first_do_not_hide_an_entry() -> None:
    assert is_same_name(PersonName("Mary Ann", "Petrov"), PersonName("MARY", "PETROV", "STACKHOUSE"))


@pytest.mark.parametrize(
    ("given", "held"),
    [
        ("Robert|Farrell", "ROBERT|FARRELL"),
        ("Bob|Farrell", "ROBERT|FARRELL"),
        ("Margaret|Farrell", "PEGGY|FARRELL"),
        ("Robert|Farrell Jr.", "ROBERT|FARRELL"),
        ("Ana|García", "ANA|GARCIA LOPEZ"),
        ("Ana|García-López", "ANA|LOPEZ"),
        ("Ana|García-López", "ANA|GARCIALOPEZ"),
        ("Jörg|Müller", "JOERG|MUELLER"),
        ("Sean|O’Brien", "SEAN|OBRIEN"),
        ("Maria|de la Cruz", "MARIA|DELACRUZ"),
        ("Ruth|Emmelring", "RUTH|EMMERLING"),
        ("Robetr|Farrell", "ROBERT|FARRELL"),
        ("Farrell|Robert", "ROBERT|FARRELL"),
        ("Mary Ann|Petrov", "MARY|PETROV"),
        ("Muhamad|Farouk", "MOHAMMED|FAROUK"),
        ("Sarah|Farrell", "SARA|FARRELL"),
        ("Mai|Tran", "THI MAI|TRAN"),
        ("Thi Mai|Tran", "MAI|TRAN"),
        ("Georg|von Trapp", "GEORG|TRAPP"),
        ("Georg|Trapp", "GEORG|VON TRAPP"),
        ("Ian|Saint John", "IAN|ST. JOHN"),
        ("Ian|St. John", "IAN|SAINT JOHN"),
        ("Robert|Farrell", "R|FARRELL"),
        ("R.|Farrell", "ROBERT|FARRELL"),
        ("Robert|Farrell", "ROBRT|FARRELL"),
        ("Dr. Robert|Farrell MD", "ROBERT|FARRELL"),
    ],
)
def test_a_name_is_found_however_it_is_written(given: str, held: str) -> None:
    assert is_found(given, held)


@pytest.mark.parametrize(
    ("given", "held"),
    [
        ("Robert|Farrell", "ROGER|FARRELL"),
        ("Robert|Farrell", "ROBERT|FARRELLY"),
        ("Robert|Farrell", "ROBERTA|FARRELL"),
        ("Robert|Farrell", "J|FARRELL"),
        ("Mai|Tran", "THI LAN|TRAN"),
        ("John|van der Berg", "JOHN|VAN DER MEER"),
        ("Robert|", "ROBERT|"),
    ],
)
def test_another_name_is_not(given: str, held: str) -> None:
    assert not is_found(given, held)


def test_a_business_stands_under_no_name() -> None:
    assert stored_keys(PersonName("", "")) == frozenset()
