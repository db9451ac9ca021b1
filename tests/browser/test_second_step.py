"""An authenticator app and its second step in a real browser, without scripts; wide enough and accessible."""

import pyotp
from playwright.sync_api import Page, expect

from tests.browser.conftest import Newcomer, Visitor, sign_in
from tests.browser.test_every_page import violations
from tests.factories.people import PASSWORD

EMAIL = "two.steps@stlukes.example"


def give_password(page: Page) -> None:
    """Give address and password; the second step follows."""
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()


def give_code(page: Page, code: str) -> None:
    """Type a code and send it with the keyboard alone: the field has the focus already."""
    expect(page.get_by_label("Code")).to_be_focused()
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def test_an_app_is_set_up_and_asked_for_without_scripts(visit: Visitor, newcomer: Newcomer) -> None:
    page = visit(scripts=False, width=390)
    newcomer(EMAIL)
    sign_in(page, EMAIL, PASSWORD)
    page.goto("/account/ways-in")
    page.get_by_role("button", name="Set up an app").click()
    square = page.get_by_role("img", name="The square to scan")
    expect(square).to_be_visible()
    assert square.evaluate("image => image.complete && image.naturalWidth > 100")
    secret = page.locator("dl.given code").inner_text().replace(" ", "")
    page.get_by_label("The six digits").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Switch it on").click()
    codes = page.locator(".codes li")
    expect(codes).to_have_count(10)
    spare = codes.first.inner_text()
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_text("10 of 10 left")).to_be_visible()

    new_phone = visit(scripts=False, width=390)
    give_password(new_phone)
    give_code(new_phone, "000000")
    expect(new_phone.get_by_text("This code does not fit")).to_be_visible()
    new_phone.get_by_label("Code").fill(spare)
    new_phone.keyboard.press("Enter")
    new_phone.wait_for_url(lambda url: "/sign-in" not in url)
    new_phone.goto("/account/ways-in")
    expect(new_phone.get_by_text("9 of 10 left")).to_be_visible()
    new_phone.get_by_role("button", name="Remove the app").click()
    expect(new_phone.get_by_text("no longer opens this account")).to_be_visible()


def test_pages_on_the_way_are_accessible(visit: Visitor, newcomer: Newcomer) -> None:
    page = visit(width=390, scheme="dark", expected=("410",))
    newcomer("looks@stlukes.example")
    sign_in(page, "looks@stlukes.example", PASSWORD)
    page.goto("/account/ways-in")
    page.get_by_role("button", name="Set up an app").click()
    expect(page.get_by_role("heading", name="Set up an authenticator app")).to_be_visible()
    faults = [*violations(page)]
    secret = page.locator("dl.given code").inner_text().replace(" ", "")
    page.get_by_label("The six digits").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Switch it on").click()
    expect(page.locator(".codes li")).to_have_count(10)
    faults += violations(page)
    for place in ("/account/ways-in", "/account/prove", "/sign-in/link/none"):
        page.goto(place)
        faults += violations(page)
        if page.evaluate("document.documentElement.scrollWidth") > 390:
            faults.append(f"{place} is too wide")
    page.goto("/account/ways-in")
    page.get_by_role("button", name="Remove the app").click()
    expect(page.get_by_text("no longer opens this account")).to_be_visible()
    assert faults == []
