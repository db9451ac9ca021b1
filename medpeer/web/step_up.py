"""Step-up: what must not be done from an unattended desk wants a proof of at most ten minutes ago."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeVar, cast

from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from medpeer.accounts.actor import Actor
from medpeer.credentials.policy import is_fresh
from medpeer.web.access import current_actor
from medpeer.web.state import state

F = TypeVar("F", bound=Callable[..., Any])


def fresh(actor: Actor) -> bool:
    """Tell whether ``actor`` proved in this browser, at most ten minutes ago, who they are."""
    return is_fresh(actor.proved_at, state().database.context.clock.now())


def ask_proof(target: str) -> ResponseReturnValue:
    """Return the way to the page that asks for a proof, and from there to ``target``, a path of this site."""
    return redirect(url_for("credentials.show_proof", next=target), HTTPStatus.SEE_OTHER)


def fresh_proof(back: str | None = None) -> Callable[[F], F]:
    """Let a view be called after a fresh proof only. Stands below ``@access``.

    ``back`` is the endpoint to which a form's sender comes back, with those of the view's parameters that it takes;
    without it, the page asked for.
    """

    def guard(view: F) -> F:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            if not fresh(current_actor()):
                return ask_proof(_place(back, kwargs) if back else request.path)
            return cast("ResponseReturnValue", view(*args, **kwargs))

        return cast("F", guarded)

    return guard


def _place(endpoint: str, values: dict[str, Any]) -> str:
    takes = {name for rule in current_app.url_map.iter_rules(endpoint) for name in rule.arguments}
    return url_for(endpoint, **{name: value for name, value in values.items() if name in takes})
