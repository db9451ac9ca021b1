"""Boards, exclusions and second accounts, from the form to the reviewer's desk; what the applicant is not told."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from medpeer.accounts.models import Physician, Role, Standing
from medpeer.core.clock import SettableClock
from medpeer.core.db import Database
from medpeer.licensing.evidence import BoardStatus
from medpeer.licensing.models import ClaimStatus, LicenceClaim
from tests.factories.licensing import NPI, change_licence, exclude, line, load
from tests.factories.people import People
from tests.integration.onboarding.conftest import Applicant

REVIEWER = (Role.REVIEWER,)
SENIOR = (Role.REVIEWER, Role.SENIOR_REVIEWER)


def newest_claim(database: Database) -> LicenceClaim:
    with database.reading() as session:
        return session.scalars(select(LicenceClaim).order_by(LicenceClaim.id.desc())).first()  # type: ignore[return-value]


def standing(database: Database) -> Standing:
    with database.reading() as session:
        return session.execute(select(Physician.standing).order_by(Physician.id)).scalars().first()  # type: ignore[return-value]


def settle(people: People, claim_id: int, act: str, reason: str, roles: tuple[Role, ...]) -> tuple[int, str]:
    desk = people.client(people.physician(*roles))
    page = desk.get(f"/review/{claim_id}").text
    data = {"csrf_token": people.csrf(desk), "act": act, "reason": reason}
    answer = desk.post(f"/review/{claim_id}", data=data)
    return answer.status_code, page + answer.text


@pytest.mark.usefixtures("register")
def test_the_checklist_names_each_source_with_its_age_and_until_when(applicant: Applicant) -> None:
    applicant.prove_and_sign_in()
    applicant.claim()
    page = applicant.page()
    assert "Nebraska’s board says active until 30 September 2028" in page
    for source in ("Board file, 2 days old", "Exclusion list file, 2 days old", "NPPES file, 11 days old"):
        assert source in page


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("cause", ["board", "list"])
def test_a_held_applicant_reads_that_a_reviewer_looks_and_no_cause(
    applicant: Applicant, database: Database, people: People, cause: str
) -> None:
    if cause == "board":
        change_licence(database, status=BoardStatus.SUSPENDED)
    else:
        exclude(database, npi=NPI, last_name="OTHER", first_name="NAME", state="TX")
    applicant.prove_and_sign_in()
    applicant.claim()
    claim = newest_claim(database)
    assert (claim.status, standing(database)) == (ClaimStatus.HELD, Standing.NEEDS_REVIEW)
    page = applicant.page()
    assert page.count("A reviewer looks at it") == 3
    assert "You are next." in page
    for untold in ("suspended", "Suspended", "stands on it", "Held", "held for", "senior"):
        assert untold not in page
    status, text = settle(people, claim.id, "approve", "institution_confirmed", REVIEWER)
    assert status == 422
    assert "A senior reviewer approves it" in text
    assert "Held for a senior reviewer" in text
    assert settle(people, claim.id, "approve", "institution_confirmed", SENIOR)[0] == 303
    assert standing(database) is Standing.ACTIVE


@pytest.mark.usefixtures("register")
def test_whoever_was_held_is_not_admitted_by_giving_other_numbers(applicant: Applicant, database: Database) -> None:
    change_licence(database, has_discipline=True)
    applicant.prove_and_sign_in()
    applicant.claim()
    change_licence(database, has_discipline=False)
    applicant.claim()
    assert newest_claim(database).status is ClaimStatus.HELD
    assert standing(database) is Standing.NEEDS_REVIEW


@pytest.mark.usefixtures("register")
def test_an_excluded_namesake_waits_and_reads_nothing_of_it(
    applicant: Applicant, database: Database, people: People
) -> None:
    exclude(database)
    applicant.prove_and_sign_in()
    applicant.claim()
    claim = newest_claim(database)
    assert claim.status is ClaimStatus.NEEDS_REVIEW
    page = applicant.page()
    assert page.count("A reviewer looks at it") == 1
    assert "stand on it" not in page
    desk = people.client(people.physician(Role.REVIEWER)).get(f"/review/{claim.id}").text
    assert "name and state stand on the exclusion list" in desk
    assert "Miriam Okonjo, Nebraska" in desk


@pytest.mark.usefixtures("register")
def test_a_second_account_of_one_mailbox_waits_and_only_the_desk_is_told(
    applicant: Applicant, database: Database, people: People
) -> None:
    applicant.prove_and_sign_in()
    applicant.claim(licence_number="99")
    second = Applicant(applicant.app, people, applicant.relay, applicant.mailbox)
    second.email = "miriam.okonjo+two@stlukes.example"
    second.prove_and_sign_in()
    second.claim()
    assert "Another account" not in second.page()
    claim = newest_claim(database)
    assert claim.status is ClaimStatus.NEEDS_REVIEW
    desk = people.client(people.physician(Role.REVIEWER)).get(f"/review/{claim.id}").text
    assert "Another account has this mailbox in another spelling" in desk
    assert "Another account holds or claims this number or licence" in desk


def test_without_a_board_in_date_an_institutions_address_is_not_enough(
    applicant: Applicant, database: Database, tmp_path: Path, clock: SettableClock
) -> None:
    load(database, tmp_path, line(), line("1003000126", number="7", state="OR"))
    applicant.prove_and_sign_in()
    applicant.claim(licence_state="OR", licence_number="7")
    assert standing(database) is Standing.NEEDS_REVIEW
    assert "We hold no list of that board" in applicant.page()
    clock.set(clock.now() + timedelta(days=40))
    applicant.sign_in()
    applicant.claim()
    assert "The board’s list is too old" in applicant.page()
