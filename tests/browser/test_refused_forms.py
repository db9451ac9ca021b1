"""What a form that was refused does for the hands: Enter, the focus, and a refusal that no longer holds."""

import re

import pytest
from playwright.sync_api import expect

from medpeer.accounts.models import Standing
from medpeer.cli.demo.people import PASSWORD as DEMO_PASSWORD
from tests.browser.conftest import Newcomer, Visitor, sign_in
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.browser

MEMBER = "agnes.thorvaldsdottir@countygeneral.example"


def test_enter_files_the_claim_and_a_right_number_takes_its_refusal_away(visit: Visitor, newcomer: Newcomer) -> None:
    newcomer("enter@mailbox.example", Standing.EMAIL_OK)
    page = visit(expected=("422",))
    sign_in(page, "enter@mailbox.example", PASSWORD)
    page.goto("/join")
    number, licence = page.get_by_label("NPI"), page.get_by_label("Licence number")
    page.get_by_label("Licence from").select_option("NV")
    page.get_by_label("First name").fill("Oksana")
    page.get_by_label("Last name").fill("Hrytsenko")
    number.fill("19999")
    licence.fill("SYN-20749")
    licence.press("Enter")
    expect(page.locator("#field-npi-error")).to_contain_text("this has five")
    expect(number).to_have_attribute("aria-invalid", "true")
    expect(number).to_be_focused()

    number.fill("NPI: 1999-900-016")
    number.blur()
    expect(page.locator("#preview")).to_contain_text("O••••• H•••••••o")
    expect(page.locator("#field-npi-error")).to_have_count(0)
    expect(number).not_to_have_attribute("aria-invalid", "true")
    licence.press("Enter")
    expect(page).to_have_url(re.compile("/join$"))
    expect(page.get_by_role("main")).to_contain_text("Nevada, SYN-20749")


def test_a_refused_sign_up_leads_to_its_first_fault(visit: Visitor) -> None:
    page = visit(expected=("422",), width=390)
    page.goto("/sign-up")
    page.get_by_label("E-mail address").fill("somebody@mailbox.example")
    page.get_by_label("Password", exact=True).fill("short")
    page.evaluate("document.querySelector('main form').noValidate = true")
    page.get_by_role("button", name="Create the account").click()
    expect(page.locator("main [aria-invalid=true]").first).to_be_focused()
    expect(page.locator("main .fielderr").first).to_be_in_viewport()


def test_a_refused_new_password_leads_to_its_first_fault(visit: Visitor) -> None:
    page = visit(MEMBER, expected=("422",))
    page.goto("/account/password")
    for label in ("Present password", "New password"):
        page.get_by_label(label, exact=True).fill(DEMO_PASSWORD[:3])
    page.evaluate("document.querySelector('main form').noValidate = true")
    page.get_by_role("button", name="Change the password").click()
    expect(page.locator("main [aria-invalid=true]").first).to_be_focused()
