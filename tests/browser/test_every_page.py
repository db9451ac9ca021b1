"""Every page at phone and desktop width, light and dark: accessible, wide enough, silent, and asking no other host."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from medpeer.accounts.models import Role
from tests.browser.conftest import Visitor, sign_in
from tests.factories.people import PASSWORD, People

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "vendor"
MEMBER = "miriam.okonjo@lakeside-medical.example"
REVIEWER = "agnes.thorvaldsdottir@countygeneral.example"
MODERATOR = "desmond.achterberg@stlukes.example"
APPLICANT = "teo.marquardt@mailbox.example"
STANDINGS: dict[str, tuple[str | None, list[str]]] = {
    "stranger": (None, ["/", "/sign-in", "/sign-up", "/forgotten-password", "/nowhere"]),
    "applicant": (APPLICANT, ["/join", "/join?change=1", "/join/proof", "/account"]),
    "reviewer": (REVIEWER, ["/review", "/review/1", "/review/14", "/review/registers"]),
    "moderator": (
        MODERATOR,
        ["/moderation", "/moderation/statistics", "/moderation/checks", "/policies", "/unmasking"],
    ),
    "member": (
        MEMBER,
        [
            "/",
            "/cases",
            "/spaces/nephrology",
            "/cases/ask",
            "/practice",
            "/practice/ask",
            "/threads/5",
            "/journal-club",
            "/journal-club/1",
            "/journal-club/add",
            "/chat",
            "/chat/nephrology",
            "/search",
            "/notifications",
            "/account",
            "/account/ways-in",
            "/account/ways-in/passkey",
            "/account/ways-in/authenticator",
            "/account/prove",
            "/account/password",
            "/account/address",
            "/account/own-data",
            "/account/leave",
            "/vouch",
            "/unmasking/yours",
            "/report/post/2",
        ],
    ),
}


def axe_script() -> str:
    """Return the accessibility checker's source."""
    return next(AXE.glob("axe-core-*.js")).read_text()


def violations(page: Page) -> Iterator[str]:
    """Yield what the checker finds wrong, a line each."""
    page.evaluate(axe_script())
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    found: dict[str, Any] = page.evaluate(f"async () => await axe.run(document, {json.dumps(options)})")
    for one in found["violations"]:
        yield f"{page.url} {one['id']}: {one['nodes'][0]['target']} {one['nodes'][0]['failureSummary']}"


# Width decides what is shown and how it is arranged, the scheme its contrast: each is tried once with each page.
@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
@pytest.mark.parametrize("who", sorted(STANDINGS))
def test_a_page_is_accessible_and_fits(visit: Visitor, who: str, width: int, scheme: str) -> None:
    email, paths = STANDINGS[who]
    page = visit(email, width=width, scheme=scheme)
    faults = []
    for path in paths:
        page.goto(path)
        faults += list(violations(page))
        if page.evaluate("document.documentElement.scrollWidth") > width:
            faults.append(f"{path} is wider than {width}")
    assert faults == []


def test_no_page_overflows(visit: Visitor) -> None:
    page = visit(MEMBER)
    wide = []
    for path in STANDINGS["member"][1]:
        page.goto(path)
        for width in (320, 600, 768, 1024, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append(f"{path} at {width}")
    assert wide == []


def width_of_bar(page: Page) -> int:
    """Return how far right the top bar reaches, the account menu with it."""
    edge: float = page.evaluate(
        "Math.max(document.documentElement.scrollWidth,"
        " ...[...document.querySelectorAll('.top-in > *')].map((one) => one.getBoundingClientRect().right))"
    )
    return round(edge)


@pytest.mark.parametrize("email", [MEMBER, REVIEWER, MODERATOR, ""], ids=["member", "reviewer", "moderator", "all"])
def test_the_top_bar_fits_whoever_has_a_desk(visit: Visitor, live_people: People, email: str) -> None:
    page = visit(email)
    if not email:
        live_people.physician(*Role, email="every.role@stlukes.example")
        sign_in(page, "every.role@stlukes.example", PASSWORD)
    page.goto("/account")
    wide = {}
    for width in (320, 360, 390, 600, 719, 720, 768, 899, 900, 1024, 1053, 1099, 1100, 1199, 1200, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        if (reached := width_of_bar(page)) > width:
            wide[width] = reached
    assert wide == {}


@pytest.mark.parametrize("width", [390, 1024, 1280])
def test_a_desk_is_in_the_bar_or_under_the_account(visit: Visitor, width: int) -> None:
    page = visit(REVIEWER, width=width)
    page.goto("/account")
    in_bar = page.get_by_role("navigation", name="Main", exact=True).get_by_role("link", name="Review")
    expect(in_bar).to_have_count(1 if width >= 1200 else 0)
    page.locator("details.menu > summary").click()
    menu = page.locator("details.menu")
    expect(menu.get_by_role("link", name="Review")).to_have_count(0 if width >= 1200 else 1)
    expect(menu.get_by_role("button", name="Sign out")).to_be_in_viewport()
