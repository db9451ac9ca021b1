"""The table of surfaces as its reviewers read it: the data itself, and nothing to press."""

import pytest

from medpeer.accounts.models import Role
from medpeer.core.db import Database
from medpeer.gate import POLICIES, POLICY_VERSION, Surface
from medpeer.gate.models import Clearance
from tests.factories.discussions import Discussions
from tests.factories.people import People


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.PRIVACY_OFFICER])
def test_it_shows_every_surface_with_its_rules_and_changes_nothing(people: People, role: Role) -> None:
    page = people.client(people.physician(role)).get("/policies").text
    for surface in Surface:
        if POLICIES[surface].max_chars:
            name = "PICO" if surface is Surface.PICO else surface.value.replace("_", " ").capitalize()
            assert f'<th scope="row">{name}</th>' in page
    assert "Name, Place, Date" in page
    assert f"Version <b>{POLICY_VERSION}</b>" in page
    main = page.partition("<main")[2].partition("</main>")[0]
    assert "<form" not in main
    assert "<input" not in main


def test_it_tells_what_the_ledger_holds(people: People, database: Database) -> None:
    actor = people.physician(Role.PRIVACY_OFFICER)
    Discussions(database).thread(people.physician())
    browser = people.client(actor)
    assert "Every stored text was examined under this version" in browser.get("/policies").text
    with database.transaction() as session:
        first = session.get_one(Clearance, 1)
        first.policy_version, first.engine_version = "2026-11", "unknown"
    page = browser.get("/policies").text
    assert "1 stored text was last examined under another version" in page
    assert "before stamps" in page


@pytest.mark.parametrize("role", [Role.REVIEWER, None])
def test_others_do_not_find_it(people: People, role: Role | None) -> None:
    assert people.client(people.physician(*[role] if role else [])).get("/policies").status_code == 404
