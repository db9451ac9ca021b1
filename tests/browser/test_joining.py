"""Joining as a person does it: sign up, open the mail, name the licence, land on one case. In two minutes."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from medpeer.cli.demo.people import PASSWORD
from tests.browser.conftest import Live, Visitor, free_port
from tests.conftest import settings_env

pytestmark = pytest.mark.browser

EMAIL = "o.hrytsenko@stlukes.example"
WAITING = "teo.marquardt@mailbox.example"
REVIEWER = "agnes.thorvaldsdottir@countygeneral.example"
# Card, Moran and Newell's keystroke-level model, seconds: a key of an average typist; pointing, homing, thinking.
KEY_S, ACT_S = 0.28, 1.1 + 0.4 + 1.35
LIMIT_S = 120


@pytest.fixture
def live(seeded_dir: Path, tmp_path: Path) -> Iterator[Live]:
    """Return a server of its own: who joins here is known to no other test."""
    shutil.copytree(seeded_dir, tmp_path / "data")
    port = free_port()
    env = {**settings_env(tmp_path / "data"), "PORT": str(port), "MEDPEER_DEMO": "1"}
    server = Live(url=f"http://127.0.0.1:{port}", data_dir=tmp_path / "data", env=env)
    server.start()
    yield server
    server.stop()


@dataclass
class Hands:
    """Somebody at a page, and how long their typing and clicking takes by the model."""

    page: Page
    spent_s: float = 0

    def type(self, label: str, text: str) -> None:
        """Type into the field of a label."""
        self.page.get_by_label(label, exact=True).fill(text)
        self.spent_s += ACT_S + len(text) * KEY_S

    def press(self, what: Locator) -> None:
        """Press a button or follow a link."""
        what.click()
        self.spent_s += ACT_S

    def button(self, name: str) -> None:
        """Press the button of a name."""
        self.press(self.page.get_by_role("button", name=name, exact=True))


def prove_address(hands: Hands) -> None:
    """Sign up and follow the mailed link, which lies in the demo's own mailbox."""
    page = hands.page
    page.goto("/sign-up")
    hands.type("E-mail address", EMAIL)
    hands.type("Password", PASSWORD)
    hands.button("Create the account")
    mail = page.get_by_role("link", name=re.compile("address", re.IGNORECASE)).first
    for _ in range(40):
        page.goto("/mailbox")
        if page.get_by_role("main").get_by_text(EMAIL).count():
            break
        page.wait_for_timeout(250)
    hands.press(mail)
    hands.press(page.locator("a[href*='/prove-email/']"))
    hands.type("Password", PASSWORD)
    hands.button("This is my address")


@pytest.mark.parametrize("scripts", [True, False])
def test_from_signing_up_to_a_first_case_in_two_minutes(visit: Visitor, scripts: bool) -> None:
    page = visit(scripts=scripts)
    hands = Hands(page)
    prove_address(hands)
    expect(page).to_have_url(re.compile("/join$"))

    hands.type("NPI", "1999900016")
    if scripts:
        page.get_by_label("NPI").blur()
    else:
        hands.button("Show whose number it is")
    expect(page.locator("#preview")).to_contain_text("O••••• H•••••••o, gastroenterology, Nevada")
    expect(page.get_by_role("main")).not_to_contain_text(re.compile("hrytsenko", re.IGNORECASE))
    page.get_by_label("Licence from").select_option("NV")
    hands.spent_s += 2 * ACT_S
    hands.type("First name", "Oksana")
    hands.type("Last name", "Hrytsenko")
    hands.type("Licence number", "SYN-20749")
    hands.button("Check my licence")

    expect(page.get_by_role("heading", level=1)).to_have_text("You are verified")
    expect(page.locator("#checks li.ok")).to_have_count(9)
    expect(page.locator("#checks li .src").nth(1)).to_contain_text("NPPES file")
    expect(page.locator("#proved")).to_contain_text("Proved at stlukes.example")
    expect(page.get_by_role("complementary")).to_contain_text("All that others will see")
    case = page.locator("#first-case").get_by_role("heading").inner_text()
    hands.press(page.locator("#first-case").get_by_role("link", name="Give your opinion"))
    expect(page.get_by_role("heading", level=1)).to_have_text(case)
    expect(page.get_by_label("Your reply")).to_be_visible()
    assert hands.spent_s < LIMIT_S


def ask_anew(page: Page) -> None:
    """Let the page ask now what it asks every ten seconds."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def ask_question(desk: Page, question: str) -> None:
    """Let a reviewer ask the applicant something, by the form that the desk sends."""
    desk.goto("/review")
    dossier = desk.get_by_role("link", name=re.compile("Marquardt")).first.get_attribute("href") or ""
    token = desk.locator("meta[name=csrf-token]").get_attribute("content") or ""
    sent: dict[str, str | float | bool] = {
        "csrf_token": token,
        "act": "ask",
        "reason": "ask_possession",
        "note": question,
    }
    assert desk.request.post(dossier, form=sent).ok


def test_a_page_left_open_keeps_up_with_the_application(visit: Visitor) -> None:
    page, other, desk = visit(WAITING), visit(WAITING), visit(REVIEWER)
    for one in (page, other):
        one.goto("/join")
        expect(one.locator("#queue")).to_contain_text("Nothing shows yet that it is you.")
    other.get_by_label("Note to the reviewer").fill("You reach me through the switchboard.")

    ask_question(desk, "Through whom do we reach you at work?")

    ask_anew(page)
    expect(page.get_by_role("heading", name="The reviewer asks")).to_be_visible()
    expect(page.locator("blockquote").first).to_have_text("Through whom do we reach you at work?")
    ask_anew(other)
    expect(other.get_by_role("status").filter(has_text="There is news of your application.")).to_be_visible()
    expect(other.get_by_label("Note to the reviewer")).to_have_value("You reach me through the switchboard.")
    other.get_by_role("link", name="Show it").click()
    expect(other.get_by_role("heading", name="The reviewer asks")).to_be_visible()
