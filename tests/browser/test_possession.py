"""Proving that it is you, in a real browser without scripts: a letter's code, a document, a colleague's word."""

import re
from io import BytesIO

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor

APPLICANT = "freya.sundqvist@mailbox.example"
REVIEWER = "agnes.thorvaldsdottir@countygeneral.example"
MEMBER = "miriam.okonjo@lakeside-medical.example"


def picture() -> bytes:
    """Return a picture as a phone would take one."""
    buffer = BytesIO()
    Image.linear_gradient("L").resize((900, 600)).save(buffer, "JPEG")
    return buffer.getvalue()


def code_from_the_mailbox(page: Page) -> str:
    """Return the code of the newest letter in the demo's mailbox."""
    page.goto("/mailbox")
    letter = page.get_by_role("link", name=re.compile("A code for the address on record")).first
    for _ in range(40):
        if letter.count():
            break
        page.wait_for_timeout(250)
        page.reload()
    letter.click()
    found = re.search(r"\b([A-Z0-9]{4}-[A-Z0-9]{4})\b", page.locator("main").inner_text())
    assert found
    return found[1]


def test_an_applicant_proves_it_in_every_way(visit: Visitor) -> None:
    page = visit(APPLICANT, scripts=False, width=390)
    page.goto("/join/proof")
    page.get_by_label("A colleague’s address at work").fill(MEMBER)
    page.get_by_role("button", name="Ask them").click()
    expect(page.get_by_text("You asked one address.")).to_be_visible()

    page.get_by_label("Hospital identity card").check()
    page.get_by_label("Picture").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()})
    page.get_by_role("button", name="Send the document").click()
    expect(page.get_by_text("Nobody has looked at it yet.")).to_be_visible()

    member = visit(MEMBER, scripts=False)
    member.goto("/account")
    member.get_by_role("link", name="See who asks").click()
    expect(member.get_by_text("Freya Sundqvist")).to_be_visible()
    member.get_by_role("button", name="Vouch for them").click()
    expect(member.get_by_text("Tick that you know them, or leave it.")).to_be_visible()

    desk = visit(REVIEWER)
    desk.goto("/review")
    desk.get_by_role("link", name=re.compile(r"F\. Sundqvist")).click()
    desk.get_by_role("button", name="Look at it").click()
    expect(desk.get_by_alt_text("The document as the applicant sent it")).to_be_visible()
    expect(desk.locator("dl.given")).to_contain_text("Freya Sundqvist")
    natural = desk.locator("img.docpic").evaluate("picture => picture.naturalWidth")
    assert natural == 900

    page.reload()
    expect(page.get_by_text("Looked at once.")).to_be_visible()
    page.get_by_label("A letter").check()
    page.get_by_role("button", name="Send the code").click()
    code = code_from_the_mailbox(page)
    page.goto("/join/proof")
    page.get_by_label("Code from the letter, fax or call").fill("BBBB-BBBB")
    page.get_by_role("button", name="Enter the code").click()
    expect(page.get_by_text("This is not the code.")).to_be_visible()
    page.get_by_label("Code from the letter, fax or call").fill(code.lower().replace("-", " "))
    page.get_by_role("button", name="Enter the code").click()
    expect(page.get_by_text("The code is right: it is you.")).to_be_visible()
    expect(page.get_by_label("Proof that it is you")).to_contain_text("Code of record")
