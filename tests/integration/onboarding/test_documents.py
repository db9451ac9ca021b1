"""Documents: taken, drawn anew, encrypted, looked at, believed, and gone from the disk within thirty days."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from werkzeug.test import TestResponse

from medpeer.accounts.models import Role
from medpeer.audit import AuditAction, AuditEntry
from medpeer.core.clock import SettableClock
from medpeer.core.db import Database
from medpeer.licensing.evidence import PossessionProof
from medpeer.licensing.models import LicenceClaim, PossessionShown
from medpeer.licensing.models.documents import ClaimDocument, DocumentView
from tests.conftest import state_of
from tests.factories.images import png
from tests.factories.people import People
from tests.integration.onboarding.conftest import Applicant

OUTSIDE = "miriam.okonjo@mailbox.example"


@pytest.fixture
def claimant(applicant: Applicant, register: None) -> Applicant:  # noqa: ARG001 - in use
    """Return somebody with an own mailbox whose claim waits."""
    applicant.email = OUTSIDE
    applicant.prove_and_sign_in()
    applicant.claim()
    return applicant


@pytest.fixture
def desk(people: People) -> FlaskClient:
    """Return a reviewer's browser."""
    return people.client(people.physician(Role.REVIEWER))


def send(applicant: Applicant, data: bytes, kind: str = "licence") -> TestResponse:
    form = {"csrf_token": applicant.people.csrf(applicant.browser), "kind": kind}
    return applicant.browser.post("/join/proof/document", data=form | {"file": (BytesIO(data), "My Name MRN 1.png")})


def claim_id(database: Database) -> int:
    with database.reading() as session:
        return session.execute(select(LicenceClaim.id).order_by(LicenceClaim.id.desc()).limit(1)).scalar_one()


def decide(people: People, desk: FlaskClient, number: int, **data: str) -> int:
    form = data | {"csrf_token": people.csrf(desk)}
    return desk.post(f"/review/{number}", data=form).status_code


def actions_of(database: Database) -> list[AuditAction]:
    with database.reading() as session:
        return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)))


def files_below(folder: Path) -> Iterator[bytes]:
    return (path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_document_lies_encrypted_without_what_its_file_held(claimant: Applicant, data_dir: Path) -> None:
    assert send(claimant, png(Comment="MRN 4471902 Qzxvw")).status_code == 303
    (path,) = (data_dir / "vault").iterdir()
    assert (path.stat().st_mode & 0o077, path.parent.stat().st_mode & 0o077) == (0, 0)
    everything = b"".join(files_below(data_dir))
    for secret in (b"Qzxvw", b"My Name", b"\x89PNG", b"\x00\x00\x00\rIHDR"):
        assert secret not in everything
    assert "Nobody has looked at it yet." in claimant.page("/join/proof")
    assert "A document is with the reviewers" in claimant.page()


def test_each_look_is_noted_and_the_picture_has_no_address(
    claimant: Applicant, desk: FlaskClient, people: People, database: Database
) -> None:
    send(claimant, png())
    number = claim_id(database)
    address = f"/review/{number}/documents/1"
    assert address in desk.get(f"/review/{number}").text
    assert desk.get(address).status_code == 405
    believed = desk.post(f"{address}/believe", data={"csrf_token": people.csrf(desk)})
    assert believed.status_code == 409
    for look in (1, 2):
        seen = desk.post(address, data={"csrf_token": people.csrf(desk)})
        assert "data:image/png;base64," in seen.text
        assert seen.headers["Cache-Control"] == "no-store"
        with database.reading() as session:
            assert len(session.scalars(select(DocumentView.id)).all()) == look
    assert actions_of(database).count(AuditAction.DOCUMENT_VIEWED) == 2
    assert "Looked at 2 times." in claimant.page("/join/proof")


def test_a_document_alone_admits_nobody(
    claimant: Applicant, desk: FlaskClient, people: People, database: Database
) -> None:
    send(claimant, png())
    number = claim_id(database)
    address = f"/review/{number}/documents/1"
    desk.post(address, data={"csrf_token": people.csrf(desk)})
    assert desk.post(f"{address}/believe", data={"csrf_token": people.csrf(desk)}).status_code == 303
    with database.reading() as session:
        assert session.scalars(select(PossessionShown.proof)).all() == [PossessionProof.DOCUMENT]
        assert session.get_one(LicenceClaim, number).status.value == "needs_review"


def test_only_reviewers_of_the_claim_see_a_document(claimant: Applicant, people: People, database: Database) -> None:
    send(claimant, png())
    number = claim_id(database)
    for browser in (
        claimant.browser,
        people.client(people.physician()),
        people.client(people.physician(Role.MODERATOR)),
    ):
        answer = browser.post(f"/review/{number}/documents/1", data={"csrf_token": people.csrf(browser)})
        assert answer.status_code == 404
    own = people.physician(Role.REVIEWER)
    with database.transaction() as session:
        session.get_one(LicenceClaim, number).physician_id = own.physician_id
    browser = people.client(own)
    answer = browser.post(f"/review/{number}/documents/1", data={"csrf_token": people.csrf(browser)})
    assert answer.status_code == 404


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"plain text", b"\x89PNG\r\n\x1a\nbroken"])
def test_what_is_no_picture_leaves_nothing(claimant: Applicant, data_dir: Path, data: bytes) -> None:
    assert send(claimant, data).status_code == 422
    assert send(claimant, png(), kind="love letter").status_code == 422
    assert not any((data_dir / "vault").glob("*"))


def test_four_documents_are_enough(claimant: Applicant, database: Database) -> None:
    assert [send(claimant, png()).status_code for _ in range(5)] == [303, 303, 303, 303, 429]
    with database.reading() as session:
        assert len(session.scalars(select(ClaimDocument.id)).all()) == 4


@pytest.mark.parametrize(("act", "reason"), [("approve", "institution_confirmed"), ("reject", "not_licensed")])
def test_a_document_is_gone_from_the_disk_within_thirty_days_after_the_decision(
    app: Flask,
    claimant: Applicant,
    desk: FlaskClient,
    people: People,
    database: Database,
    clock: SettableClock,
    data_dir: Path,
    act: str,
    reason: str,
) -> None:
    send(claimant, png())
    (path,) = (data_dir / "vault").iterdir()
    sealed, keeper = path.read_bytes(), state_of(app).proofs
    assert decide(people, desk, claim_id(database), act=act, reason=reason, specialty="nephrology", note="") == 303
    clock.set(clock.now() + timedelta(days=27))
    assert keeper.run_once() == 0
    assert path.exists()
    clock.set(clock.now() + timedelta(days=3))
    assert keeper.run_once() == 1
    database.engine.dispose()
    assert not path.exists()
    assert not any(sealed[:64] in content for content in files_below(data_dir))
    with database.reading() as session:
        document = session.scalars(select(ClaimDocument)).one()
        assert (document.place, document.destroyed_at) == (None, clock.now())
    assert AuditAction.DOCUMENT_DESTROYED in actions_of(database)
    assert keeper.run_once() == 0


def test_an_appeal_lengthens_nothing(
    app: Flask, claimant: Applicant, desk: FlaskClient, people: People, database: Database, clock: SettableClock
) -> None:
    send(claimant, png())
    decide(people, desk, claim_id(database), act="reject", reason="not_licensed", note="")
    clock.set(clock.now() + timedelta(days=20))
    claimant.sign_in()
    assert claimant.post("/join/note", body="The board can confirm it.").status_code == 303
    clock.set(clock.now() + timedelta(days=9))
    assert state_of(app).proofs.run_once() == 1


def test_an_undecided_document_is_gone_after_ninety_days_and_a_stray_file_after_an_hour(
    app: Flask, claimant: Applicant, clock: SettableClock, data_dir: Path
) -> None:
    send(claimant, png())
    stray = data_dir / "vault" / ("0" * 64)
    stray.write_bytes(b"left by a crash")
    clock.set(clock.now() + timedelta(days=30))
    assert state_of(app).proofs.run_once() == 0
    assert not stray.exists()
    assert len(list((data_dir / "vault").iterdir())) == 1
    clock.set(clock.now() + timedelta(days=61))
    assert state_of(app).proofs.run_once() == 1
    assert list((data_dir / "vault").iterdir()) == []


def test_a_file_opens_for_its_own_place_alone(app: Flask, data_dir: Path) -> None:
    files = state_of(app).documents
    buffer = BytesIO()
    Image.new("L", (2, 2)).save(buffer, "PNG")
    one, other = files.write(buffer.getvalue()), files.write(b"another")
    assert files.read(one) == buffer.getvalue()
    (data_dir / "vault" / other).write_bytes((data_dir / "vault" / one).read_bytes())
    with pytest.raises(Exception, match="no longer here"):
        files.read(other)
