"""The idle log-off in a real browser: a warning in time, staying, and leaving nothing on the screen."""

from playwright.sync_api import expect

from medpeer.cli.demo import content
from tests.browser.conftest import Visitor, sign_in


def test_an_idle_page_warns_stays_and_goes(visit: Visitor) -> None:
    page = visit(expected=("400",))
    page.clock.install()
    sign_in(page, content.physicians()[6]["email"])
    page.goto("/account")
    warning = page.get_by_role("dialog", name="Are you still there?")
    page.clock.fast_forward("56:00")
    expect(warning).to_have_count(0)
    page.clock.fast_forward("01:30")
    expect(warning).to_be_visible()
    expect(warning).to_contain_text("2 minutes")
    page.get_by_role("button", name="Stay signed in").click()
    expect(warning).to_have_count(0)
    page.clock.fast_forward("59:30")
    page.wait_for_url("**/sign-in?next=%2Faccount")
    # Not the page alone: the sign-in has ended.
    page.goto("/account")
    assert "/sign-in" in page.url
