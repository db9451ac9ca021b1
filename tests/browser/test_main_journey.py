"""The main job as two physicians do it: ask with identifiers in it, fix each by a click, be answered, find it, talk."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

ASKER = "miriam.okonjo@lakeside-medical.example"
PEER = "tomasz.wilczek@universityhealth.example"
QUESTION = "Recurrent hypokalaemia on a ketogenic diet: what have I not asked?"
HISTORY = (
    "Mrs Kowalczyk came on 14 March 2024 with potassium 2.6 mmol/L (MRN 4471902). "
    "No diuretics, no vomiting. Urine chloride 9 mmol/L. Her mother had Bartter syndrome."
)
ANSWER = "Send a stool laxative screen before any gene panel; the low urine chloride argues against the tubule."


def ask(page: Page) -> None:
    """Write the case with three identifiers in it."""
    page.goto("/cases/ask")
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_label("History").fill(HISTORY)
    page.locator("input[name=consent]").first.check(force=True)


def test_ask_fix_post_answer_find_and_talk(visit: Visitor) -> None:
    asker, peer = visit(ASKER), visit(PEER)
    ask(asker)
    cards = asker.locator("#findings .card.must:visible")
    expect(cards).to_have_count(3)
    for words in ("Kowalczyk", "14 March 2024", "4471902"):
        expect(asker.locator("#findings")).to_contain_text(words)
    expect(asker.locator(".backdrop mark.u-must")).to_have_count(3)

    # Posting is not blocked by a dead button: it leads to the first finding.
    asker.get_by_role("button", name="Post the case").click()
    expect(asker).to_have_url(re.compile("/cases/ask"))

    for left in (2, 1, 0):
        cards.first.get_by_role("button").first.click()
        expect(cards).to_have_count(left)
    history = asker.get_by_label("History")
    for gone in ("Kowalczyk", "14 March 2024", "4471902"):
        expect(history).not_to_have_value(re.compile(gone))
    expect(history).to_have_value(re.compile("Bartter syndrome"))

    asker.get_by_role("button", name="Post the case").click()
    asker.wait_for_url(re.compile(r"/threads/\d+"))
    expect(asker.get_by_role("heading", level=1)).to_have_text(QUESTION)
    thread = asker.url

    peer.goto(thread)
    peer.get_by_label("Your reply").fill(ANSWER)
    peer.get_by_role("button", name="Post the reply").click()
    expect(peer.locator(".post").filter(has_text="laxative screen")).to_be_visible()

    asker.goto("/notifications")
    expect(asker.get_by_role("main")).to_contain_text(QUESTION)
    asker.goto(thread)
    expect(asker.locator(".post").filter(has_text="laxative screen")).to_be_visible()
    expect(asker.get_by_role("main")).not_to_contain_text("Wilczek")

    find(peer)
    assert "ketogenic" not in peer.url

    talk(asker, peer)


def find(peer: Page) -> None:
    """Search until the new thread is in the index: it gets there after the answer to its author."""
    found = peer.get_by_role("main").get_by_role("link", name=re.compile("ketogenic"))
    for _ in range(20):
        peer.goto("/search")
        box = peer.get_by_label("Search cases, papers and practice")
        box.fill("ketogenic hypokalaemia")
        box.press("Enter")
        expect(peer.locator("#results")).to_contain_text(re.compile("result|nothing", re.IGNORECASE))
        if found.count():
            return
        peer.wait_for_timeout(500)
    expect(found).to_be_visible()


def talk(asker: Page, peer: Page) -> None:
    """Talk in the room from two browsers; a held message reaches nobody."""
    for page in (asker, peer):
        page.goto("/chat/nephrology")
    for page in (asker, peer):
        expect(page.locator("body")).to_contain_text("fewer than 5 here now")
    box = asker.get_by_role("textbox", name="Message")
    box.fill("Anyone seen this on a ketogenic diet before?")
    box.press("Enter")
    expect(peer.locator(".msg").last).to_contain_text("ketogenic diet before?")
    box.fill("She is Mrs Kowalczyk, MRN 4471902.")
    box.press("Enter")
    expect(asker.locator("body")).to_contain_text("Not sent")
    peer.get_by_role("textbox", name="Message").fill("Twice. Both were laxatives.")
    peer.get_by_role("textbox", name="Message").press("Enter")
    expect(asker.locator(".msgs")).to_contain_text("Both were laxatives.")
    expect(peer.locator("body")).not_to_contain_text("Kowalczyk")
    peer.reload()
    expect(peer.locator("body")).not_to_contain_text("Kowalczyk")


def test_dates_replaced_one_by_one_keep_their_interval(visit: Visitor) -> None:
    page = visit(ASKER)
    page.goto("/cases/ask")
    history = page.get_by_label("History")
    history.fill("She came in on 14 March 2024 and was operated on 17 March 2024, both times with fever.")
    cards = page.locator("#findings .card.must:visible")
    expect(cards).to_have_count(2)
    cards.first.get_by_role("button").first.click()
    with page.expect_response("**/gate/check"):
        history.press("Control+End")
        history.press_sequentially(" Pale.")
    cards.first.get_by_role("button").first.click()
    expect(history).to_have_value(re.compile("on D0 and was operated three days later, both"))


def test_the_same_without_scripts(visit: Visitor) -> None:
    page = visit(ASKER, scripts=False)
    ask(page)
    page.get_by_role("button", name="Post the case").click()
    expect(page.get_by_label("History")).to_have_value(HISTORY)
    expect(page.get_by_label("Your question")).to_have_value(QUESTION)
    for words in ("Kowalczyk", "14 March 2024", "4471902"):
        expect(page.locator("#findings")).to_contain_text(words)
    page.locator("#findings").get_by_role("button").first.click()
    expect(page.get_by_label("History")).not_to_have_value(re.compile("4471902"))
    page.get_by_role("button", name="Post the case").click()
    expect(page).to_have_url(re.compile(r"/threads/\d+"))


def test_on_a_phone_the_findings_come_one_at_a_time(visit: Visitor) -> None:
    page = visit(ASKER, width=390)
    ask(page)
    dock = page.locator(".dock")
    expect(dock).to_be_visible()
    for _ in range(3):
        dock.get_by_role("button", name=re.compile("^(Use|Remove)")).first.click()
    expect(page.get_by_label("History")).not_to_have_value(re.compile("Kowalczyk|4471902|14 March"))
