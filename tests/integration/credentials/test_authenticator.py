"""An authenticator app: set up, asked for, drifting, spent; recovery codes once only; nothing kept in the clear."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from medpeer.audit.models import AuditAction, AuditEntry
from medpeer.core.db import Database
from medpeer.credentials.models import RecoveryCode
from tests.conftest import state_of
from tests.factories.people import PASSWORD, People
from tests.integration.credentials.conftest import WAYS, Member


def test_a_password_alone_lets_nobody_in_once_an_app_is_set_up(member: Member) -> None:
    member.set_up_app()
    assert len(set(member.codes)) == 10
    member.new_browser()
    asked = member.give_password()
    assert asked.status_code == 200
    assert "One more step" in asked.text
    assert not member.is_signed_in()
    answer = member.second_step(member.app_code(), member.slip_of(asked))
    assert answer.headers["Location"] == "/account"
    assert member.is_signed_in()


def test_without_an_app_nothing_more_is_asked(member: Member) -> None:
    member.new_browser()
    assert member.give_password().headers["Location"] == "/account"


@pytest.mark.parametrize(("drift_s", "status"), [(-60, 422), (-30, 303), (0, 303), (30, 303), (90, 422)])
def test_a_phone_may_be_off_by_one_step(member: Member, drift_s: int, status: int) -> None:
    member.set_up_app()
    member.wait(minutes=5)
    member.new_browser()
    assert member.second_step(member.app_code(drift_s)).status_code == status


def test_a_code_works_once_and_none_before_it(member: Member) -> None:
    member.set_up_app()
    member.wait(minutes=5)
    code, earlier = member.app_code(), member.app_code(-30)
    for _ in range(2):
        member.new_browser()
        answer = member.second_step(code)
    assert answer.status_code == 422
    assert member.second_step(earlier).status_code == 422
    member.wait(seconds=30)
    assert member.second_step(member.app_code()).status_code == 303


def test_a_recovery_code_works_once(member: Member) -> None:
    member.set_up_app()
    member.new_browser()
    typed = member.codes[3].upper().replace("-", " ")
    assert member.second_step(typed).status_code == 303
    assert "9 of 10 left" in member.page()
    member.new_browser()
    assert member.second_step(member.codes[3]).status_code == 422
    assert member.second_step(member.codes[4]).status_code == 303


def test_fresh_recovery_codes_end_the_old_ones(member: Member) -> None:
    member.set_up_app()
    old = member.codes[0]
    assert "Your recovery codes" in member.post(f"{WAYS}/recovery-codes").text
    member.new_browser()
    assert member.second_step(old).status_code == 422


def test_one_persons_codes_open_no_other_account(member: Member, people: People) -> None:
    member.set_up_app()
    other = Member(
        member.app, people, member.clock, people.physician(email="ben@stlukes.example"), "ben@stlukes.example"
    )
    other.set_up_app()
    other.new_browser()
    assert other.second_step(member.codes[0]).status_code == 422
    assert other.second_step(member.app_code()).status_code == 422


def test_the_second_step_belongs_to_one_browser_for_half_an_hour_and_one_use(member: Member) -> None:
    member.set_up_app()
    member.new_browser()
    slip = member.slip_of(member.give_password())
    member.new_browser()
    assert member.second_step(member.app_code(), slip).headers["Location"] == "/sign-in"
    slip = member.slip_of(member.give_password())
    member.wait(minutes=31)
    assert member.second_step(member.app_code(), slip).headers["Location"] == "/sign-in"
    assert member.second_step(member.app_code(), "forged").headers["Location"] == "/sign-in"
    assert not member.is_signed_in()


def test_a_second_step_begun_with_an_old_password_ends_with_it(member: Member) -> None:
    member.set_up_app()
    owner = member.browser
    member.new_browser()
    thief, slip = member.browser, member.slip_of(member.give_password())
    member.browser = owner
    changed = member.post("/account/password", password=PASSWORD, new_password="seven quiet herons by the weir")
    assert changed.headers["Location"] == "/account"
    member.browser = thief
    assert member.second_step(member.app_code(), slip).headers["Location"] == "/sign-in"
    assert not member.is_signed_in()


def test_a_wrong_first_code_switches_nothing_on(member: Member) -> None:
    member.post(f"{WAYS}/authenticator")
    answer = member.post(f"{WAYS}/authenticator/confirm", code="000000")
    assert answer.status_code == 422
    assert "does not fit" in answer.text
    member.new_browser()
    assert member.give_password().status_code == 303


def test_a_confirmed_secret_is_never_shown_again(member: Member) -> None:
    member.set_up_app()
    assert member.browser.get(f"{WAYS}/authenticator").headers["Location"] == WAYS
    assert member.browser.get(f"{WAYS}/authenticator.svg").status_code == 404
    assert member.post(f"{WAYS}/authenticator").status_code == 409


@pytest.mark.parametrize("asked_by", ["reload", "address"])
def test_the_page_of_codes_loaded_again_says_that_they_were_shown(member: Member, asked_by: str) -> None:
    member.set_up_app()
    confirm = f"{WAYS}/authenticator/confirm"
    answer = member.post(confirm, code=member.app_code(-30)) if asked_by == "reload" else member.browser.get(confirm)
    assert (answer.status_code, answer.headers["Location"]) == (303, WAYS)
    page = member.page()
    assert "The app is on. Codes are shown once; you can make new ones." in page
    assert "10 of 10 left" in page
    assert member.codes[0] not in page


@pytest.mark.parametrize("begun", [True, False])
def test_confirming_what_does_not_wait_says_nothing_of_codes(member: Member, *, begun: bool) -> None:
    if begun:
        member.post(f"{WAYS}/authenticator")
    else:
        assert member.post(f"{WAYS}/authenticator/confirm", code="000000").headers["Location"] == WAYS
    assert member.browser.get(f"{WAYS}/authenticator/confirm").headers["Location"] == WAYS
    assert "The app is on" not in member.page()


def test_the_square_is_a_drawing_of_our_own_and_kept_nowhere(member: Member) -> None:
    member.post(f"{WAYS}/authenticator")
    answer = member.browser.get(f"{WAYS}/authenticator.svg")
    assert answer.mimetype == "image/svg+xml"
    assert answer.headers["Cache-Control"] == "no-store"
    assert b"<svg" in answer.data
    assert b"<script" not in answer.data


def test_removing_the_app_takes_its_codes_too(member: Member, database: Database) -> None:
    member.set_up_app()
    assert member.post(f"{WAYS}/authenticator/remove").status_code == 303
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(RecoveryCode)) == 0
    member.new_browser()
    assert member.give_password().status_code == 303


def test_nothing_secret_stands_in_the_database(member: Member, data_dir: Path) -> None:
    member.set_up_app()
    state_of(member.app).database.engine.dispose()
    kept = b"".join(path.read_bytes() for path in data_dir.rglob("*") if path.is_file())
    assert member.secret.encode() not in kept
    assert all(code.encode() not in kept and code.replace("-", "").encode() not in kept for code in member.codes)


def test_each_change_is_audited(member: Member, database: Database) -> None:
    member.set_up_app()
    member.post(f"{WAYS}/authenticator/remove")
    with database.reading() as session:
        changes = select(AuditEntry.reason).where(AuditEntry.action == AuditAction.CREDENTIAL_CHANGED)
        told = session.scalars(changes.order_by(AuditEntry.seq)).all()
    assert told == ["authenticator_added", "recovery_codes_renewed", "authenticator_removed"]


def test_a_wrong_password_is_not_told_apart_by_an_app(member: Member) -> None:
    member.set_up_app()
    member.new_browser()
    answer = member.give_password("not the password")
    assert answer.status_code == 422
    assert "do not belong together" in answer.text
    assert PASSWORD not in answer.text
