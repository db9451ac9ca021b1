"""An author keeps what should have gone: it is looked at, overturned, and after twice their word counts less."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

AUTHOR = "hiroto.nakashima@stlukes.example"
MODERATOR = "desmond.achterberg@stlukes.example"
DATED = "We saw one like this; it began in March with fever."


def keep_and_post(page: Page, thread: str) -> None:
    """Reply with a month in the text and say that it is a drug."""
    page.goto(thread)
    page.get_by_label("Your reply").fill(DATED)
    card = page.locator(".findings.below .card.tell")
    expect(card).to_contain_text("in March")
    card.get_by_role("button", name="Keep").click()
    page.get_by_label("Why it may stay").select_option("drug_or_device")
    page.get_by_role("button", name="Keep it").click()
    replies = page.locator(".post").filter(has_text="it began in March")
    before = replies.count()
    page.get_by_role("button", name="Post the reply").click()
    expect(replies).to_have_count(before + 1)


def until_it_waits(page: Page) -> None:
    """Come to the moderators' page until the text stands there: it is drawn a moment after it was stored."""
    waits = page.get_by_role("link", name=re.compile("for a second look"))
    for _ in range(60):
        page.goto("/moderation")
        if waits.count():
            return
        page.wait_for_timeout(500)
    expect(waits).to_be_visible()


def overturn(page: Page) -> None:
    """Overturn the first text that waits, as a moderator meets it."""
    page.goto("/moderation/checks")
    expect(page.get_by_role("main")).not_to_contain_text("March")
    page.get_by_role("main").get_by_role("link").filter(has_text="Date kept as").first.click()
    expect(page.locator("mark.u-tell")).to_contain_text("in March")
    page.get_by_role("button", name="Overturn and hide it").click()
    expect(page.locator("body")).to_contain_text("Overturned and hidden")


def test_what_was_kept_wrongly_twice_must_go_afterwards(visit: Visitor) -> None:
    author, moderator = visit(AUTHOR), visit(MODERATOR)
    author.goto("/cases")
    author.get_by_role("link", name=re.compile("orbital swelling")).first.click()
    thread = author.url
    for _ in range(2):
        keep_and_post(author, thread)
        until_it_waits(moderator)
        overturn(moderator)
        author.goto(thread)
        expect(author.locator("main")).to_contain_text("Hidden: may identify a patient")

    # The composer says so before a word is typed, and the month is no call of theirs any more.
    notice = "names, places and dates that the check finds must go here"
    expect(author.locator("#reply")).to_contain_text(notice)
    author.get_by_label("Your reply").fill(DATED)
    card = author.locator(".findings.below .card.must")
    expect(card).to_contain_text("in March")
    expect(card.get_by_role("button", name="Keep")).to_have_count(0)
    expect(author.locator("#reply")).to_contain_text(notice)
    author.get_by_role("button", name="Post the reply").click()
    expect(author.locator("#reply [data-gate-error]")).to_contain_text("must go before this can be sent")
    card.get_by_role("button", name=re.compile("^Use")).click()
    author.get_by_role("button", name="Post the reply").click()
    expect(author.locator(".post").filter(has_text="it began in another month")).to_be_visible()
    author.goto("/notifications")
    expect(author.get_by_role("main")).to_contain_text("must go from what you write, for 90 days")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_case_on_a_sensitive_topic_waits_for_a_word_and_for_consent(visit: Visitor, scripts: bool) -> None:
    page = visit("amara.nwachukwu@lakeside-medical.example", scripts=scripts)
    page.goto("/cases/ask")
    page.get_by_label("Your question").fill("Rash on a new drug: stop it?")
    page.get_by_label("History").fill("A 24-year-old teacher from a small island with HIV has a rash. Eosinophils 1.2.")
    why = "It touches on HIV and a small community"
    if scripts:
        expect(page.locator("#findings")).to_contain_text(why)
        page.get_by_label(re.compile("as general as")).check()
    page.get_by_role("button", name="Post the case").click()
    expect(page.locator(".errsum")).to_contain_text("Say whether the patient consented")
    page.get_by_label("The patient consented in writing").check()
    if not scripts:
        page.get_by_role("button", name="Post the case").click()
        expect(page.locator("#findings")).to_contain_text(why)
        page.get_by_label(re.compile("as general as")).check()
    page.get_by_role("button", name="Post the case").click()
    page.wait_for_url(re.compile(r"/threads/\d+"))
    expect(page.get_by_role("main")).to_contain_text("The patient consented in writing.")
