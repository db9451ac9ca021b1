"""Every route says who may call it; a route that forgets is refused."""

import pytest
from flask import Flask

from medpeer.accounts.models import Role, Standing
from medpeer.web.access import Access, access, declared_access, safe_next
from tests.factories.people import People

OPEN = {Standing.ACTIVE, Standing.LAPSED_READONLY}


def test_every_route_declares_access(app: Flask) -> None:
    silent = [
        rule.endpoint for rule in app.url_map.iter_rules() if declared_access(app.view_functions[rule.endpoint]) is None
    ]
    assert silent == []


@pytest.mark.parametrize("level", [Access.VERIFIED, Access.REVIEWER, Access.MODERATOR, Access.PRIVACY_OFFICER])
@pytest.mark.parametrize("standing", list(Standing))
def test_standing_and_role_decide(app: Flask, people: People, level: Access, standing: Standing) -> None:
    @access(level)
    def probe() -> str:
        return "in"

    app.add_url_rule("/probe", view_func=probe)
    roles = {
        Access.REVIEWER: Role.REVIEWER,
        Access.MODERATOR: Role.MODERATOR,
        Access.PRIVACY_OFFICER: Role.PRIVACY_OFFICER,
    }
    holder = people.client(people.physician(*([roles[level]] if level in roles else []), standing=standing))
    member = people.client(people.physician(standing=standing))
    admitted = standing in OPEN if level is Access.VERIFIED else standing is Standing.ACTIVE
    assert (holder.get("/probe").text == "in") is admitted
    if level is not Access.VERIFIED:
        assert member.get("/probe").status_code == 404
    assert app.test_client().get("/probe").status_code == 303


def test_an_undeclared_route_is_refused(app: Flask, people: People) -> None:
    app.add_url_rule("/forgotten", view_func=lambda: "in", endpoint="forgotten")
    assert people.client(people.physician()).get("/forgotten").status_code == 403


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example/x", "/\\evil.example", "evil", "", None])
def test_no_open_redirect(app: Flask, target: str | None) -> None:
    with app.test_request_context():
        assert safe_next(target).startswith("/")
        assert "evil" not in safe_next(target)
