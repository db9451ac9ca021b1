"""Which domains may stand on the list of institutions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpeer.licensing.domains import Refusal, read_domain


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("stlukes.example", "stlukes.example"),
        (" @StLukes.Example. ", "stlukes.example"),
        ("mail.harvard.edu", "mail.harvard.edu"),
        ("nhs.net", "nhs.net"),
        ("ox.ac.uk", "ox.ac.uk"),
        ("outlook.stlukes.example", "outlook.stlukes.example"),
        ("universitätsklinik.example", "xn--universittsklinik-yqb.example"),
        ("北京.example", "xn--1lq90i.example"),
    ],
)
def test_a_domain_of_ones_own_counts(written: str, wanted: str) -> None:
    assert read_domain(written) == wanted


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("edu", Refusal.SUFFIX),
        ("com", Refusal.SUFFIX),
        ("ac.uk", Refusal.SUFFIX),
        ("edu.au", Refusal.SUFFIX),
        ("nhs.uk", Refusal.SUFFIX),
        ("k12.ma.us", Refusal.SUFFIX),
        ("*.edu", Refusal.WILDCARD),
        (".edu", Refusal.WILDCARD),
        ("*.stlukes.example", Refusal.WILDCARD),
        ("gmail.com", Refusal.PUBLIC_MAIL),
        ("Googlemail.com", Refusal.PUBLIC_MAIL),
        ("yahoo.co.uk", Refusal.PUBLIC_MAIL),
        ("hotmail.fr", Refusal.PUBLIC_MAIL),
        ("hospital.onmicrosoft.com", Refusal.PUBLIC_MAIL),
        ("mailinator.com", Refusal.PUBLIC_MAIL),
        ("proton.me", Refusal.PUBLIC_MAIL),
        ("alumni.harvard.edu", Refusal.OTHERS_TOO),
        ("students.stlukes.example", Refusal.OTHERS_TOO),
        ("stlukеs.example", Refusal.LOOKALIKE),
        ("сос.example", Refusal.LOOKALIKE),
        ("xn--stluks-7of.example", Refusal.LOOKALIKE),
        ("stlukes", Refusal.SUFFIX),
        ("192.0.2.7", Refusal.NO_DOMAIN),
        ("st lukes.example", Refusal.NO_DOMAIN),
        ("a..example", Refusal.NO_DOMAIN),
        ("", Refusal.NO_DOMAIN),
    ],
)
def test_what_lets_others_in_is_refused(written: str, why: Refusal) -> None:
    assert read_domain(written) is why


@given(st.text(max_size=80))
def test_whatever_is_written_is_a_domain_or_a_reason(written: str) -> None:
    read = read_domain(written)
    assert isinstance(read, Refusal) or read_domain(read) == read
