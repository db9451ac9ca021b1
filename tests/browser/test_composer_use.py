"""Writing in the composer: by keyboard alone, by ear, on a phone, with an input method, with undo, and far too much."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.browser.test_composer_surfaces import keep
from tests.browser.writing import MEMBER

pytestmark = pytest.mark.browser

TEXT = "Mrs Kowalczyk came with fever (MRN 4471902), seen in Room 12."
FIXED = re.compile("^The patient came with fever")
LISTEN = """() => {
  const voice = document.querySelector('[data-gate-voice]');
  window.said = [];
  new MutationObserver(() => said.push(voice.textContent)).observe(voice, { childList: true, subtree: true });
}"""


def compose(visit: Visitor, text: str = "", **how: Any) -> Page:
    """Return a page with ``text`` in the details of a practice question, after its check."""
    page = visit(MEMBER, **how)
    page.goto("/practice/ask")
    page.get_by_label("Your question").fill("How do you file this?")
    expect(page.locator("[data-gate-voice]")).to_have_text("Checked, nothing found.")
    page.evaluate(LISTEN)
    if text:
        with page.expect_response("**/gate/check"):
            page.get_by_label("Details").fill(text)
        expect(page.locator("mark.u-must")).not_to_have_count(0)
    return page


def details(page: Page) -> str:
    """Return what stands in the details."""
    return page.get_by_label("Details").input_value()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until ``selector`` has the focus."""
    for _ in range(60):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab does not lead to {selector}")


def test_the_keyboard_alone_is_enough(visit: Visitor) -> None:
    page = compose(visit)
    tab_to(page, "#text-body")
    page.keyboard.insert_text(TEXT)
    expect(page.locator(".card.must:visible")).to_have_count(2)
    for keys, words in (("F8", "Mrs Kowalczyk"), ("F8", "4471902"), ("Shift+F8", "Mrs Kowalczyk")):
        page.keyboard.press(keys)
        assert page.evaluate("getSelection().toString()") == words
        expect(page.locator(".card.now q:visible")).to_have_text(words)
    tab_to(page, "form#ask .btn.primary")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator(".card.must:visible")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(".card.must:visible")).to_have_count(0)
    # The focus is on the one that is left.
    tab_to(page, "[data-act=ask]")
    page.keyboard.press("Enter")
    expect(page.locator("[data-act=reason]:visible")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".card:visible")).to_have_count(0)
    tab_to(page, "form#ask .btn.primary")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/threads/\d+"))
    expect(page.get_by_role("main")).to_contain_text("seen in Room 12")


def test_the_voice_speaks_once_a_change(visit: Visitor) -> None:
    page = compose(visit, TEXT)
    page.wait_for_timeout(500)
    assert page.evaluate("said") == ["2 must go, 1 is your call."]
    page.locator(".card.must:visible").first.get_by_role("button").first.click()
    expect(page.locator("[data-gate-voice]")).to_have_text("1 must go, 1 is your call, 1 replaced.")
    with page.expect_response("**/gate/check"):
        page.get_by_label("Details").press_sequentially(" Nothing else was found.")
    page.wait_for_timeout(500)
    # Writing on does not make it speak.
    assert len(page.evaluate("said")) == 2
    expect(page.locator("[data-gate-voice]")).to_have_attribute("role", "status")


def test_the_tree_says_what_the_eye_sees(visit: Visitor) -> None:
    page = compose(visit, TEXT)
    expect(page.get_by_role("textbox", name="Details")).to_have_accessible_description(
        re.compile("2 must go, 1 is your call")
    )
    assert page.locator(".backdrop").first.get_attribute("aria-hidden") == "true"
    expect(page.get_by_role("complementary", name="What the check found")).to_match_aria_snapshot("""
      - complementary "What the check found":
        - region "Identifiability":
          - heading "Identifiability" [level=2]
          - paragraph: High
        - heading "Must go 2" [level=2]
        - button "Replace all 2"
        - list:
          - listitem:
            - paragraph: /Mrs Kowalczyk/
            - paragraph
            - paragraph:
              - button "Use “The patient”"
          - listitem:
            - paragraph: /4471902/
        - heading "Your call 1" [level=2]
        - list:
          - listitem:
            - paragraph: /Room 12/
            - paragraph
            - paragraph:
              - button
              - button "Keep"
    """)
    page.get_by_role("button", name="Replace all 2").click()
    page.get_by_role("button", name="What changes").click()
    expect(page.get_by_role("region", name="What changes")).to_match_aria_snapshot("""
      - region "What changes":
        - heading "Details" [level=3]
        - paragraph:
          - deletion: "taken out: Mrs Kowalczyk"
          - insertion: "put in: The patient"
          - text: came with fever (MRN
          - deletion: "taken out: 4471902),"
          - insertion: /put in/
          - text: seen in Room 12.
    """)


def test_what_changes_follows_the_text_and_stays_in_the_page(visit: Visitor) -> None:
    page = compose(visit, TEXT)
    page.get_by_role("button", name="Replace all 2").click()
    changes = page.get_by_role("button", name="What changes")
    changes.click()
    shown = page.locator(".changed")
    expect(shown.locator("del")).to_have_count(2)
    # What its author writes on is theirs, not a change.
    page.get_by_label("Details").press("End")
    page.keyboard.insert_text(" She went home.")
    page.get_by_role("button", name="Undo").first.click()
    expect(shown.locator("del")).to_have_count(1)
    expect(shown).to_contain_text("She went home.")
    page.get_by_role("button", name="Undo").first.click()
    expect(changes).to_have_count(0)
    page.get_by_role("button", name="Replace all 2").click()
    page.wait_for_timeout(700)
    assert "Kowalczyk" not in page.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")


def test_an_edit_is_shown_against_what_stands(visit: Visitor) -> None:
    page = visit(MEMBER)
    page.goto("/threads/5")
    page.get_by_label("Your reply").fill("Ask about the water softener.")
    page.get_by_role("button", name="Post the reply").click()
    page.locator(".post").filter(has_text="water softener").last.get_by_role("link", name="Edit").click()
    expect(page.get_by_role("button", name="What changes")).to_have_count(0)
    page.get_by_label("Your reply").fill("Ask about the old water softener.")
    page.get_by_role("button", name="What changes").click()
    expect(page.locator(".changed ins")).to_have_text("put in: old ")


def test_the_browsers_own_undo_takes_a_replacement_back(visit: Visitor) -> None:
    for width in (1280, 390):
        page = compose(visit, TEXT, width=width)
        page.get_by_role("button", name="Use “The patient”").locator("visible=true").first.click()
        expect(page.get_by_label("Details")).to_have_value(FIXED)
        page.get_by_label("Details").focus()
        page.keyboard.press("Control+z")
        expect(page.get_by_label("Details")).to_have_value(TEXT)
        page.keyboard.press("Control+Shift+z")
        expect(page.get_by_label("Details")).to_have_value(FIXED)


def test_no_check_is_made_while_a_word_is_being_put_together(visit: Visitor) -> None:
    page = compose(visit)
    page.wait_for_timeout(1_000)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/gate/check" in request.url else None)
    page.get_by_label("Details").focus()
    ime = page.context.new_cdp_session(page)
    for text in ("K", "Ko", "Kowalczyk, MRN 4471902"):
        ime.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})
    page.wait_for_timeout(1_200)
    assert asked == []
    # The mirror follows all the same, so that marks and words agree when the word is made.
    expect(page.locator("#text-body").locator("..").locator(".backdrop")).to_have_text("Kowalczyk, MRN 4471902")
    with page.expect_request("**/gate/check"):
        ime.send("Input.insertText", {"text": "Kowalczyk, MRN 4471902"})
    expect(page.locator("mark.u-must")).not_to_have_count(0)
    assert details(page) == "Kowalczyk, MRN 4471902"


def test_the_field_is_a_plain_textarea_with_its_spell_check(visit: Visitor) -> None:
    box = compose(visit).get_by_label("Details")
    assert box.evaluate("box => [box.tagName, box.spellcheck]") == ["TEXTAREA", True]
    expect(box).to_have_attribute("writingsuggestions", "false")


def test_far_too_much_says_so_at_once_and_the_page_stays_usable(visit: Visitor) -> None:
    page = compose(visit, TEXT)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/gate/check" in request.url else None)
    long = TEXT + " Potassium was 2.6 mmol/L." * 4_000
    box = page.get_by_label("Details")
    box.fill(long)
    said = re.compile(r"[\d,]+ characters over the limit of 8,000\. Shorten it")
    expect(page.locator("#text-body-sum")).to_have_text(said)
    expect(page.locator("[data-gate-voice]")).to_have_text(re.compile("^Details is 96,"))
    # No second copy of it is kept in the page.
    assert page.locator(".editor.is-huge .backdrop").text_content() == ""
    box.press("Control+End")
    box.press_sequentially(" End.")
    assert details(page) == f"{long} End."
    page.get_by_role("button", name="Post the question").click()
    expect(page.locator("[data-gate-error]")).to_contain_text("Shorten “Details” first")
    expect(box).to_be_focused()
    assert page.url.endswith("/practice/ask")
    box.fill(TEXT)
    expect(page.locator(".card.must:visible")).to_have_count(2)
    expect(page.locator("[data-gate-error]")).not_to_contain_text("Shorten")


def test_a_file_does_not_go_into_a_text(visit: Visitor) -> None:
    page = visit(MEMBER)
    page.goto("/report/post/2")
    prevented = page.locator("#text-note").evaluate("""box => ['paste', 'drop'].map((type) => {
      const data = new DataTransfer();
      data.items.add(new File(['x'], 'Kowalczyk.docx'));
      const given = { bubbles: true, cancelable: true };
      const event = type === 'paste' ? new ClipboardEvent(type, { ...given, clipboardData: data })
        : new DragEvent(type, { ...given, dataTransfer: data });
      return !box.dispatchEvent(event);
    })""")
    assert prevented == [True, True]
    expect(page.locator("#text-note-sum")).to_contain_text("A file cannot go into a text.")
    expect(page.locator("body")).not_to_contain_text("Kowalczyk")


def test_on_a_phone_one_keeps_with_a_reason_in_the_dock(visit: Visitor) -> None:
    page = compose(visit, TEXT, width=390)
    dock = page.locator(".dock")
    for _ in range(2):
        dock.get_by_role("button", name=re.compile("^(Use|Remove|Replace)")).first.click()
    dock.get_by_role("button", name=re.compile("^Keep")).click()
    dock.get_by_label("Why it may stay").select_option(index=1)
    dock.get_by_role("button", name="Keep it").click()
    expect(dock).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Post the question").click()
    page.wait_for_url(re.compile(r"/threads/\d+"))


def test_without_scripts_each_is_replaced_or_kept_with_a_reason(visit: Visitor) -> None:
    page = visit(MEMBER, scripts=False)
    page.goto("/practice/ask")
    page.get_by_label("Your question").fill("How do you file this?")
    page.get_by_label("Details").fill(TEXT)
    page.get_by_role("button", name="Post the question").click()
    boxes = page.get_by_role("checkbox", name=re.compile("^Replace it with"))
    expect(boxes).to_have_count(3)
    assert [box.is_checked() for box in boxes.all()] == [True, True, False]
    page.get_by_label("Keep it, because it is").select_option(index=1)
    page.get_by_role("button", name="Replace what is ticked and check again").click()
    expect(page.get_by_label("Details")).to_have_value(FIXED)
    expect(page.locator(".changed del").first).to_have_text("taken out: Mrs Kowalczyk ")
    expect(page.get_by_label("Keep it, because it is")).not_to_have_value("")
    page.get_by_role("button", name="Post the question").click()
    page.wait_for_url(re.compile(r"/threads/\d+"))
    expect(page.get_by_role("main")).to_contain_text("seen in Room 12")


def test_a_page_drawn_anew_remembers_what_was_replaced(visit: Visitor) -> None:
    page = compose(visit, TEXT)
    page.get_by_role("button", name="Replace all 2").click()
    keep(page)
    page.get_by_label("Your question").fill("\u202eabc")
    page.get_by_role("button", name="Post the question").click()
    expect(page.locator(".errsum")).to_be_visible()
    page.get_by_role("button", name="What changes").click()
    expect(page.locator(".changed del").first).to_have_text("taken out: Mrs Kowalczyk ")
