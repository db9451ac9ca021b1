"""A register that speaks against a member: shut out within two seconds, and back only by a reviewer."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from flask.testing import FlaskClient
from sqlalchemy import select

from config import load_settings
from medpeer.accounts.actor import Actor
from medpeer.accounts.models import DeviceSession, Role, Standing, StandingEvent
from medpeer.app import create_app
from medpeer.audit import AuditAction, AuditEntry
from medpeer.core.clock import SettableClock
from medpeer.core.db import Database
from medpeer.jobs.mail_sink import MailSink
from medpeer.jobs.membership import MembershipKeeper
from medpeer.jobs.relay import Relay
from medpeer.licensing.evidence import BoardStatus
from medpeer.licensing.models import ClaimStatus, LicenceClaim, LicenceHolding, RegisterChangeKind, RegisterImport
from medpeer.licensing.service.list_changes import note_change
from medpeer.notifications.mailbox import list_mails
from medpeer.realtime.warden import Warden
from tests.conftest import settings_env, state_of
from tests.factories.licensing import NPI, deactivated_line, line, load
from tests.factories.membership import LEIE_HEADER, exclusion, load_board, load_leie, make_member, physician_of
from tests.factories.people import People
from tests.factories.sockets import SocketServer, connect

ROOM = "nephrology"
ROOT = Path(__file__).parents[3]
PATIENCE_S = 30.0
"""How long a cut is waited for on a machine that others use too; how soon it comes, `bench.holds` measures."""


@pytest.fixture
def member(people: People, database: Database, tmp_path: Path) -> Actor:
    """Return a member with an approved claim, and a fresh register that has them."""
    load(database, tmp_path, line())
    actor = people.physician(Role.MODERATOR)
    make_member(database, actor)
    return actor


@pytest.fixture
def elsewhere(data_dir: Path) -> Iterator[Database]:
    """Return the same database as another process has it: nothing of the server hears of its commits."""
    app = create_app(load_settings(settings_env(data_dir)))
    yield state_of(app).database
    state_of(app).database.engine.dispose()


def status(server: SocketServer, cookie: tuple[str, str]) -> int:
    """Return how a clinical page answers a session."""
    answer = requests.get(f"{server.url}/cases", cookies=dict([cookie]), allow_redirects=False, timeout=5)
    return answer.status_code


def test_whoever_is_held_is_found_and_cut_in_rounds_that_fit_into_two_seconds() -> None:
    assert MembershipKeeper.every_s + Warden.every_s <= 1.5


def test_an_exclusion_loaded_elsewhere_cuts_the_live_socket(
    server: SocketServer, people: People, member: Actor, elsewhere: Database, tmp_path: Path
) -> None:
    other = people.physician()
    cookie = people.cookie(member)
    with connect(server, cookie) as socket, connect(server, people.cookie(other)) as colleague:
        assert socket.call("join", room=ROOM)["ok"]
        assert colleague.call("join", room=ROOM)["ok"]
        assert status(server, cookie) == 200
        load_leie(elsewhere, tmp_path, exclusion(npi=NPI))
        socket.wait_for("disconnect", 1, timeout_s=PATIENCE_S)
        assert status(server, cookie) == 303
        assert colleague.of("disconnect") == []
        assert status(server, people.cookie(other)) == 200


def excluded_file(folder: Path) -> tuple[str, Path]:
    """Return which register a file of exclusions that names the member is of, and the file."""
    path = folder / "UPDATED.csv"
    path.write_text("\n".join((LEIE_HEADER, exclusion(npi="1003000126"), exclusion(npi=NPI))) + "\n")
    return "leie", path


def deactivated_file(folder: Path) -> tuple[str, Path]:
    """Return which register a list of numbers out of use with the member's is of, and the list."""
    path = folder / "NPPES Deactivated NPI Report 20261116.csv"
    path.write_text(f"NPPES Deactivated Records,\nNPI,NPPES Deactivation Date\n{NPI},11/12/2026\n")
    return "nppes", path


@pytest.mark.parametrize("written", [excluded_file, deactivated_file])
def test_a_file_that_an_operator_loads_beside_the_server_cuts_the_live_socket(
    server: SocketServer,
    people: People,
    member: Actor,
    data_dir: Path,
    tmp_path: Path,
    written: Callable[[Path], tuple[str, Path]],
) -> None:
    register, path = written(tmp_path)
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "register", "import", register, str(path)]
    cookie, other = people.cookie(member), people.cookie(people.physician())
    with connect(server, cookie) as socket, connect(server, other) as colleague:
        assert socket.call("join", room=ROOM)["ok"]
        assert colleague.call("join", room=ROOM)["ok"]
        done = subprocess.run(  # noqa: S603 - our own interpreter on our own code
            command, env=os.environ | settings_env(data_dir), cwd=ROOT, check=False, timeout=180, capture_output=True
        )
        assert done.returncode == 0, done.stderr
        socket.wait_for("disconnect", 1, timeout_s=PATIENCE_S)
        assert status(server, cookie) == 303
        assert colleague.of("disconnect") == []
        assert status(server, other) == 200


@pytest.fixture
def keeper(database: Database) -> MembershipKeeper:
    return MembershipKeeper(database)


def note(database: Database, member: Actor, kind: RegisterChangeKind) -> None:
    """Record what an import records of a member."""
    with database.transaction() as session:
        reading = session.scalars(select(RegisterImport).order_by(RegisterImport.id.desc()).limit(1)).one()
        key = session.scalars(select(LicenceHolding.number_digest)).first()
        assert key
        note_change(session, reading, key, member.physician_id, kind)


def claim_of(database: Database) -> LicenceClaim:
    with database.reading() as session:
        return session.scalars(select(LicenceClaim)).one()


def test_a_number_put_out_of_use_holds_ends_sessions_and_keeps_roles_away(
    database: Database, people: People, member: Actor, keeper: MembershipKeeper, tmp_path: Path
) -> None:
    browser = people.client(member)
    load(database, tmp_path, deactivated_line())
    note(database, member, RegisterChangeKind.DEACTIVATED)
    assert keeper.run_changes() == 1
    assert physician_of(database, member).standing is Standing.HELD
    assert browser.get("/account").status_code == 303
    back = people.client(member)
    assert back.get("/cases").headers["Location"] == "/join"
    assert back.get("/moderation").status_code == 404
    page = back.get("/join").text
    assert "Your membership is on hold." in page
    assert "deactivated" not in page
    with database.reading() as session:
        assert len(session.scalars(select(DeviceSession).where(DeviceSession.revoked_at.is_(None))).all()) == 1
        assert session.scalars(select(StandingEvent)).one().evidence_digest
    assert keeper.run_changes() == 0


def test_a_suspended_licence_holds_and_the_mail_says_no_more(
    database: Database, member: Actor, keeper: MembershipKeeper, relay: Relay, sink: MailSink, data_dir: Path
) -> None:
    assert sink.url
    load_board(database, status=BoardStatus.SUSPENDED)
    note(database, member, RegisterChangeKind.STATUS)
    keeper.run_changes()
    assert physician_of(database, member).standing is Standing.HELD
    relay.drain()
    (mail,) = list_mails(data_dir / "mailbox")
    assert mail.subject == "Your membership is on hold"
    assert "suspended" not in mail.body.lower()


def test_a_reviewer_with_fresh_eyes_lifts_a_hold_and_the_same_entry_holds_no_second_time(
    database: Database, people: People, member: Actor, keeper: MembershipKeeper, tmp_path: Path
) -> None:
    load_leie(database, tmp_path, exclusion(npi=NPI))
    keeper.run_changes()
    claim = claim_of(database)
    assert claim.status is ClaimStatus.HELD
    desk = people.client(people.physician(Role.REVIEWER, Role.SENIOR_REVIEWER))
    data = {"csrf_token": people.csrf(desk), "act": "approve", "reason": "board_site_agrees"}
    assert desk.post(f"/review/{claim.id}", data=data).status_code == 303
    assert physician_of(database, member).standing is Standing.ACTIVE
    note(database, member, RegisterChangeKind.NAME)
    assert keeper.run_changes() == 0
    assert physician_of(database, member).standing is Standing.ACTIVE
    load_leie(database, tmp_path, exclusion(npi=NPI, day="20261115"))
    note(database, member, RegisterChangeKind.EXCLUDED)
    assert keeper.run_changes() == 1
    # The same reviewer decided on it before.
    data["csrf_token"] = people.csrf(desk)
    desk.post(f"/review/{claim.id}", data=data)
    assert "goes to another reviewer" in desk.get("/review").text
    assert physician_of(database, member).standing is Standing.HELD


def test_an_excluded_namesake_of_any_state_on_record_goes_before_a_reviewer(
    database: Database, member: Actor, keeper: MembershipKeeper, clock: SettableClock, tmp_path: Path
) -> None:
    place = {"Provider Business Practice Location Address State Name": "IA"}
    load(database, tmp_path, line(**place))
    clock.set(clock.now() + timedelta(hours=1))
    load_leie(database, tmp_path, exclusion(state="IA"))
    keeper.run_round()
    assert physician_of(database, member).standing is Standing.ACTIVE
    assert claim_of(database).status is ClaimStatus.NEEDS_REVIEW
    with database.reading() as session:
        reopened = select(AuditEntry).where(AuditEntry.action == AuditAction.CLAIM_REOPENED)
        assert session.scalars(reopened).one().evidence_digest


TEXAS: dict[str, Any] = {"register": "us-tx-tmb", "state": "TX", "number": "K4711"}


@pytest.fixture
def licensed_twice(database: Database, member: Actor, tmp_path: Path) -> Actor:
    """Return the member with a second licence on record, which they never claimed: of Texas, and in good standing."""
    second = {"Provider License Number_2": "K4711", "Provider License Number State Code_2": "TX"}
    load(database, tmp_path, line(**second))
    load_board(database, **TEXAS)
    return member


@pytest.mark.parametrize("status", [BoardStatus.SUSPENDED, BoardStatus.REVOKED, BoardStatus.DECEASED])
def test_whoever_another_board_shuts_out_after_their_admission_is_held_until_a_reviewer_lifts_it(
    database: Database,
    people: People,
    clock: SettableClock,
    licensed_twice: Actor,
    keeper: MembershipKeeper,
    status: BoardStatus,
) -> None:
    keeper.run_round()
    assert physician_of(database, licensed_twice).standing is Standing.ACTIVE
    clock.set(clock.now() + timedelta(hours=1))
    load_board(database, **TEXAS, status=status)
    keeper.run_round()
    assert physician_of(database, licensed_twice).standing is Standing.HELD
    claim = claim_of(database)
    desk = people.client(people.physician(Role.REVIEWER, Role.SENIOR_REVIEWER))
    page = desk.get(f"/review/{claim.id}").text
    assert "another state’s board" in page
    assert f"TX K4711, Miriam Okonjo: {status.value}" in page
    data = {"csrf_token": people.csrf(desk), "act": "approve", "reason": "board_site_agrees"}
    assert desk.post(f"/review/{claim.id}", data=data).status_code == 303
    # The same row of a newer file is what the reviewer knew.
    clock.set(clock.now() + timedelta(hours=1))
    load_board(database, **TEXAS, status=status)
    keeper.run_round()
    assert physician_of(database, licensed_twice).standing is Standing.ACTIVE


@pytest.mark.parametrize(
    "changes",
    [
        {"status": BoardStatus.LAPSED},
        {"status": BoardStatus.SURRENDERED},
        {"status": BoardStatus.REVOKED, "first_name": "JANE", "last_name": "FARRELL", "last_key": "farrell"},
        {"status": BoardStatus.REVOKED, "age_days": 90},
        {"status": BoardStatus.REVOKED, "number": "K4712"},
    ],
    ids=["lapsed", "given up", "a namesake", "an old file", "another number"],
)
def test_what_another_board_says_of_a_licence_given_up_or_of_somebody_else_holds_nobody(
    database: Database, clock: SettableClock, licensed_twice: Actor, keeper: MembershipKeeper, changes: dict[str, Any]
) -> None:
    clock.set(clock.now() + timedelta(hours=1))
    load_board(database, **(TEXAS | changes))
    keeper.run_round()
    assert physician_of(database, licensed_twice).standing is Standing.ACTIVE


def test_a_hold_that_is_upheld_suspends_and_the_appeal_goes_to_another(
    database: Database, people: People, member: Actor, keeper: MembershipKeeper, tmp_path: Path
) -> None:
    load_leie(database, tmp_path, exclusion(npi=NPI))
    keeper.run_changes()
    claim = claim_of(database)
    first, second = (people.client(people.physician(Role.REVIEWER, Role.SENIOR_REVIEWER)) for _ in range(2))

    def decide(desk: FlaskClient, act: str, reason: str) -> int:
        data = {"csrf_token": people.csrf(desk), "act": act, "reason": reason}
        return desk.post(f"/review/{claim.id}", data=data).status_code

    assert decide(first, "reject", "not_licensed") == 303
    assert physician_of(database, member).standing is Standing.SUSPENDED
    browser = people.client(member)
    assert "Send the appeal" in browser.get("/join").text
    words = {"csrf_token": people.csrf(browser), "body": "The entry is about somebody else with my number."}
    assert browser.post("/join/note", data=words).status_code == 303
    assert physician_of(database, member).standing is Standing.APPEAL
    assert "with another reviewer" in browser.get("/join").text
    decide(first, "reject", "not_licensed")
    assert physician_of(database, member).standing is Standing.APPEAL
    assert decide(second, "approve", "board_site_agrees") == 303
    assert physician_of(database, member).standing is Standing.ACTIVE
    keeper.run_round()
    assert physician_of(database, member).standing is Standing.ACTIVE


def test_a_register_that_changes_only_a_date_holds_nobody(
    database: Database, member: Actor, keeper: MembershipKeeper
) -> None:
    note(database, member, RegisterChangeKind.EXPIRY)
    assert keeper.run_changes() == 0
    assert physician_of(database, member).standing is Standing.ACTIVE
