"""Physicians licensed in another country: known by their own register alone, and members of their own tier."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Role, Standing, Tier
from medpeer.core.clock import SettableClock
from medpeer.core.db import Database
from medpeer.jobs.list_import import import_board
from medpeer.jobs.mail_sink import MailSink
from medpeer.jobs.membership import MembershipKeeper
from medpeer.jobs.relay import Relay
from medpeer.licensing.boards import find_manifest, read_manifest
from medpeer.licensing.models import ClaimStatus, LicenceClaim
from medpeer.notifications.mailbox import list_mails
from tests.conftest import NOW
from tests.factories.licensing import Typed, exclude, line, load
from tests.factories.membership import physician_of
from tests.factories.people import People

HEADER = "Name,GMC Reference Number,Registration Status,Full Registration Date"
ACTIVE = "Registered with a licence to practise"
BRITISH = Typed(npi="", licence_state="GB", licence_number="7654321", birth_date="1978-02-03")
EMAIL = "miriam.okonjo@stlukes.example"


def load_council(database: Database, folder: Path, *lines: str, manifest: Path | None = None) -> None:
    """Bring a file of the British register into use, by the manifest that is shipped unless another is given."""
    path = folder / "gmc.csv"
    path.write_text("\n".join((HEADER, *lines)) + "\n")
    shipped = find_manifest("gb-gmc")
    assert shipped
    import_board(database, read_manifest(manifest or shipped), path, dated_on=NOW.date(), may_shrink=True)


def primary(folder: Path) -> Path:
    """Return the shipped manifest, for the register's own file in place of a copy of it."""
    shipped = find_manifest("gb-gmc")
    assert shipped
    path = folder / "gb-gmc.yaml"
    path.write_text(shipped.read_text().replace("authority: secondary", "authority: primary"))
    return path


def entry(status: str = ACTIVE, name: str = "Miriam Okonjo", number: str = "7654321") -> str:
    """Return one line of the register."""
    return f"{name},{number},{status},01/08/2004"


@pytest.fixture
def british(database: Database, people: People, tmp_path: Path) -> Actor:
    """Return somebody with a proved address at an institution, beside the usual lists."""
    load(database, tmp_path, line())
    return people.physician(email=EMAIL, standing=Standing.EMAIL_OK)


def claim_of(database: Database, actor: Actor) -> LicenceClaim:
    with database.reading() as session:
        return session.scalars(
            select(LicenceClaim).where(LicenceClaim.physician_id == actor.physician_id).order_by(LicenceClaim.id.desc())
        ).all()[0]


def file_claim(people: People, actor: Actor, typed: Typed = BRITISH) -> int:
    browser = people.client(actor)
    return typed.post(browser, people.csrf(browser))


def test_a_copy_of_their_register_sends_them_to_a_reviewer_who_admits_them(
    database: Database, people: People, british: Actor, tmp_path: Path
) -> None:
    load_council(database, tmp_path, entry())
    assert file_claim(people, british) == 303
    claim = claim_of(database, british)
    assert (claim.status, claim.tier) == (ClaimStatus.NEEDS_REVIEW, Tier.NON_US)
    page = people.client(british).get("/join").text
    assert "United Kingdom, 7654321" in page
    assert "A reviewer looks at the register itself" in page
    assert "NPPES" not in page
    desk = people.client(people.physician(Role.REVIEWER))
    dossier = desk.get(f"/review/{claim.id}").text
    assert "from United Kingdom" in dossier
    assert "only a copy of their register is loaded" in dossier
    assert "Ask the registry now" not in dossier
    data = {"csrf_token": people.csrf(desk), "act": "approve", "reason": "board_site_agrees", "specialty": "cardiology"}
    assert desk.post(f"/review/{claim.id}", data=data).status_code == 303
    member = physician_of(database, british)
    assert (member.standing, member.tier, member.state) == (Standing.ACTIVE, Tier.NON_US, "")


def test_their_registers_own_file_admits_them_at_once_and_they_hear_what_it_opens(
    database: Database,
    people: People,
    british: Actor,
    tmp_path: Path,
    relay: Relay,
    data_dir: Path,
    sink: MailSink,  # noqa: ARG001 - in use
) -> None:
    load_council(database, tmp_path, entry(), manifest=primary(tmp_path))
    assert file_claim(people, british) == 303
    member = physician_of(database, british)
    assert (member.standing, member.tier) == (Standing.ACTIVE, Tier.NON_US)
    assert "Licensed outside the United States" in people.client(british).get("/account").text
    relay.drain()
    inbox = people.client(british).get("/notifications").text
    assert "You are here on a licence from outside the United States now" in inbox
    assert "everything here is open to you" not in inbox
    (mail,) = (mail for mail in list_mails(data_dir / "mailbox") if mail.subject == "What you can do here")
    assert mail.to == EMAIL
    assert "so you read\r\nthem" in mail.body


def test_a_claim_that_waits_for_a_register_is_settled_by_the_first_file_of_it(
    database: Database, people: People, british: Actor, tmp_path: Path
) -> None:
    file_claim(people, british)
    assert claim_of(database, british).status is ClaimStatus.NEEDS_REVIEW
    load_council(database, tmp_path, entry(), manifest=primary(tmp_path))
    member = physician_of(database, british)
    assert (member.standing, member.tier) == (Standing.ACTIVE, Tier.NON_US)


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ((), ClaimStatus.NEEDS_REVIEW),
        ((entry(name="Ruth Adeyemi"),), ClaimStatus.NEEDS_REVIEW),
        ((entry("Registered without a licence to practise"),), ClaimStatus.NEEDS_REVIEW),
        ((entry("A word that no map has"),), ClaimStatus.NEEDS_REVIEW),
        ((entry("Erased"),), ClaimStatus.HELD),
        ((entry("Suspended"),), ClaimStatus.HELD),
    ],
)
def test_nobody_is_admitted_on_less(
    database: Database, people: People, british: Actor, tmp_path: Path, lines: tuple[str, ...], status: ClaimStatus
) -> None:
    load_council(database, tmp_path, entry(number="7000001", name="Somebody Else"), *lines, manifest=primary(tmp_path))
    file_claim(people, british)
    assert claim_of(database, british).status is status


def test_a_country_without_a_register_here_waits_for_a_person(
    database: Database, people: People, british: Actor
) -> None:
    assert file_claim(people, british, Typed(npi="", licence_state="DEU", licence_number="12-345")) == 303
    assert claim_of(database, british).status is ClaimStatus.NEEDS_REVIEW
    page = people.client(british).get("/join").text
    assert "Germany, 12-345" in page
    assert "We hold no list of that board. A document shows it" in page


def test_no_code_is_offered_for_a_licence_from_abroad(people: People) -> None:
    actor = people.physician(standing=Standing.EMAIL_OK, specialty=None, email="ada@mailbox.example")
    browser = people.client(actor)
    for typed, is_offered in ((Typed(npi="", licence_state="DEU", licence_number="12-345"), False), (Typed(), True)):
        assert file_claim(people, actor, typed) == 303
        for path, words in (("/join", "A code"), ("/join", "a code of record"), ("/join/proof", 'id="code"')):
            assert (words in browser.get(path).text) is is_offered, (path, words)
        assert "Two colleagues" in browser.get("/join/proof").text


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        (Typed(licence_state="GB"), "An NPI goes with a licence of the United States."),
        (Typed(npi=""), "An NPI has ten digits; this has none."),
        (Typed(licence_state="XX"), "Choose the state or country"),
        (Typed(birth_date="the third"), "Give year, month and day in figures"),
        (Typed(birth_date="2026-11-21"), "This day is still to come."),
        (Typed(birth_date="2026-11-20"), "by this date you are 0 years old"),
        (Typed(birth_date="2006-11-21"), "by this date you are 19 years old"),
        (Typed(birth_date="1915-11-20"), "by this date you are 111 years old"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_not_kept(
    database: Database, people: People, british: Actor, typed: Typed, advice: str
) -> None:
    browser = people.client(british)
    data = {name: getattr(typed, name) for name in typed.__slots__}
    answer = browser.post("/join", data=data | {"csrf_token": people.csrf(browser)})
    assert answer.status_code == 422
    assert advice in answer.text
    with database.reading() as session:
        assert session.scalars(select(LicenceClaim)).all() == []


@pytest.mark.parametrize("spelling", ["7654321", "765-4321", "GMC 7654321", "0007654321"])
def test_one_registration_has_one_account_in_every_spelling(
    database: Database, people: People, british: Actor, tmp_path: Path, spelling: str
) -> None:
    load_council(database, tmp_path, entry(), manifest=primary(tmp_path))
    file_claim(people, british)
    second = people.physician(email="m.okonjo@stlukes.example", standing=Standing.EMAIL_OK)
    typed = Typed(npi="", licence_state="GB", licence_number=spelling)
    assert file_claim(people, second, typed) == 303
    assert claim_of(database, second).status is ClaimStatus.NEEDS_REVIEW
    assert physician_of(database, second).standing is Standing.NEEDS_REVIEW


def test_a_birth_date_is_sealed_and_meets_the_exclusion_list(
    database: Database, people: People, british: Actor, tmp_path: Path, data_dir: Path
) -> None:
    load_council(database, tmp_path, entry(), manifest=primary(tmp_path))
    exclude(database, state="FL", birth_date=date(1978, 6, 6))
    file_claim(people, british)
    assert claim_of(database, british).status is ClaimStatus.NEEDS_REVIEW
    assert b"1978-02-03" not in b"".join(path.read_bytes() for path in data_dir.glob("*.db*"))
    assert "3 February 1978" in people.client(british).get("/join").text
    desk = people.client(people.physician(Role.REVIEWER))
    dossier = desk.get(f"/review/{claim_of(database, british).id}").text
    assert "3 February 1978" in dossier
    assert "Florida, born 6 June 1978" in dossier


def test_who_leaves_their_register_is_looked_at_and_who_is_struck_off_is_held(
    database: Database, people: People, british: Actor, tmp_path: Path, clock: SettableClock
) -> None:
    load_council(database, tmp_path, entry(), manifest=primary(tmp_path))
    file_claim(people, british)
    keeper = MembershipKeeper(database)
    keeper.run_round()
    assert physician_of(database, british).standing is Standing.ACTIVE
    clock.set(NOW + timedelta(days=1))
    load_council(database, tmp_path, entry(number="7000001"), manifest=primary(tmp_path))
    keeper.run_round()
    member = physician_of(database, british)
    assert (member.standing, claim_of(database, british).status) == (Standing.ACTIVE, ClaimStatus.NEEDS_REVIEW)
    clock.set(NOW + timedelta(days=2))
    load_council(database, tmp_path, entry("Erased"), manifest=primary(tmp_path))
    keeper.run_round()
    member = physician_of(database, british)
    assert (member.standing, member.tier) == (Standing.HELD, Tier.NON_US)
