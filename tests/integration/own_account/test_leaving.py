"""Deleting an account: time to change one's mind, then nothing is left of the person but numbers and digests."""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import cycle
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from medpeer.accounts import service as accounts
from medpeer.accounts.models import DeviceSession, Physician, PhysicianRole, Role, Standing
from medpeer.audit import verify_chain
from medpeer.core.clock import SettableClock
from medpeer.core.content import ContentKind
from medpeer.core.db import Base, Database
from medpeer.discussions.models import Follow
from medpeer.gate.verify import verify_texts
from medpeer.leaving.models import Departure, TextsChoice, Withdrawal
from medpeer.leaving.service.announcing import ask_to_leave
from medpeer.licensing.models import ClaimStatus, LicenceClaim
from medpeer.licensing.models.departed import DepartedMark
from medpeer.licensing.models.documents import ClaimDocument
from medpeer.licensing.policy.documents import DocumentKind, DocumentMedia
from medpeer.moderation.vocabulary import Outcome, ReportReason
from medpeer.unmasking import service as unmasking
from medpeer.unmasking.models import UnmaskingReason
from tests.conftest import state_of
from tests.factories.discussions import Discussions
from tests.factories.images import png
from tests.factories.membership import make_member
from tests.factories.moderation import Moderation
from tests.factories.people import People
from tests.factories.postgres import app, migrated_postgres, postgres_url
from tests.factories.world import build_world
from tests.integration.onboarding.conftest import Applicant, applicant, register, sink
from tests.integration.own_account.conftest import Mails, Member, address_of, find_physician

__all__ = ["app", "applicant", "migrated_postgres", "postgres_url", "register", "sink"]

PLACE = "/account/leave"
FIRST, LAST = "Zephyrine", "Quackenbush"
ASKED, CLOSED = "Your account is to be deleted", "Your account is deleted"


@pytest.fixture
def named(member: Member, people: People) -> Member:
    """Return a member with a name that stands nowhere else."""
    member.email = "zephyrine@stlukes.example"
    member.actor = people.physician(Role.MODERATOR, email=member.email, first=FIRST, last=LAST)
    member.browser = people.client(member.actor)
    return member


def ask(member: Member, texts: TextsChoice = TextsChoice.LEAVE) -> None:
    """Ask for the account to be deleted."""
    assert member.post(PLACE, texts=texts.value).headers["Location"] == PLACE


def let_pass(member: Member, mails: Mails, *days: float) -> None:
    """Let days pass, one after the other, with everything that falls due."""
    for length in days:
        member.wait(days=length)
        mails.keep_time()


def standing(database: Database, member: Member) -> Standing:
    """Return where the account stands."""
    return find_physician(database, member.actor.physician_id).standing


def test_for_two_weeks_nothing_changes_and_one_press_keeps_the_account(
    named: Member, mails: Mails, database: Database
) -> None:
    ask(named)
    assert "closes on" in named.page("/account")
    let_pass(named, mails, 13)
    assert standing(database, named) is Standing.ACTIVE
    named.new_browser()
    named.give_password()
    assert "Keep my account" in named.page(PLACE)
    assert named.post(f"{PLACE}/stay").headers["Location"] == "/account"
    let_pass(named, mails, 2, 30)
    assert standing(database, named) is Standing.ACTIVE
    assert named.browser.get(mails.link(named.email, ASKED)).status_code == 410


def test_the_mailbox_keeps_the_account_without_signing_in(named: Member, mails: Mails, database: Database) -> None:
    ask(named)
    link = mails.link(named.email, ASKED)
    named.new_browser()
    assert named.browser.get(link).status_code == 200
    assert named.post(f"{link}x").status_code == 410
    assert named.post(link).headers["Location"] == "/sign-in"
    assert named.post(link).status_code == 410
    let_pass(named, mails, 20)
    assert standing(database, named) is Standing.ACTIVE


def test_asking_needs_a_fresh_proof_and_a_choice(named: Member, database: Database) -> None:
    assert named.post(PLACE, texts="everything").status_code == 422
    named.wait(minutes=11)
    assert "/account/prove" in named.post(PLACE, texts="leave").headers["Location"]
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Departure)) == 0


def test_a_closed_account_has_no_way_in(named: Member, mails: Mails, database: Database) -> None:
    named.set_up_app()
    ask(named)
    let_pass(named, mails, 14)
    assert standing(database, named) is Standing.LEFT
    assert not named.is_signed_in()
    assert named.give_password().status_code == 422
    named.post("/forgotten-password", email=named.email)
    assert CLOSED in mails.subjects(named.email)
    assert "Set a new password" not in mails.subjects(named.email)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(PhysicianRole)) == 0
    let_pass(named, mails, 1)
    assert address_of(database, named.actor.physician_id) == ""
    assert mails.subjects(named.email) == []


def test_a_person_is_on_no_page_of_the_disk_any_more(
    named: Member, mails: Mails, database: Database, data_dir: Path, people: People
) -> None:
    """Name, address, the sealed values and the document's file are looked for in every byte."""
    parts = state_of(named.app)
    claim = make_member(database, named.actor)
    place = parts.documents.write(png())
    with database.transaction() as session:
        session.add(
            ClaimDocument(
                claim_id=claim,
                physician_id=named.actor.physician_id,
                kind=DocumentKind.LICENCE,
                media_type=DocumentMedia.PNG,
                place=place,
                added_at=named.clock.now(),
            )
        )
    named.set_up_app()
    named.post("/account/address", email="zephyrine.quackenbush@lakeside-medical.example")
    talk = Discussions(database)
    thread = talk.thread(named.actor, shows_name=True)
    talk.reply(people.physician(), thread)
    with database.reading() as session:
        row = session.get_one(Physician, named.actor.physician_id)
        filed = session.get_one(LicenceClaim, claim)
        digests = {filed.number_digest}
        traces: list[str | bytes] = [FIRST, LAST, named.email, row.email_sealed, row.email_digest, place]
        traces += [filed.npi_sealed, filed.licence_sealed]
    ask(named)
    mails.relay.drain()
    assert found(data_dir, database, traces) == set(map(as_bytes, traces))
    let_pass(named, mails, 14, 1)
    database.engine.dispose()
    assert found(data_dir, database, traces) == set()
    with database.reading() as session:
        assert set(session.scalars(select(DepartedMark.digest))) == digests
        assert session.scalar(select(func.count()).select_from(DeviceSession)) == 1
        assert session.scalar(select(func.count()).select_from(Follow)) == 1
        assert list(verify_chain(session)) == []
        assert list(verify_texts(session)) == []
    page = people.client(people.physician()).get(f"/threads/{thread}").text
    assert "falling potassium" in page
    assert LAST not in page


def as_bytes(trace: str | bytes) -> bytes:
    """Return a trace as it would lie on a disk."""
    return trace if isinstance(trace, bytes) else trace.encode()


def found(folder: Path, database: Database, traces: Iterable[str | bytes]) -> set[bytes]:
    """Return which traces stand in any file or its name, or in any row that a database server keeps."""
    content = b"".join(path.name.encode() + path.read_bytes() for path in folder.rglob("*") if path.is_file())
    if database.engine.dialect.name != "sqlite":
        # What lies in its files is the server's own matter; a backup of it holds the rows.
        content += b"\n".join(rows(database))
    return {one for one in map(as_bytes, traces) if one in content}


def rows(database: Database) -> Iterator[bytes]:
    """Yield every value of every row, as the server holds it."""
    with database.engine.connect() as connection:
        for name in Base.metadata.tables:
            for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"'):
                yield from (as_bytes(one if isinstance(one, bytes) else str(one)) for one in row)


def test_a_killed_destruction_is_done_again(named: Member, mails: Mails, database: Database) -> None:
    ask(named)
    let_pass(named, mails, 14)
    named.wait(days=1)
    keeper = state_of(named.app).accounts
    keeper.run_once()
    first = find_physician(database, named.actor.physician_id)
    keeper.run_once()
    assert find_physician(database, named.actor.physician_id).email_digest == first.email_digest


def test_an_open_report_or_request_keeps_the_identity_until_it_is_settled(
    named: Member, mails: Mails, database: Database, people: People
) -> None:
    talk, desk = Discussions(database), Moderation(database)
    reader, moderator = people.physician(), people.physician(Role.MODERATOR)
    officer = people.physician(Role.PRIVACY_OFFICER)
    post = talk.reply(named.actor, talk.thread(reader))
    ask(named, TextsChoice.WITHDRAW)
    case = desk.report(reader, post, reason=ReportReason.UNSAFE_ADVICE)
    let_pass(named, mails, 14, 1, 31)
    assert standing(database, named) is Standing.LEFT
    assert address_of(database, named.actor.physician_id) == named.email
    with database.transaction() as session:
        kind = ContentKind.POST
        unmasking.request_unmasking(session, officer, kind, post, UnmaskingReason.COURT_ORDER)
    desk.decide(moderator, case, Outcome.REINSTATE)
    let_pass(named, mails, 3)
    assert address_of(database, named.actor.physician_id) == named.email
    let_pass(named, mails, 5)
    assert address_of(database, named.actor.physician_id) == ""


@pytest.mark.usefixtures("register")
def test_who_was_suspended_does_not_come_back_by_deletion(
    applicant: Applicant, database: Database, mails: Mails, member: Member, people: People
) -> None:
    leave_and_return(applicant, database, mails, member, suspended=True)
    with database.reading() as session:
        (claim,) = session.scalars(select(LicenceClaim))
    assert claim.status is ClaimStatus.HELD
    desk = people.client(people.physician(Role.SENIOR_REVIEWER, Role.REVIEWER)).get(f"/review/{claim.id}").text
    assert re.search(r"was deleted on \d+ \w+ \d{4}, while it was shut out or refused\.", desk)
    assert "Another account" not in desk


@pytest.mark.usefixtures("register")
def test_who_left_in_good_standing_is_looked_at_by_a_person(
    applicant: Applicant, database: Database, mails: Mails, member: Member
) -> None:
    leave_and_return(applicant, database, mails, member, suspended=False)
    with database.reading() as session:
        (claim,) = session.scalars(select(LicenceClaim))
    assert claim.status is ClaimStatus.NEEDS_REVIEW
    assert "deleted" not in applicant.page()


def leave_and_return(
    applicant: Applicant, database: Database, mails: Mails, member: Member, *, suspended: bool
) -> None:
    """Join, be suspended or not, have the account deleted, and join again from another mailbox."""
    applicant.prove_and_sign_in()
    applicant.claim()
    if suspended:
        with database.transaction() as session:
            physician = session.scalars(select(Physician).where(Physician.standing == Standing.ACTIVE)).all()[-1]
            accounts.change_standing(session, physician, Standing.SUSPENDED, actor_id=None)
        applicant.sign_in()
    applicant.post(PLACE, texts="leave")
    let_pass(member, mails, 14, 1)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(LicenceClaim)) == 0
        assert session.scalar(select(func.count()).select_from(DepartedMark)) in {2, 3}
    applicant.email = "m.okonjo@stlukes.example"
    applicant.browser = applicant.app.test_client()
    applicant.browser.get("/sign-up")
    applicant.prove_and_sign_in()
    applicant.claim()


def test_the_closing_waits_for_its_day(named: Member, mails: Mails, database: Database) -> None:
    ask(named)
    let_pass(named, mails, 14 - 1 / 1440)
    assert standing(database, named) is Standing.ACTIVE
    let_pass(named, mails, 1 / 1440)
    assert standing(database, named) is Standing.LEFT


def test_everybody_of_a_product_in_use_can_go(
    app: Flask, database: Database, people: People, mails: Mails, clock: SettableClock
) -> None:
    """One of each kind, who wrote, vouched, reported, asked and was asked; with their texts and without."""
    world = build_world(app, database, people)
    Moderation(database).decide(world.actors["moderator"], world.ids["case_id"][0], Outcome.REINSTATE)
    with database.transaction() as session:
        for actor, texts in zip(world.actors.values(), cycle(TextsChoice), strict=False):
            ask_to_leave(session, actor, texts)
    # After a week the request to open a handle is void, and within a month every text is withdrawn.
    for days in (14, 1, 7):
        clock.set(clock.now() + timedelta(days=days))
        mails.keep_time()
        mails.keep_every_moment(clock, days=0)
    mails.keep_every_moment(clock, days=62)
    with database.reading() as session:
        for actor in world.actors.values():
            gone = session.get_one(Physician, actor.physician_id)
            assert (gone.standing, gone.first_name, gone.last_name) == (Standing.LEFT, None, None)
            assert address_of(database, gone.id) == ""
        assert None not in set(session.scalars(select(Departure.destroyed_at)))
        for table in (LicenceClaim, ClaimDocument, DeviceSession, Withdrawal, PhysicianRole):
            assert session.scalar(select(func.count()).select_from(table)) == 0
        assert list(verify_chain(session)) == []
        assert list(verify_texts(session)) == []
    assert list(state_of(app).settings.documents_dir.iterdir()) == []
