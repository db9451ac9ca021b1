"""What every template may use: icons' and scripts' addresses, the actor, counts in the bar."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from flask import Flask, current_app, url_for
from markupsafe import Markup

from medpeer.accounts.actor import Actor
from medpeer.core.clock import day_words
from medpeer.web.access import find_actor
from medpeer.web.state import state

STATIC: Final = Path(__file__).parents[2] / "static"
TEMPLATES: Final = Path(__file__).parents[2] / "templates"


@cache
def _digest(path: str) -> str:
    return hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:12]


def asset(path: str) -> str:
    """Return the address of a static file with its content hash, so that caches keep it for ever."""
    return url_for("static", filename=path, v=_digest(path))


@cache
def _vendored() -> dict[str, dict[str, str]]:
    rows = json.loads((STATIC / "vendor" / "MANIFEST.json").read_text())
    return {row["package"]: row for row in rows if row["file"].endswith(".js")}


def vendor_tag(package: str) -> Markup:
    """Return the script tag of a vendored package with its integrity hash."""
    row = _vendored()[package]
    return Markup('<script src="{}" integrity="sha384-{}" defer></script>').format(asset(row["file"]), row["sha384"])


def has_endpoint(name: str) -> bool:
    """Tell whether the application serves ``name``."""
    return name in current_app.view_functions


def now() -> datetime:
    """Return the application's present moment, aware, in UTC."""
    return state().database.context.clock.now()


def draft_scope(actor: Actor | None) -> str:
    """Return a word under which a browser keeps its drafts: another for each account, saying nothing of it."""
    return state().database.context.vault.derive_token("draft-scope", actor.physician_id)[:16] if actor else "nobody"


Counter = Callable[[], dict[str, int]]


def init_app(app: Flask, nav_counts: Counter) -> None:
    """Give templates their globals; ``nav_counts`` is asked once a page of a signed-in member."""
    app.jinja_env.globals.update(asset=asset, vendor_tag=vendor_tag, has_endpoint=has_endpoint, now=now)
    app.jinja_env.filters["day"] = day_words
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True

    @app.context_processor
    def page_context() -> dict[str, Any]:
        actor = find_actor()
        counts = nav_counts() if actor and actor.is_verified else {}
        return {
            "actor": actor,
            "nav_counts": counts,
            "settings": state().settings,
            "draft_scope": draft_scope(actor),
        }
