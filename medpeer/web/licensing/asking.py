"""A reviewer asks the national registry itself about one applicant's number; what it says decides nothing by itself."""

from typing import Final

from flask import render_template
from flask.typing import ResponseReturnValue

from medpeer.core.errors import NotFoundError
from medpeer.licensing.live import LiveOutcome
from medpeer.licensing.queries import dossiers
from medpeer.web.access import Access, access, current_actor
from medpeer.web.licensing import compare
from medpeer.web.licensing.blueprint import bp
from medpeer.web.limits import limiter
from medpeer.web.state import reading, state

OUTCOME_WORDS: Final = {
    LiveOutcome.FOUND: "The registry knows this number. Compare it below.",
    LiveOutcome.ABSENT: "The registry does not know this number. New ones appear within days.",
    LiveOutcome.UNKNOWN: "The registry gave no answer just now. That says nothing of the applicant; ask again later.",
}


@bp.post("/review/<int:claim_id>/registry")
@limiter.limit("60 per hour")
@access(Access.REVIEWER)
def ask_registry(claim_id: int) -> ResponseReturnValue:
    """Ask about the number of a claim and show the answer beside what the applicant says; nothing is kept of it."""
    live = state().live
    if live is None:
        raise NotFoundError
    with reading() as session:
        dossier = dossiers.access_dossier(session, current_actor(), claim_id)
    if dossier.claimed.is_abroad:
        raise NotFoundError
    answer = live.ask(dossier.claimed.npi, dossier.consulted.today)
    return render_template(
        "licensing/registry.html",
        dossier=dossier,
        words=OUTCOME_WORDS[answer.outcome],
        rows=compare.registry_rows(dossier, answer.record) if answer.record else [],
    )
