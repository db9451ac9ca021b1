"""A stopped member reads why and appeals; a physician of another country gives the licence that they have."""

import pytest
from playwright.sync_api import expect

from medpeer.accounts import service
from medpeer.accounts.models import Physician, Standing
from medpeer.core.db import Database
from tests.browser.conftest import Newcomer, Visitor, sign_in
from tests.browser.test_every_page import violations
from tests.factories.licensing import npi_number
from tests.factories.membership import make_member
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False])
def test_a_suspended_member_reads_why_and_appeals(
    visit: Visitor, live_database: Database, newcomer: Newcomer, *, scripts: bool
) -> None:
    email = f"stopped{scripts}@mailbox.example".lower()
    member = newcomer(email, Standing.ACTIVE)
    make_member(live_database, member, npi=npi_number(70 + scripts), licence=f"MD-99{scripts:d}")
    for standing in (Standing.HELD, Standing.SUSPENDED):
        with live_database.transaction() as session:
            physician = session.get_one(Physician, member.physician_id)
            service.change_standing(session, physician, standing, actor_id=None)
    page = visit(scripts=scripts, width=1280 if scripts else 390)
    sign_in(page, email, PASSWORD)
    page.goto("/cases")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your membership")
    expect(page.get_by_role("main")).to_contain_text("A reviewer decided it.")
    if scripts:
        assert list(violations(page)) == []
    page.get_by_label("Note to the reviewer").fill("The entry is about somebody else of my name.")
    page.get_by_role("button", name="Send the appeal").click()
    expect(page.get_by_role("main")).to_contain_text("Your appeal is with another reviewer.")
    expect(page.get_by_role("main")).to_contain_text("The entry is about somebody else of my name.")
    expect(page.get_by_role("main")).to_contain_text("You appealed.")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_licence_of_another_country_needs_no_npi(visit: Visitor, newcomer: Newcomer, *, scripts: bool) -> None:
    email = f"abroad{scripts}@mailbox.example".lower()
    newcomer(email, Standing.EMAIL_OK)
    page = visit(scripts=scripts, width=390 if scripts else 1280)
    sign_in(page, email, PASSWORD)
    page.goto("/join")
    page.get_by_label("Licence from").select_option(label="United Kingdom")
    page.get_by_label("First name").fill("Ada")
    page.get_by_label("Last name").fill("Okonkwo")
    page.get_by_label("Licence number").fill(f"76543{scripts:d}1")
    page.get_by_label("Birth date").fill("1978-02-03")
    page.get_by_role("button", name="Check my licence").click()
    main = page.get_by_role("main")
    expect(main).to_contain_text(f"United Kingdom, 76543{scripts:d}1")
    expect(main).to_contain_text("3 February 1978")
    expect(main).to_contain_text("We have no list of your board. A reviewer looks your licence up.")
    if scripts:
        assert list(violations(page)) == []


def test_somebody_whose_licence_has_ended_reads_and_is_offered_nothing_to_write(visit: Visitor) -> None:
    page = visit("wendell.braithwaite@countygeneral.example", width=390, expected=("403",))
    strip = page.get_by_role("complementary", name="Your membership")
    for _ in range(60):  # the first round of a server that has just started finds it
        if strip.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(strip).to_contain_text("You read only.")
    tabs = page.get_by_role("navigation", name="Main, phone")
    expect(tabs.get_by_role("link")).to_have_text(["Round", "Cases", "Journals", "Chat"])
    page.goto("/account")
    expect(page.get_by_role("main")).to_contain_text("Licence lapsed: you can read, not write")
    expect(page.get_by_role("main")).to_contain_text("Ended on")
    expect(page.get_by_role("main")).not_to_contain_text("Everything here is open to you")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.goto("/cases/ask")
    expect(page.get_by_role("main")).to_contain_text("Renew it with your board.")
    page.goto("/join")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your membership")


def test_somebody_whose_licence_ends_soon_is_told_in_time(visit: Visitor) -> None:
    page = visit("shira.ben-ami@lakeside-medical.example")
    expect(page.get_by_role("complementary", name="Your membership")).to_contain_text("Your licence ends on")
