"""The reviewers' desk as it is worked at: by single keys with a reason, without scripts, and beside the registers."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

REVIEWER = "agnes.thorvaldsdottir@countygeneral.example"


def open_first(page: Page, name: str) -> None:
    """Open an applicant from the queue."""
    page.goto("/review")
    page.get_by_role("navigation", name="Applicants waiting").get_by_role("link", name=re.compile(name)).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def test_a_reviewer_decides_by_keys_with_a_reason_and_can_step_back(visit: Visitor) -> None:
    page = visit(REVIEWER)
    open_first(page, "Castaing")
    dialog = page.get_by_role("dialog", name=re.compile("Castaing"))
    # The keys are the script's: until it is bound they do nothing.
    page.wait_for_load_state("networkidle")
    page.keyboard.press("r")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("a")
    expect(dialog.get_by_role("radio").first).to_be_focused()
    # Without a reason Enter decides nothing.
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(page.locator("#banner")).to_contain_text("Approved. They have a mail.")
    expect(page.get_by_role("navigation", name="Applicants waiting")).not_to_contain_text("Castaing")


def test_a_question_wants_its_words_first(visit: Visitor) -> None:
    page = visit(REVIEWER)
    open_first(page, "Tiernan")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("e")
    expect(page.get_by_label("Note or question")).to_be_focused()
    expect(page.locator("#sure")).to_be_hidden()
    page.get_by_label("Note or question").fill("Which two digits stand on your licence?")
    page.get_by_role("button", name="Ask", exact=False).first.click()
    page.get_by_role("dialog").get_by_label("Which licence is right").check()
    page.get_by_role("dialog").get_by_role("button", name="Ask").click()
    expect(page.locator("#banner")).to_contain_text("Asked.")


def test_without_scripts_the_form_and_the_registers_do_the_same(visit: Visitor) -> None:
    page = visit(REVIEWER, scripts=False)
    open_first(page, "Eskandari")
    page.get_by_label("Reason, kept in the audit trail").first.select_option("not_licensed")
    page.get_by_role("button", name="Reject").click()
    expect(page.locator("#banner")).to_contain_text("Rejected.")
    page.get_by_role("link", name="Registers").click()
    page.get_by_label("NPI, name, or state and licence number").fill("Fashola, Babajide")
    page.get_by_role("button", name="Look it up").click()
    expect(page.get_by_role("region", name="National register")).to_contain_text("Babajide Fashola")
    expect(page.get_by_role("table", name="Registers in use")).to_contain_text("Fresh")


@pytest.mark.parametrize("width", [390, 1280])
def test_the_list_marks_an_applicant_only_where_they_are_shown_beside_it(visit: Visitor, width: int) -> None:
    page = visit(REVIEWER, width=width)
    page.goto("/review")
    rows = page.get_by_role("navigation", name="Applicants waiting").locator("ol a")
    ground = "one => getComputedStyle(one).backgroundColor"
    is_marked = rows.first.evaluate(ground) != rows.nth(1).evaluate(ground)
    assert is_marked is (width >= 720)
    assert is_marked is page.locator("#dossier").is_visible()
    expect(page.get_by_role("link", name="Shown beside")).to_have_count(1 if width >= 720 else 0)
    assert rows.first.get_attribute("aria-current") is None
