"""A forgotten password, a new address and a deletion taken back, in a real browser, from mail to mail."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Newcomer, Visitor, sign_in
from tests.factories.people import PASSWORD

NEW, LATER = "seven quiet herons wading", "quince@mailbox.example"


def follow(page: Page, subject: str, to: str) -> None:
    """Open the newest mail of a subject to an address, once it is there, and follow its link."""
    page.goto("/mailbox")
    mail = page.get_by_role("link", name=re.compile(re.escape(subject)))
    for _ in range(60):
        if mail.count() and to in page.content():
            break
        page.wait_for_timeout(500)
        page.reload()
    mail.first.click()
    page.locator(".mailbody a").click()


def test_a_forgotten_password_is_set_from_the_mail_without_scripts(visit: Visitor, newcomer: Newcomer) -> None:
    email = "forgets@stlukes.example"
    newcomer(email)
    page = visit(scripts=False, width=390)
    page.goto("/sign-in")
    page.get_by_role("link", name="Have a link mailed").click()
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("button", name="Mail me a link").click()
    expect(page.get_by_role("heading", name="Check your mail")).to_be_visible()
    follow(page, "Set a new password", email)
    page.get_by_label("New password").fill(NEW)
    page.get_by_role("button", name="Set the password").click()
    expect(page.get_by_text("Your new password is set")).to_be_visible()
    sign_in(page, email, NEW)


def test_an_address_is_changed_by_two_mails_and_a_deletion_taken_back(visit: Visitor, newcomer: Newcomer) -> None:
    email = "moves@stlukes.example"
    newcomer(email)
    page = visit()
    sign_in(page, email, PASSWORD)
    page.goto("/account")
    page.get_by_role("link", name="Change the address").click()
    page.get_by_label("New address").fill(LATER)
    page.get_by_role("button", name="Change the address").click()
    expect(page.get_by_text("Has not answered yet")).to_have_count(2)
    follow(page, "Is this your new address?", LATER)
    page.get_by_role("button", name="This is my address").click()
    follow(page, "Your address is to change", email)
    page.get_by_role("button", name="Agree to the change").click()
    expect(page.get_by_role("heading", name="Your address is changed")).to_be_visible()
    page.goto("/account")
    expect(page.get_by_text(LATER)).to_be_visible()
    page.get_by_role("link", name="Delete the account").click()
    page.get_by_label("Withdraw my texts").check()
    page.get_by_role("button", name="Delete my account").click()
    expect(page.get_by_text("It closes on")).to_be_visible()
    follow(page, "Your account is to be deleted", LATER)
    page.get_by_role("button", name="Keep the account").click()
    page.goto("/account/leave")
    expect(page.get_by_role("button", name="Delete my account")).to_be_visible()


def test_a_file_that_was_fetched_is_said_to_be_gone_without_loading_the_page(
    visit: Visitor, newcomer: Newcomer
) -> None:
    newcomer("fetcher@mailbox.example")
    page = visit()
    sign_in(page, "fetcher@mailbox.example", PASSWORD)
    page.goto("/account/own-data")
    page.get_by_role("button", name="Make a file of my data").click()
    fetch = page.get_by_role("button", name="Fetch it")
    expect(fetch).to_be_visible()
    with page.expect_download() as download:
        fetch.click()
    assert download.value.suggested_filename == "medpeer-own-data.zip"
    expect(page.locator("#own-data")).to_contain_text("The last one was fetched and destroyed.")
    expect(fetch).to_have_count(0)
