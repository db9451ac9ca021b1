"""What an unattended desk must not do wants a proof of at most ten minutes ago."""

import pytest

from tests.factories.people import PASSWORD
from tests.integration.credentials.conftest import WAYS, Member

CHANGES = (
    f"{WAYS}/authenticator",
    f"{WAYS}/authenticator/confirm",
    f"{WAYS}/authenticator/remove",
    f"{WAYS}/recovery-codes",
    f"{WAYS}/passkeys/1/remove",
)


def test_a_sign_in_is_a_proof_for_ten_minutes(member: Member) -> None:
    member.wait(minutes=10)
    assert member.post(f"{WAYS}/authenticator").headers["Location"] == f"{WAYS}/authenticator"
    member.wait(seconds=1)
    assert member.post(f"{WAYS}/authenticator").headers["Location"].startswith("/account/prove?next=")


@pytest.mark.parametrize("path", CHANGES)
def test_no_change_without_a_fresh_proof(member: Member, path: str) -> None:
    member.wait(minutes=11)
    assert member.post(path, code="123456").headers["Location"] == f"/account/prove?next={WAYS}"


@pytest.mark.parametrize("path", [f"{WAYS}/authenticator", f"{WAYS}/authenticator.svg", f"{WAYS}/passkey"])
def test_no_secret_is_shown_without_a_fresh_proof(member: Member, path: str) -> None:
    member.post(f"{WAYS}/authenticator")
    member.wait(minutes=11)
    assert member.browser.get(path).headers["Location"].startswith("/account/prove?next=")


def test_the_password_proves_where_there_is_nothing_else(member: Member) -> None:
    member.wait(minutes=11)
    assert 'name="password"' in member.page("/account/prove")
    assert member.post("/account/prove", password="not the password", next=WAYS).status_code == 422
    assert member.post("/account/prove", password=PASSWORD, next=WAYS).headers["Location"] == WAYS
    assert member.post(f"{WAYS}/authenticator").headers["Location"] == f"{WAYS}/authenticator"


def test_the_password_does_not_prove_where_there_is_an_app(member: Member) -> None:
    member.set_up_app()
    member.wait(minutes=11)
    assert 'name="password"' not in member.page("/account/prove")
    assert member.post("/account/prove", password=PASSWORD, next=WAYS).status_code == 422
    assert member.post("/account/prove", code="000000", next=WAYS).status_code == 422
    assert member.post("/account/prove", code=member.app_code(), next=WAYS).headers["Location"] == WAYS
    assert "Your recovery codes" in member.post(f"{WAYS}/recovery-codes").text


def test_a_proof_counts_in_one_browser_alone(member: Member) -> None:
    here, there = member.browser, member.people.client(member.actor)
    member.wait(minutes=11)
    member.post("/account/prove", password=PASSWORD, next=WAYS)
    member.browser = there
    assert member.post(f"{WAYS}/authenticator").headers["Location"].startswith("/account/prove")
    member.browser = here
    assert member.post(f"{WAYS}/authenticator").headers["Location"] == f"{WAYS}/authenticator"


def test_a_proof_leads_nowhere_else(member: Member) -> None:
    answer = member.post("/account/prove", password=PASSWORD, next="https://evil.example")
    assert answer.headers["Location"] == "/"
