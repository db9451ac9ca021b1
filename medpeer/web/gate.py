"""Checking while one types: the text is judged and forgotten; nothing is stored or logged."""

from typing import Final

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from medpeer.deid import RiskLevel
from medpeer.gate import RawText, Surface, check_usable, judge_start, render_markdown
from medpeer.gate.errors import UnusableTextError
from medpeer.web.access import Access, access
from medpeer.web.limits import limiter
from medpeer.web.user_text import finding_json

bp = Blueprint("gate", __name__, url_prefix="/gate")

_ORDER = list(RiskLevel)
_MAX_FIELDS: Final = 16
"""More than any form has."""


@bp.post("/check")
@limiter.limit("240 per minute")
@access(Access.SIGNED_IN)
def check() -> ResponseReturnValue:
    """Return the findings of each submitted field and how identifying the most telling of them is."""
    verdicts = {}
    for name in dict.fromkeys(request.form.getlist("field")[:_MAX_FIELDS]):
        raw = RawText(request.form.get(f"text.{name}", ""))
        verdicts[name] = judge_start(raw, _surface(request.form.get(f"surface.{name}", "")))
    fields = {name: {"spans": [finding_json(one) for one in verdict.findings]} for name, verdict in verdicts.items()}
    worst = max(
        (verdict.risk for verdict in verdicts.values()), key=lambda risk: _ORDER.index(risk.level), default=None
    )
    risk = {"level": worst.level.value, "reasons": list(worst.reasons)} if worst else {"level": "low", "reasons": []}
    return jsonify(fields=fields, risk=risk)


@bp.post("/preview")
@limiter.limit("120 per minute")
@access(Access.SIGNED_IN)
def preview() -> ResponseReturnValue:
    """Return the rendered HTML of the author's own text."""
    raw = RawText(request.form.get("text", ""))
    try:
        check_usable(raw, _surface(request.form.get("surface", "")))
    except UnusableTextError as error:
        return error.advice, 422, {"Content-Type": "text/plain; charset=utf-8"}
    return str(render_markdown(raw.open_for_check()))


def _surface(name: str) -> Surface:
    # An unknown surface gets the strictest treatment rather than an error: the author still sees the findings.
    return Surface(name) if name in set(Surface) else Surface.CASE_POST
