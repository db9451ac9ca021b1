"""The policies as data, for whoever reviews them: the table of surfaces, its versions, and what still awaits them."""

from typing import Final

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from medpeer.deid import Category, engine_status
from medpeer.gate import POLICIES, POLICY_VERSION, AttestationReason, Surface
from medpeer.gate.policy_versions import HISTORY
from medpeer.gate.rescreening import count_outdated
from medpeer.gate.stamp import engine_stamp
from medpeer.gate.surfaces import SENSITIVE_MUST_GO, SENSITIVE_TELL_SCORE, TIGHTENED_MUST_GO, Rule
from medpeer.gate.use import engines_in_use, policies_in_use
from medpeer.web.access import Access, access
from medpeer.web.state import reading

bp = Blueprint("policies", __name__)

_SHOWN: Final = tuple(surface for surface in Surface if POLICIES[surface].max_chars)


@bp.get("/policies")
@access(Access.OVERSEER)
def show_policies() -> ResponseReturnValue:
    """Show the table, read only: it is changed in code, with a version and a review."""
    with reading() as session:
        policies, engines, waiting = policies_in_use(session), engines_in_use(session), count_outdated(session)
    return render_template(
        "gate/policies.html",
        rows=[(surface, POLICIES[surface], _rules(surface)) for surface in _SHOWN],
        sensitive=[category.label for category in Category if category in SENSITIVE_MUST_GO],
        sensitive_score=SENSITIVE_TELL_SCORE,
        tightened=[category.label for category in Category if category in TIGHTENED_MUST_GO],
        reasons=list(AttestationReason),
        version=POLICY_VERSION,
        history=[(one, policies.get(one.version)) for one in reversed(HISTORY)],
        engine=engine_stamp(),
        engine_note=engine_status().note,
        engines=list(engines.values()),
        waiting=waiting,
    )


def _rules(surface: Surface) -> dict[str, list[str]]:
    """Return the labels of the categories that a surface judges otherwise than the engine, by rule."""
    given = POLICIES[surface].rules
    return {rule.value: [category.label for category in Category if given.get(category) is rule] for rule in Rule}
