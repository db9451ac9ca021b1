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


@pytest.mark.parametrize("level", [one for one in Access if one not in {Access.PUBLIC, Access.SIGNED_IN}])
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
        Access.OVERSEER: Role.PRIVACY_OFFICER,
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


EVIL_TARGETS = ("//evil.example", "https://evil.example/x", "/\\evil.example", "evil", "", None, "//[evil")
SPLIT_TARGETS = ("/\t/evil.example", "/\n/evil.example", "/x\r\nSet-Cookie: evil=1", "/\x00evil", "\n//evil.example")


@pytest.mark.parametrize("target", [*EVIL_TARGETS, *SPLIT_TARGETS])
def test_no_open_redirect(app: Flask, target: str | None) -> None:
    with app.test_request_context():
        assert safe_next(target).startswith("/")
        assert "evil" not in safe_next(target)


@pytest.mark.parametrize("target", ["/x\r\nSet-Cookie: evil=1", "//[evil", "/spaces/é?page=2#p4"])
def test_any_page_to_go_on_to_is_answered(people: People, target: str) -> None:
    answer = people.client(people.physician()).get("/sign-in", query_string={"next": target})
    assert answer.status_code == 303
    assert "evil" not in str(answer.headers)
