"""The privacy officer's statistics: by keyboard, without scripts, and as a screen reader hears them."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.browser.test_every_page import MODERATOR, violations

pytestmark = pytest.mark.browser

PAGE = "/moderation/statistics"


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("weeks", [4, 13, 52])
def test_every_period_is_accessible_and_fits(visit: Visitor, width: int, weeks: int) -> None:
    page = visit(MODERATOR, width=width, scheme="dark" if weeks == 13 else "light")
    page.goto(f"{PAGE}?weeks={weeks}")
    page.locator("details.numbers summary").click()
    assert list(violations(page)) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_pictures_have_words_and_a_table(visit: Visitor) -> None:
    page = visit(MODERATOR)
    page.goto(PAGE)
    refused = page.get_by_role("figure", name="Refused each week")
    expect(refused.get_by_role("img", name=re.compile(r"Refused texts, week by week: \d+ in 13 weeks"))).to_be_visible()
    summary = page.get_by_text("Both pictures as a table")
    summary.focus()
    page.keyboard.press("Enter")
    table = page.get_by_role("table", name="Stored and refused texts and the share refused, by week")
    expect(table.get_by_role("row")).to_have_count(14)
    expect(table.get_by_role("row").nth(1)).to_contain_text("so far")


def test_on_a_phone_the_tables_stay_tables(visit: Visitor) -> None:
    page = visit(MODERATOR, width=390)
    page.goto(PAGE)
    table = page.get_by_role("table", name=re.compile("by kind of identifier"))
    expect(table.get_by_role("rowheader", name="Name", exact=True)).to_be_visible()
    expect(table.get_by_role("row", name=re.compile("^Name")).get_by_role("cell")).to_have_count(4)


def test_the_period_is_chosen_by_keyboard_and_without_scripts(visit: Visitor) -> None:
    for page in (visit(MODERATOR), visit(MODERATOR, scripts=False)):
        page.goto(PAGE)
        choose(page, "A year")
        expect(page).to_have_url(re.compile(r"weeks=52$"))
        expect(page.get_by_role("link", name="A year")).to_have_attribute("aria-current", "page")
        choose(page, "4 weeks")
        expect(page.get_by_role("img", name=re.compile(r"in 4 weeks")).first).to_be_visible()


def choose(page: Page, period: str) -> None:
    """Follow a link by keyboard."""
    page.get_by_role("link", name=period).focus()
    page.keyboard.press("Enter")


def test_the_file_is_downloaded(visit: Visitor) -> None:
    page = visit(MODERATOR)
    page.goto(PAGE)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download as CSV").click()
    assert waiting.value.suggested_filename == "medpeer-statistics-13-weeks.csv"
    lines = waiting.value.path().read_text().splitlines()
    assert lines[0] == "week,counted,by,word,number"
    numbers = [line.rpartition(",")[2] for line in lines[1:]]
    assert numbers
    assert all(number in {"under 5", "not shown"} or int(number) >= 5 for number in numbers)
