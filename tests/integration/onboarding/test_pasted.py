"""Whatever is pasted into a claim or a reviewer's note by mistake: a plain refusal, and not a byte of it is kept."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse, encode_multipart

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Role, Standing
from medpeer.core.db import Database
from medpeer.gate.models import Clearance
from medpeer.licensing.models import ClaimDecision, LicenceClaim
from tests.factories.licensing import Typed, line, load
from tests.factories.people import People
from tests.factories.review import Desk

MARK = "Qzxvwpaste "
VAST = MARK * 950_000
"""Ten megabytes."""
LONG = MARK * 80_000
"""Less than a request may hold, and far more than a field may."""
FORM = "application/x-www-form-urlencoded"
TYPED = ["npi", "first_name", "last_name", "licence_state", "licence_number", "birth_date"]


@pytest.fixture
def applicant(people: People, database: Database, tmp_path: Path) -> Actor:
    """Return somebody who can file a claim, beside a register."""
    load(database, tmp_path, line())
    return people.physician(standing=Standing.EMAIL_OK, specialty=None)


def claim(people: People, browser: FlaskClient, **pasted: str) -> dict[str, str]:
    """Return the form as somebody filled it in, with what they pasted."""
    typed = Typed()
    form = {name: str(getattr(typed, name)) for name in typed.__slots__}
    return form | {"csrf_token": people.csrf(browser)} | pasted


def kept(database: Database) -> tuple[int, ...]:
    """Return how many claims, decisions and texts there are."""
    with database.reading() as session:
        return tuple(
            session.scalar(select(func.count()).select_from(one)) or 0
            for one in (LicenceClaim, ClaimDecision, Clearance)
        )


def contents(folder: Path) -> Iterator[bytes]:
    """Yield what every file of the data folder holds."""
    yield from (path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def untouched(data_dir: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Look afterwards whether anything of what was pasted is in a file, on the screen or in a log of any level."""
    caplog.set_level("DEBUG")
    yield
    assert not any(MARK.encode() in content for content in contents(data_dir))
    assert MARK not in caplog.text + "".join(capfd.readouterr())


def in_lines(browser: FlaskClient, path: str, form: dict[str, str]) -> TestResponse:
    """Send a form as browsers do."""
    return browser.post(path, data=urlencode(form).encode(), content_type=FORM)


def in_parts(browser: FlaskClient, path: str, form: dict[str, str]) -> TestResponse:
    """Send a form as browsers do where a file may go along."""
    boundary, body = encode_multipart(form)
    return browser.post(path, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def without_length(browser: FlaskClient, path: str, form: dict[str, str]) -> TestResponse:
    """Send a form as a program does that does not say beforehand how much it is."""
    body, more = BytesIO(urlencode(form).encode()), {"wsgi.input_terminated": True}
    return browser.post(path, input_stream=body, content_type=FORM, environ_overrides=more)


def is_plain_refusal(status: int, text: str) -> bool:
    """Tell whether an answer says what to do, and holds nothing of what was pasted."""
    return status == 413 and "Shorten the text" in text and "Nothing was stored." in text and MARK not in text


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("name", TYPED)
def test_ten_megabytes_in_a_claim_are_refused_unread(
    people: People, applicant: Actor, database: Database, name: str
) -> None:
    browser, before = people.client(applicant), kept(database)
    form = claim(people, browser, **{name: VAST})
    for how in (in_lines, in_parts, without_length):
        answer = how(browser, "/join", form)
        assert is_plain_refusal(answer.status_code, answer.text)
    assert kept(database) == before
    # Nobody is worse off: the same claim without it is filed.
    assert browser.post("/join", data=claim(people, browser)).status_code == 303


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("name", TYPED)
def test_a_long_paste_in_a_claim_leaves_the_other_fields_as_typed(
    people: People, applicant: Actor, database: Database, name: str
) -> None:
    browser, before = people.client(applicant), kept(database)
    answer = in_lines(browser, "/join", claim(people, browser, **{name: LONG}))
    assert answer.status_code == 422
    assert kept(database) == before
    page, typed = answer.text, Typed()
    assert 'aria-invalid="true"' in page
    for other, value in (("npi", f'value="{typed.npi}"'), ("first_name", f"{typed.first_name}</textarea>")):
        assert (value in page) is (other != name)
    assert (f'value="{typed.licence_number}"' in page) is (name != "licence_number")


@pytest.mark.usefixtures("untouched")
def test_ten_megabytes_beside_a_document_are_refused(people: People, database: Database) -> None:
    waiting = Desk(database, people).waiting()
    browser = people.client(waiting.applicant)
    answer = in_parts(browser, "/join/proof/document", {"csrf_token": people.csrf(browser), "kind": VAST})
    assert is_plain_refusal(answer.status_code, answer.text)


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("path", ["/review/{}", "/join/note"])
def test_ten_megabytes_in_a_note_are_refused_unread_and_a_long_paste_keeps_the_form(
    people: People, database: Database, path: str
) -> None:
    waiting = Desk(database, people).waiting()
    is_desk = path != "/join/note"
    browser = people.client(people.physician(Role.REVIEWER) if is_desk else waiting.applicant)
    form = {"csrf_token": people.csrf(browser), "act": "ask", "reason": "ask_possession", "specialty": "cardiology"}
    before, place = kept(database), path.format(waiting.claim_id)
    vast = in_lines(browser, place, form | {"note": VAST, "body": VAST})
    assert is_plain_refusal(vast.status_code, vast.text)
    long = in_lines(browser, place, form | ({"note": LONG} if is_desk else {"body": LONG}))
    assert long.status_code == 422
    # Their own words are theirs to shorten.
    assert LONG.strip() in long.text
    assert "characters" in long.text
    if is_desk:
        assert 'value="ask_possession" selected' in long.text
        assert 'value="cardiology" selected' in long.text
    assert kept(database) == before
