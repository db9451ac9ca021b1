"""Who may call a view. Every route declares it; a route that does not is refused and fails a test."""

import re
from collections.abc import Callable
from enum import StrEnum
from http import HTTPStatus
from typing import Any, Final, Protocol, TypeVar, assert_never, runtime_checkable

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import Forbidden, NotFound, Unauthorized

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Role

F = TypeVar("F", bound=Callable[..., Any])

_MARK: Final = "__medpeer_access__"


@runtime_checkable
class HasActor(Protocol):
    """Flask-Login's user as the session interface makes it."""

    actor: Actor


class Access(StrEnum):
    """The kinds of caller a view can ask for."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    VERIFIED = "verified"
    REVIEWER = "reviewer"
    MODERATOR = "moderator"
    PRIVACY_OFFICER = "privacy_officer"
    OVERSEER = "overseer"
    """Moderators and the privacy officer alike."""


_ROLES: Final = {
    Access.REVIEWER: (Role.REVIEWER,),
    Access.MODERATOR: (Role.MODERATOR,),
    Access.PRIVACY_OFFICER: (Role.PRIVACY_OFFICER,),
    Access.OVERSEER: (Role.MODERATOR, Role.PRIVACY_OFFICER),
}


def access(level: Access) -> Callable[[F], F]:
    """Declare who may call the decorated view. Stands below the route decorator."""

    def declare(view: F) -> F:
        setattr(view, _MARK, level)
        return view

    return declare


def declared_access(view: Callable[..., Any]) -> Access | None:
    """Return what a view declares, or ``None``."""
    level = getattr(view, _MARK, None)
    return level if isinstance(level, Access) else None


def current_actor() -> Actor:
    """Return who acts.

    Raises:
        Unauthorized: nobody is signed in; a declared access keeps views from getting here.
    """
    actor = find_actor()
    if actor is None:
        raise Unauthorized
    return actor


def find_actor() -> Actor | None:
    """Return who acts, or ``None`` when nobody is signed in."""
    user: object = current_user._get_current_object()  # noqa: SLF001 - the proxy hides the type
    return user.actor if isinstance(user, HasActor) else None


def enforce() -> ResponseReturnValue | None:
    """Let the request pass, send it elsewhere, or refuse; runs before every view, after the CSRF check."""
    if request.endpoint is None:
        return None
    level = declared_access(current_app.view_functions[request.endpoint])
    if level is None:
        raise Forbidden
    return _judge(level, find_actor())


def _judge(level: Access, actor: Actor | None) -> ResponseReturnValue | None:
    if level is Access.PUBLIC:
        return None
    if actor is None:
        return _to_sign_in()
    match level:
        case Access.SIGNED_IN:
            return None
        case Access.VERIFIED:
            return None if actor.is_verified else _to_onboarding()
        case Access.REVIEWER | Access.MODERATOR | Access.PRIVACY_OFFICER | Access.OVERSEER:
            # Whoever lacks the role does not learn that the page exists.
            if not any(actor.has(role) for role in _ROLES[level]):
                raise NotFound
            return None
        case _:
            assert_never(level)


def _to_sign_in() -> ResponseReturnValue:
    if request.method != "GET" or "HX-Request" in request.headers:
        raise Unauthorized
    return redirect(url_for("auth.sign_in", next=request.path), HTTPStatus.SEE_OTHER)


def _to_onboarding() -> ResponseReturnValue:
    if request.method != "GET" or "HX-Request" in request.headers:
        raise Forbidden
    return redirect(url_for("licensing.show_onboarding"), HTTPStatus.SEE_OTHER)


def safe_next(target: str | None) -> str:
    """Return ``target`` when it is a path of this site, else the front page: no open redirect."""
    # Browsers drop line breaks and tabs, and take a backslash for a slash: either could make two slashes, a host.
    if target and target.isprintable() and re.match(r"/(?![/\\])", target):
        return target
    return url_for("home.round")


def init_app(app: Flask) -> None:
    """Enforce declared access on every request."""
    app.before_request(enforce)
    access(Access.PUBLIC)(app.view_functions["static"])
