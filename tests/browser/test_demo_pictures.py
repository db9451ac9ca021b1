"""The demo's pictures: seen in their cases, scrolled, and one that waits for a moderator."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

READER = "miriam.okonjo@lakeside-medical.example"
MODERATOR = "desmond.achterberg@stlukes.example"


def opened(page: Page, words: str) -> Page:
    """Open the case with ``words`` in its title, by the search."""
    page.goto("/search")
    box = page.get_by_label("Search cases, papers and practice")
    box.fill(words)
    box.press("Enter")
    page.get_by_role("main").get_by_role("link", name=re.compile(words)).first.click()
    page.wait_for_url(re.compile("/threads/"))
    return page


def test_a_reader_sees_the_tracings_and_scrolls_the_scan(visit: Visitor) -> None:
    page = opened(visit(READER), "coved ST elevation")
    tracings = page.get_by_role("img", name=re.compile("^ECG, leads V1 and V2"))
    expect(tracings).to_have_count(2)
    # It is fetched once it comes near, and has a size once it is there.
    tracings.first.scroll_into_view_if_needed()
    expect(tracings.first).to_have_js_property("complete", value=True)
    assert tracings.first.evaluate("picture => picture.naturalWidth") > 0
    opened(page, "adrenal nodule")
    page.get_by_role("main").get_by_role("button", name=re.compile("24 frames")).or_(
        page.get_by_role("main").get_by_role("link", name=re.compile("24 frames"))
    ).first.click()
    expect(page.get_by_role("dialog")).to_contain_text("13 of 24")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("dialog")).to_contain_text("14 of 24")


def test_a_new_members_picture_waits_for_a_moderator(visit: Visitor) -> None:
    reader = opened(visit(READER), "every unit incompatible")
    expect(reader.get_by_role("main")).to_contain_text("waits for a second pair of eyes")
    moderator = visit(MODERATOR)
    moderator.goto("/moderation/images")
    expect(moderator.get_by_role("main")).to_contain_text("every other red cell is small")
