"""The demo's registers: each of its applicants meets the line of the decision table that their situation names."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from medpeer.cli.demo import content
from medpeer.cli.demo.content import Row
from medpeer.cli.demo.lists import INSTITUTIONS, load_lists
from medpeer.cli.demo.register import write_register
from medpeer.core.db import Database
from medpeer.jobs.register_import import import_nppes
from medpeer.licensing import policy
from medpeer.licensing.evidence import ClaimedLicence
from medpeer.licensing.names import PersonName
from medpeer.licensing.policy import CheckFinding, Decision, Outcome
from medpeer.licensing.queries import consulting
from medpeer.licensing.queries.editions import list_editions
from medpeer.licensing.states import LicenceState
from medpeer.licensing.weighing import weigh
from tests.conftest import NOW

EXPECTED = {
    "email-unproven": (Outcome.ADMIT, None),
    "name-differs": (Outcome.REVIEW, CheckFinding.NAME_DIFFERS),
    "licence-differs": (Outcome.REVIEW, CheckFinding.LICENCE_DIFFERS),
    "npi-deactivated": (Outcome.REFUSE, CheckFinding.DEACTIVATED),
    "possession-missing": (Outcome.REVIEW, CheckFinding.POSSESSION_MISSING),
    "board-suspended": (Outcome.HOLD, CheckFinding.BOARD_SUSPENDED),
    "board-disciplined": (Outcome.HOLD, CheckFinding.BOARD_DISCIPLINE),
    "board-expired": (Outcome.REVIEW, CheckFinding.BOARD_LAPSED),
    "board-missing": (Outcome.REVIEW, CheckFinding.BOARD_MISSING),
    "board-word-unknown": (Outcome.REVIEW, CheckFinding.BOARD_STATUS_UNKNOWN),
    "excluded-number": (Outcome.HOLD, CheckFinding.EXCLUDED_NUMBER),
    "excluded-name-and-state": (Outcome.REVIEW, CheckFinding.EXCLUDED_NAME_AND_STATE),
    "excluded-name-only": (Outcome.ADMIT, CheckFinding.NAMESAKE_EXCLUDED),
    # Whoever has no physician’s code is not taken into the table.
    "no-physician-code": (Outcome.REVIEW, CheckFinding.NOT_FOUND),
    "npi-not-found": (Outcome.REVIEW, CheckFinding.NOT_FOUND),
    "npi-of-organisation": (Outcome.REFUSE, CheckFinding.ORGANISATION),
    "trainee": (Outcome.ADMIT, CheckFinding.TRAINEE_LICENSED),
    "all-agrees": (Outcome.ADMIT, CheckFinding.BOARD_ACTIVE),
}
"""What becomes of each situation, and one finding that is among the answers."""


@pytest.fixture
def loaded(database: Database, tmp_path: Path) -> Database:
    """Return a database with the demo's registers in use."""
    import_nppes(database, write_register(tmp_path, NOW.date()))
    load_lists(database, tmp_path, NOW.date())
    return database


def decided(database: Database, row: Row) -> Decision:
    """Decide the claim of one of the demo's people."""
    name = PersonName(row["first"], row["last"])
    state = LicenceState(row["state"])
    claimed = ClaimedLicence(row["npi"], name, state, row["licence"], email=row["email"])
    with database.reading() as session:
        possession = consulting.possession_by_email(session, row["email"])
        evidence = weigh(claimed, consulting.consult(session, claimed), possession=possession, is_number_used=False)
    return policy.decide(evidence)


def outcomes(database: Database, rows: list[Row]) -> Iterator[tuple[str, Outcome]]:
    """Yield what becomes of each of the demo's people."""
    for row in rows:
        yield row["key"], decided(database, row).outcome


def test_every_member_would_be_admitted_but_the_one_whose_licence_has_ended(loaded: Database) -> None:
    refused = {key: outcome for key, outcome in outcomes(loaded, content.physicians()) if outcome is not Outcome.ADMIT}
    assert refused == {"p31": Outcome.REVIEW}


def test_every_applicant_meets_their_line_of_the_table(loaded: Database) -> None:
    applicants = content.applicants()
    assert {row["situation"] for row in applicants} == EXPECTED.keys()
    for row in applicants:
        outcome, finding = EXPECTED[row["situation"]]
        decision = decided(loaded, row)
        assert decision.outcome is outcome, (row["situation"], decision.reasons)
        assert finding is None or finding in {check.finding for check in decision.checks}, row["situation"]


def test_every_register_is_fresh_and_nobody_outside_the_demo_has_a_domain_in_it(loaded: Database) -> None:
    with loaded.reading() as session:
        editions = list_editions(session)
    assert [edition.register for edition in editions] == ["leie", "nppes", "institutions", "us-demo-boards"]
    assert not any(edition.is_stale for edition in editions)
    assert all(domain.endswith(".example") for domain in INSTITUTIONS)
