"""What an applicant sees while they wait, of whose number it is, and where they land once they are in."""

import time
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from config import load_settings
from medpeer.accounts.models import BadgeLevel, BadgeRule, Role, Specialty, Standing
from medpeer.app import create_app
from medpeer.core.clock import SettableClock
from medpeer.core.db import Database
from medpeer.gate import Surface
from medpeer.licensing.events import ClaimDecided
from medpeer.licensing.models import ClaimDecision, ClaimStatus, LicenceClaim
from medpeer.licensing.policy import DecisionAct, DecisionReason
from medpeer.licensing.queries.waiting import usual_wait
from medpeer.notifications.mail import choose_letter
from tests.conftest import settings_env, state_of
from tests.factories.discussions import Discussions
from tests.factories.licensing import NPI, deactivated_line, hold, line, load, npi_number
from tests.factories.people import People
from tests.factories.statements import counted_queries
from tests.factories.texts import cleared
from tests.integration.onboarding.conftest import Applicant, main_of

OUTSIDE = "miriam.okonjo@mailbox.example"
UNKNOWN = npi_number(9)
LIVE = 'data-url="'


def waits(applicant: Applicant, **typed: str) -> str:
    """Bring somebody from another mailbox to the queue and return their page."""
    applicant.email = OUTSIDE
    applicant.prove_and_sign_in()
    assert applicant.claim(**typed).status_code == 303
    return applicant.page()


def status_address(page: str) -> str:
    """Return what the page asks by itself."""
    return page.split(LIVE)[1].split('"', maxsplit=1)[0].replace("&amp;", "&")


def look_up(applicant: Applicant, npi: str) -> str:
    """Ask whose number it is and return the page's content without the number itself."""
    answer = applicant.post("/join/preview", npi=npi)
    assert answer.status_code == 200
    return main_of(answer.text).replace(npi, "")


@pytest.mark.usefixtures("register")
def test_a_number_is_shown_masked_to_whoever_proved_an_address(applicant: Applicant) -> None:
    applicant.prove_and_sign_in()
    shown = look_up(applicant, NPI)
    assert "M••••• O••••O, nephrology, Nebraska" in shown
    for hidden in ("OKONJO", "Okonjo", "MIRIAM", "OMAHA", "Omaha", "10037"):
        assert hidden not in shown
    part = applicant.browser.post(
        "/join/preview",
        data={"npi": NPI, "csrf_token": applicant.people.csrf(applicant.browser)},
        headers={"HX-Request": "true"},
    )
    assert "M••••• O••••O" in part.text
    assert "<html" not in part.text
    assert "<button" not in part.text, "Enter would press it"


@pytest.mark.usefixtures("register")
def test_nobody_without_a_proved_address_is_shown_anything(app: Flask, applicant: Applicant, people: People) -> None:
    stranger = app.test_client()
    stranger.get("/sign-up")
    asked = stranger.post("/join/preview", data={"npi": NPI, "csrf_token": people.csrf(stranger)})
    assert asked.status_code in {401, 303}
    actor = people.physician(standing=Standing.REGISTERED, email=applicant.email)
    applicant.browser = people.client(actor)
    for npi in (NPI, UNKNOWN):
        refused = applicant.post("/join/preview", npi=npi)
        assert refused.status_code == 403
        assert "•" not in refused.text


def test_every_number_that_no_active_physician_has_is_answered_alike(
    applicant: Applicant, database: Database, tmp_path: Path
) -> None:
    load(
        database,
        tmp_path,
        line(),
        deactivated_line(npi_number(1)),
        line(npi_number(2), entity="2"),
        line(npi_number(3), code="163W00000X"),
    )
    applicant.prove_and_sign_in()
    applicant.page()
    answers = {look_up(applicant, npi) for npi in (UNKNOWN, *map(npi_number, (1, 2, 3)))}
    assert len(answers) == 1
    assert "There is nothing to show for this number" in answers.pop()


@pytest.mark.usefixtures("register")
def test_a_members_number_is_answered_like_anybody_elses(
    applicant: Applicant, database: Database, people: People
) -> None:
    applicant.prove_and_sign_in()
    applicant.page()
    before = look_up(applicant, NPI)
    hold(database, people.physician(), NPI)
    with counted_queries(database) as asked:
        assert look_up(applicant, NPI) == before
    assert not any("licence_holding" in statement for statement in asked)


def test_only_so_many_numbers_are_shown_to_a_person_and_to_a_network(data_dir: Path) -> None:
    env = settings_env(data_dir) | {"MEDPEER_RATE_LIMITS": "1", "MEDPEER_TRUSTED_PROXIES": "1"}
    app = create_app(load_settings(env))
    people = People(app, state_of(app).database)

    def asked(network: str) -> list[int]:
        browser = people.client(people.physician(standing=Standing.EMAIL_OK, specialty=None))
        browser.environ_base["HTTP_X_FORWARDED_FOR"] = network
        token = people.csrf(browser)
        return [
            browser.post("/join/preview", data={"npi": npi, "csrf_token": token}).status_code
            for npi in ("1999000016", *map(npi_number, range(11)))
        ]

    for _ in range(6):
        assert asked("203.0.113.9") == [422, *[200] * 10, 429]
    assert set(asked("203.0.113.9")) == {429}
    assert asked("198.51.100.4")[1] == 200
    state_of(app).database.engine.dispose()


@pytest.mark.usefixtures("register")
def test_whoever_may_not_file_any_more_learns_of_no_number(applicant: Applicant) -> None:
    applicant.email = OUTSIDE
    applicant.prove_and_sign_in()
    for number in range(5):
        assert applicant.claim(licence_number=f"9{number}").status_code == 303
    assert applicant.post("/join/preview", npi=NPI).status_code == 429


@pytest.mark.usefixtures("register")
def test_what_was_typed_stays_where_a_number_is_looked_up_without_scripts(applicant: Applicant) -> None:
    applicant.prove_and_sign_in()
    assert "<noscript>" in applicant.page()
    page = applicant.post("/join/preview", npi=NPI, last_name="Okonjo", licence_number="10037").text
    for typed in (f'value="{NPI}"', "\nOkonjo</textarea>", 'value="10037"'):
        assert typed in page


@pytest.mark.usefixtures("register")
def test_enter_files_the_claim_and_an_address_left_standing_leads_back(applicant: Applicant) -> None:
    applicant.prove_and_sign_in()
    first = applicant.page().split('id="claim"')[1].split("<button")[1].split("</button>")[0]
    assert first.endswith(">Check my licence")
    assert "formaction" not in first
    back = applicant.browser.get("/join/preview")
    assert (back.status_code, back.headers["Location"]) == (303, "/join")


@pytest.mark.parametrize(
    ("npi", "said"),
    [("19990", "An NPI has ten digits; this has five."), ("1999900017", "its check digit does not agree")],
)
def test_a_number_that_can_be_none_says_what_is_wrong_before_and_after_it_is_sent(
    applicant: Applicant, npi: str, said: str
) -> None:
    applicant.prove_and_sign_in()
    for path in ("/join/preview", "/join"):
        answer = applicant.post(path, npi=npi, licence_state="NE", licence_number="10037")
        assert (answer.status_code, said in answer.text) == (422, True)


@pytest.mark.usefixtures("register")
def test_each_check_names_its_source_and_its_age(applicant: Applicant) -> None:
    page = waits(applicant)
    for words in ("NPPES file, 11 days old", "Board file, 2 days old", "Exclusion list file, 2 days old", "Checked "):
        assert words in page


@pytest.mark.usefixtures("register")
def test_an_open_page_is_told_of_another_answer(applicant: Applicant, people: People, database: Database) -> None:
    address = status_address(waits(applicant))
    first = applicant.browser.get(address)
    assert (first.status_code, "<html" in first.text) == (200, False)
    assert "You are next." in first.text
    assert applicant.browser.get(address).text == first.text
    desk = people.client(people.physician(Role.REVIEWER))
    data = {"csrf_token": people.csrf(desk), "act": "ask", "reason": "ask_name", "note": "Since when?"}
    assert desk.post(f"/review/{claim_of(database).id}", data=data).status_code == 303
    turned = applicant.browser.get(address)
    assert (turned.status_code, turned.text) == (205, "")
    assert applicant.browser.get(status_address(applicant.page())).status_code == 200


def claim_of(database: Database) -> LicenceClaim:
    """Return the newest claim."""
    with database.reading() as session:
        return session.scalars(select(LicenceClaim).order_by(LicenceClaim.id.desc()).limit(1)).one()


@pytest.mark.usefixtures("register")
def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(
    applicant: Applicant, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = status_address(waits(applicant))
    began = time.time()
    monkeypatch.setattr(time, "time", lambda: began + 300)
    assert "Set-Cookie" not in applicant.browser.get(address).headers
    assert "Set-Cookie" in applicant.browser.get("/join").headers


@pytest.mark.usefixtures("register")
def test_nobody_hears_of_anothers_application(app: Flask, applicant: Applicant, people: People) -> None:
    address = status_address(waits(applicant))
    assert app.test_client().get(address).status_code == 303
    member = people.client(people.physician())
    assert member.get(address).status_code == 205


@pytest.mark.usefixtures("register")
def test_how_long_it_takes_is_said_once_there_are_answers_enough(
    applicant: Applicant, database: Database, people: People, clock: SettableClock
) -> None:
    waits(applicant)
    reviewer = people.physician(Role.REVIEWER)
    for hours, words in (
        (1, "too few answers lately"),
        (3, "too few answers lately"),
        (50, "Half of the last three answers came within 3 h 00."),
    ):
        decided(database, clock, reviewer.physician_id, people.physician().physician_id, timedelta(hours=hours))
        assert words in applicant.page()
    with database.reading() as session:
        clock.set(clock.now() + timedelta(days=31))
        assert usual_wait(session) is None


def decided(database: Database, clock: SettableClock, reviewer_id: int, physician_id: int, wait: timedelta) -> None:
    """Let a reviewer answer twice: first after ``wait``, which counts, and once more."""
    first = claim_of(database)
    with database.transaction() as session:
        like = session.get_one(LicenceClaim, first.id)
        claim = LicenceClaim(
            physician_id=physician_id,
            register=like.register,
            npi_sealed=like.npi_sealed,
            number_digest="0" * 64,
            jurisdiction=like.jurisdiction,
            licence_sealed=like.licence_sealed,
            filed_at=clock.now() - timedelta(days=9),
            first_name=cleared(session, "Ann", Surface.PERSON_NAME),
            last_name=cleared(session, "Brandt", Surface.PERSON_NAME),
            status=ClaimStatus.REJECTED,
        )
        session.add(claim)
        session.flush()
        for decided_at in (claim.filed_at + wait, claim.filed_at + timedelta(days=5)):
            session.add(
                ClaimDecision(
                    claim_id=claim.id,
                    reviewer_id=reviewer_id,
                    act=DecisionAct.REJECT,
                    reason=DecisionReason.NO_ANSWER,
                    decided_at=decided_at,
                )
            )


@pytest.mark.usefixtures("register")
def test_what_is_missing_comes_with_the_way_to_mend_it(applicant: Applicant) -> None:
    page = waits(applicant, licence_number="99999")
    assert "That licence is not on record." in page
    assert 'href="/join?change=1">Change what you gave</a>' in page
    assert 'One proof is enough. <a href="/join/proof">Prove it</a>' in page


@pytest.mark.usefixtures("register")
def test_a_new_member_lands_on_one_unanswered_case_of_their_specialty(
    applicant: Applicant, database: Database, people: People
) -> None:
    discussions = Discussions(database)
    asker = people.physician()
    discussions.thread(asker, space="cardiology", title="Broad complexes: which drug?")
    own = discussions.thread(asker, title="Which diuretic next?")
    discussions.reply(people.physician(), discussions.thread(asker, title="Answered already"))
    applicant.prove_and_sign_in()
    assert "Which diuretic next?" not in applicant.page()
    applicant.claim()
    page = main_of(applicant.page())
    assert "You are verified" in page
    assert f'href="/threads/{own}#reply"' in page
    assert "Broad complexes" not in page
    assert "Answered already" not in page
    assert applicant.browser.get(f"/threads/{own}").status_code == 200


@pytest.mark.usefixtures("register")
def test_without_a_case_of_the_specialty_another_waits_and_without_any_the_round(
    applicant: Applicant, database: Database, people: People
) -> None:
    applicant.prove_and_sign_in()
    applicant.claim()
    assert 'href="/"' in main_of(applicant.page())
    Discussions(database).thread(people.physician(), space="cardiology", title="Broad complexes: which drug?")
    assert "Broad complexes: which drug?" in applicant.page()


@pytest.mark.usefixtures("register")
def test_the_badge_shown_is_the_one_that_others_see(applicant: Applicant, database: Database) -> None:
    applicant.prove_and_sign_in()
    assert "Physician</span>" in applicant.page()
    applicant.claim()
    with database.transaction() as session:
        session.merge(BadgeRule(specialty=Specialty.NEPHROLOGY, state="NE", level=BadgeLevel.REGION))
    assert "Nephrology, Midwest</span>" in applicant.page()


@pytest.mark.usefixtures("register")
def test_after_the_last_appeal_no_form_pretends_that_there_is_another(
    applicant: Applicant, people: People, database: Database
) -> None:
    waits(applicant)
    number = claim_of(database).id
    for turn in range(3):
        desk = people.client(people.physician(Role.REVIEWER))
        data = {"csrf_token": people.csrf(desk), "act": "reject", "reason": "not_licensed"}
        assert desk.post(f"/review/{number}", data=data).status_code == 303
        page = applicant.page()
        assert "You were not admitted." in page
        assert "A reviewer looks at" not in page
        assert ("Send the appeal" in page) is (turn < 2)
        assert applicant.post("/join/note", body="The board can confirm it.").status_code == (303 if turn < 2 else 409)
    assert "Two reviewers have decided on your appeals." in applicant.page()
    assert len(applicant.mails()) == 4


def test_a_decision_on_a_claim_that_is_destroyed_is_mailed_to_nobody(database: Database) -> None:
    with database.reading() as session:
        assert choose_letter(session, ClaimDecided(claim_id=4711, decision_id=1)) is None
