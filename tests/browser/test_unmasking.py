"""A handle is opened: one officer asks from the post, another agrees, both prove who they are, the member is told."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from config import load_settings
from medpeer.accounts.models import DeviceSession
from medpeer.app import create_app
from medpeer.cli.demo.people import PASSWORD
from tests.browser.conftest import Live, Visitor
from tests.conftest import settings_env, state_of

pytestmark = pytest.mark.browser

AUTHOR = "leilani.kahananui@countygeneral.example"
ONE = "agnes.thorvaldsdottir@countygeneral.example"
TWO = "desmond.achterberg@stlukes.example"
NAME = "Leilani Kahananui"


def prove(page: Page) -> None:
    """Say once more who one is."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it still you?")
    page.get_by_role("main").get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Go on").click()


def forget_proofs(live: Live) -> None:
    """Let everybody's last proof be an hour old."""
    database = state_of(create_app(load_settings(settings_env(live.data_dir)))).database
    with database.transaction() as session:
        session.execute(update(DeviceSession).values(proved_at=database.context.clock.now() - timedelta(hours=1)))
    database.engine.dispose()


@pytest.mark.parametrize("scripts", [True, False])
def test_two_officers_open_a_handle_and_its_member_is_told(visit: Visitor, live: Live, *, scripts: bool) -> None:
    author, one, two = visit(AUTHOR), visit(ONE, scripts=scripts), visit(TWO, scripts=scripts)
    author.goto("/threads/3")
    author.get_by_label("Your reply").fill(f"Keep the dose as it is{'.' if scripts else ' for now.'}")
    author.get_by_role("button", name="Post the reply").click()
    number = author.locator(".post").filter(has_text="Keep the dose").last.get_attribute("id")
    assert number
    forget_proofs(live)

    one.goto(f"/threads/3#{number}")
    one.locator(f"#{number}").get_by_role("link", name="Report").click()
    one.get_by_role("link", name="Ask who wrote it").click()
    ask = one.get_by_role("button", name="Ask another officer to agree")
    one.get_by_label("Why it has to be known").select_option("patient_in_danger")
    ask.click()
    prove(one)
    # What was asked about is still there; the reason is given with the proof.
    one.get_by_label("Why it has to be known").select_option("patient_in_danger")
    ask.click()
    expect(one.get_by_role("main")).to_contain_text("Another privacy officer decides")
    expect(one.get_by_role("button", name="Agree")).to_have_count(0)

    two.goto("/")
    two.get_by_role("navigation", name="Main", exact=True).get_by_role("link", name="Unmasking 1").click()
    two.get_by_role("navigation", name="Requests").get_by_role("link").first.click()
    two.get_by_role("button", name="Agree and tell the member").click()
    prove(two)
    two.get_by_role("button", name="Agree and tell the member").click()
    expect(two.get_by_role("main")).not_to_contain_text(NAME)
    for officer in (one, two):
        officer.reload()
        officer.get_by_role("button", name="Show the name").click()
        expect(officer.get_by_role("main")).to_contain_text(NAME)

    author.goto("/notifications")
    expect(author.get_by_role("main")).to_contain_text("Two privacy officers learned who you are in this thread")
    author.get_by_role("link", name="Two privacy officers").first.click()
    expect(author.get_by_role("main")).to_contain_text("A patient is in danger")
    expect(author.get_by_role("main")).to_contain_text("2 times")
