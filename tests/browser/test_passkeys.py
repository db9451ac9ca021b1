"""Passkeys in a real browser with a virtual authenticator: set up, sign in, prove, remove."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.browser.conftest import Live, Newcomer, Watched, sign_in, watch
from tests.factories.people import PASSWORD

WAYS = "/account/ways-in"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@dataclass
class Desk:
    """A page, and the virtual authenticator in its browser."""

    page: Page
    cdp: CDPSession
    authenticator: str

    def passkeys(self) -> list[dict[str, Any]]:
        """Return what the authenticator holds."""
        held = self.cdp.send("WebAuthn.getCredentials", {"authenticatorId": self.authenticator})
        found: list[dict[str, Any]] = held["credentials"]
        return found

    def recognise(self, known: bool) -> None:
        """Let the finger fit, or not."""
        said = {"authenticatorId": self.authenticator, "isUserVerified": known}
        self.cdp.send("WebAuthn.setUserVerified", said)


@pytest.fixture
def desk(chromium: Browser, live: Live) -> Iterator[Desk]:
    """Return a browser with a virtual authenticator, under the machine's name: bare numbers have no passkeys."""
    home = live.url.replace("127.0.0.1", "localhost")
    context = chromium.new_context(base_url=home, viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(20_000)
    watched = Watched()
    watch(page, watched, home)
    cdp = context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    made = cdp.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield Desk(page, cdp, made["authenticatorId"])
    context.close()
    assert watched.elsewhere == []
    assert watched.errors == []


def sign_out(page: Page) -> None:
    """Sign out by the menu."""
    page.get_by_label("Your account").click()
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url("**/sign-in")


def test_a_passkey_is_set_up_signs_in_and_is_removed(desk: Desk, newcomer: Newcomer) -> None:
    page = desk.page
    newcomer("touches@stlukes.example")
    sign_in(page, "touches@stlukes.example", PASSWORD)
    page.goto(WAYS)
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    expect(page.locator(".codes li")).to_have_count(10)
    assert len(desk.passkeys()) == 1
    assert desk.passkeys()[0]["isResidentCredential"]
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_text("10 of 10 left")).to_be_visible()
    # The same device is not offered a second one.
    page.goto(f"{WAYS}/passkey")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_text("There is a passkey for this account on this device already.")).to_be_visible()

    sign_out(page)
    desk.recognise(known=False)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("Nothing was done")).to_be_visible()
    desk.recognise(known=True)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    assert desk.passkeys()[0]["signCount"] >= 2

    page.goto(f"/account/prove?next={WAYS}")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"**{WAYS}")
    page.get_by_role("button", name="Remove passkey number 1").click()
    expect(page.get_by_text("That passkey no longer opens this account.")).to_be_visible()
    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("This passkey was not accepted")).to_be_visible()
