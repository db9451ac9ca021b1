"""Possession by e-mail: exactly a listed domain, in its one spelling; and second accounts of one mailbox."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpeer.licensing.policy import domain_of, mailbox_of, possession_by_email
from tests.factories.evidence import EMAIL, NOTHING

LISTED = ("stlukes.example", "edu", "", "@lakeside.example", "krankenhaus-köln.example")


@pytest.mark.parametrize(
    "address",
    [
        "m@stlukes.example",
        "m@STLUKES.example",
        "M.Okonjo+journal@StLukes.Example",
        "m@stlukes.example.",
        " m@lakeside.example ",
        "m@krankenhaus-köln.example",
        "m@xn--krankenhaus-kln-ltb.example",
    ],
)
def test_a_listed_domain_shows_possession_in_any_case(address: str) -> None:
    assert possession_by_email(address, LISTED) == EMAIL


@pytest.mark.parametrize(
    "address",
    [
        "m@alumni.stlukes.example",
        "m@mail.stlukes.example",
        "m%evil.example@stlukes.example",
        "evil.example!m@stlukes.example",
        "m@evilstlukes.example",
        "m@stlukes.example.evil.example",
        "m@stlukes-example.evil.example",
        "m@st-lukes.example",
        "m@stlukes.example.co",
        "m@university.edu",
        "m@edu",
        "m@",
        "",
        "stlukes.example",
        "@stlukes.example",
        '"m"@stlukes.example',
        '"m@evil.example "@stlukes.example',
        "m(comment)@stlukes.example",
        "m@stlukes.example(comment)",
        "m@(comment)stlukes.example",
        "m@evil.example@stlukes.example",
        "m@evil.example,n@stlukes.example",
        "<m@stlukes.example>",
        "Miriam <m@stlukes.example>",
        "m @stlukes.example",
        "m@stlukes .example",
        "m@stlukes.example\n",
        "m@stlukes.example\nx@evil.example",
        "m\u200b@stlukes.example",
        "m@stlukes\u200b.example",
        "m@stlukes\u00ad.example",
        "m@\u202eelpmaxe.sekults",
        "m@stlukes..example",
        "m@stlukes.example..",
        "m@.stlukes.example",
        "m..o@stlukes.example",
        ".m@stlukes.example",
        "m@stlukеs.example",
        "m@ѕtlukes.example",
        "m@stlukes\u3002example",
        "m@ｓtlukes.example",
        "m@stⅼukes.example",
        "m@xn--stlukes-8ve.example",
        "m@[192.0.2.1]",
        "m@192.0.2.1",
        "m%evil.example@evil.example",
        "evil.example!m@other.example",
        "m@krankenhaus-koln.example",
        "m@krankenhaus-ko\u0308ln.example",
        "м@stlukes.example",
        "m" * 300 + "@stlukes.example",
    ],
)
def test_nothing_else_does(address: str) -> None:
    assert possession_by_email(address, LISTED) == NOTHING


@given(st.text(max_size=40), st.sampled_from(["stlukes.example", "a.stlukes.example", "x.example"]))
def test_a_domain_is_read_plainly_or_not_at_all(local: str, domain: str) -> None:
    assert domain_of(f"{local}@{domain}") in {None, domain}


@given(st.text(max_size=60))
def test_whatever_is_read_is_ascii_and_stays_itself(address: str) -> None:
    domain = domain_of(address)
    assert domain is None or (domain.isascii() and domain_of(f"m@{domain}") == domain)


@pytest.mark.parametrize(
    "address",
    [
        "m.okonjo@gmail.com",
        "MOkonjo@gmail.com",
        "m.o.konjo+2@googlemail.com",
        "mokonjo+x@Gmail.com.",
        " mokonjo@gmail.com",
    ],
)
def test_one_mailbox_in_every_spelling_is_one(address: str) -> None:
    assert mailbox_of(address) == "mokonjo@gmail.com"


def test_dots_count_where_the_host_reads_them() -> None:
    assert mailbox_of("m.okonjo+cases@stlukes.example") == "m.okonjo@stlukes.example"
    assert mailbox_of("m.okonjo@stlukes.example") != mailbox_of("mokonjo@stlukes.example")
    assert mailbox_of("+x@stlukes.example") == "+x@stlukes.example"
