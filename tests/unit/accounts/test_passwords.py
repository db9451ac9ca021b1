"""What makes a password good enough, and how it is checked."""

import pytest

from medpeer.accounts.errors import InvalidEmailError, WeakPasswordError
from medpeer.accounts.passwords import hash_password, password_matches
from medpeer.accounts.policy import check_password, normalise_email

EMAIL = "miriam.okonjo@stlukes.example"


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "password1234",
        "PASSWORD1234!!",
        "qwertyuiop12",
        "letmeinletmein",
        "aaaaaaaaaaaa",
        "abababababab",
        EMAIL,
        "miriam.okonjo" * 2,
        "x" * 257,
    ],
)
def test_a_weak_password_is_refused_beside_its_field(password: str) -> None:
    with pytest.raises(WeakPasswordError) as caught:
        check_password(password, email=EMAIL)
    assert caught.value.field == "password"
    assert password not in caught.value.advice


@pytest.mark.parametrize(
    "password",
    ["quiet harbour lantern", "correct horse battery staple", "öffentliche Bücherei am Fluss", "x9" * 3 + "Kq7ü-Zw4"],
)
def test_long_passphrases_are_welcome(password: str) -> None:
    check_password(password, email=EMAIL)


def test_the_same_password_from_another_keyboard_matches() -> None:
    stored = hash_password("Mu\u0308nchner Freiheit")
    assert stored.startswith("$argon2id$")
    assert password_matches(stored, "M\u00fcnchner Freiheit")
    assert not password_matches(stored, "Munchner Freiheit")
    assert not password_matches(None, "no account has this password")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "a@",
        "@b.example",
        "a b@c.example",
        "a@b..example",
        "a@b.example\nBcc: c@d.example",
        "a@\uff42.example",
        "a@\u212a.example",
        "a@\u017ft.example",
        "a@b\u3002example",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(InvalidEmailError):
        normalise_email(address)


def test_one_address_has_one_spelling() -> None:
    assert normalise_email(" Miriam.Okonjo@StLukes.Example ") == EMAIL
