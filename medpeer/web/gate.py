"""Checking while one types: the text is judged and forgotten; nothing is stored or logged."""

from typing import Final

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from medpeer.deid import Topic
from medpeer.gate import Candidate, RawText, Surface, Terms, check_usable, judge_start, render_markdown, with_topics
from medpeer.gate.errors import UnusableTextError
from medpeer.web.access import Access, access, current_actor
from medpeer.web.finding_rows import fields_json, risk_json
from medpeer.web.limits import limiter

bp = Blueprint("gate", __name__, url_prefix="/gate")

_MAX_FIELDS: Final = 16
"""More than any form has."""


@bp.post("/check")
@limiter.limit("240 per minute")
@access(Access.SIGNED_IN)
def check() -> ResponseReturnValue:
    """Return the findings of each submitted field and how identifying the most telling of them is."""
    asked = {
        name: Candidate(
            RawText(request.form.get(f"text.{name}", "")), _surface(request.form.get(f"surface.{name}", ""))
        )
        for name in dict.fromkeys(request.form.getlist("field")[:_MAX_FIELDS])
    }
    terms = with_topics(asked, Terms(current_actor().strictness, topics=_topics()))
    verdicts = {name: judge_start(one.raw, one.surface, terms) for name, one in asked.items()}
    return jsonify(fields=fields_json(verdicts), risk=risk_json(verdicts.values()))


def _topics() -> frozenset[Topic]:
    """Return the topics of the place that is written in, as its page names them."""
    return frozenset(Topic(name) for name in request.form.getlist("topic")[:_MAX_FIELDS] if name in set(Topic))


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
