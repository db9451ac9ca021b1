"""The one composer on every surface: finds, stops, replaces, keeps with a reason, and its text is then taken."""

import re

import pytest
from playwright.sync_api import Page, expect

from medpeer.gate import Surface
from tests.browser.conftest import Visitor
from tests.browser.writing import CLINICAL, ELSEWHERE, MEMBER, PEER, PLACES, Place

pytestmark = pytest.mark.browser


def test_every_surface_is_written_somewhere() -> None:
    written = {place.surface for place in PLACES}
    assert written | set(ELSEWHERE) == set(Surface)
    assert written & set(ELSEWHERE) == set()


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_what_is_found_is_fixed_attested_and_taken(visit: Visitor, place: Place) -> None:
    page = place.open(visit)
    expect(place.box(page)).to_have_attribute("data-surface", place.surface.value)
    place.box(page).fill(place.text)
    must, tell = (page.locator(f".card.{kind}:visible") for kind in ("must", "tell"))
    expect(must).to_have_count(1)
    expect(tell).to_have_count(1 if place.asks else 0)

    # The button is not dead: it leads to what is in the way.
    before = page.url
    place.send(page)
    assert page.url == before
    expect(must.get_by_role("button").first).to_be_focused()

    must.get_by_role("button").first.click()
    expect(must).to_have_count(0)
    expect(place.box(page)).not_to_have_value(re.compile("4471902"))
    if place.asks:
        keep(page)
    place.send(page)
    if place.is_confirmed:
        page.get_by_role("dialog").get_by_role("button", name=place.button).click()
    expect(page.get_by_role("main")).to_contain_text(place.taken)
    expect(page.get_by_role("main")).not_to_contain_text("4471902")


def keep(page: Page) -> None:
    """Keep the one finding that is its author's call, with the first reason of the list."""
    tell = page.locator(".card.tell:visible")
    tell.get_by_role("button", name=re.compile("^Keep")).click()
    tell.get_by_label("Why it may stay").select_option(index=1)
    tell.get_by_role("button", name="Keep it").click()
    expect(tell).to_have_count(0)


def test_a_held_message_is_taken_back_fixed_attested_and_sent(visit: Visitor) -> None:
    page, reader = visit(MEMBER), visit(PEER)
    for one in (page, reader):
        one.goto("/chat/nephrology")
        expect(one.locator("body")).to_contain_text("fewer than 5 here now")
    box = page.get_by_role("textbox", name="Message")
    box.fill(CLINICAL)
    expect(page.locator(".sendbar mark.u-must")).to_have_count(1)
    box.press("Enter")
    page.locator(".msg.held").get_by_role("button", name="Edit").click()
    page.locator(".card.must:visible").get_by_role("button").first.click()
    keep(page)
    box.press("Enter")
    expect(reader.locator(".msg").last).to_contain_text("Room 12 again")
    expect(reader.locator("body")).not_to_contain_text("4471902")
