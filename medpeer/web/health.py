"""Probes for whoever runs the product."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from medpeer.web.access import Access, access
from medpeer.web.limits import limiter
from medpeer.web.state import reading, state

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@limiter.exempt
@access(Access.PUBLIC)
def healthz() -> ResponseReturnValue:
    """Say that the process answers."""
    return jsonify(status="alive")


@bp.get("/readyz")
@limiter.exempt
@access(Access.PUBLIC)
def readyz() -> ResponseReturnValue:
    """Say whether database, index and relay work; 503 while one does not."""
    checks = {
        "database": _database_answers(),
        "index": state().search.backend.is_sound(),
        "relay": state().relay.is_alive(),
    }
    ready = all(checks.values())
    return jsonify(ready=ready, **checks), 200 if ready else 503


def _database_answers() -> bool:
    try:
        with reading() as session:
            session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True
