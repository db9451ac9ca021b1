"""The desk where reviewers decide: who waits, one applicant beside the register, the decision."""

from http import HTTPStatus
from typing import Final

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from medpeer import gate
from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Specialty
from medpeer.core.errors import ConflictError, InvalidInputError
from medpeer.gate import IdentifiersFoundError
from medpeer.licensing.policy import CheckKind, DecisionAct, DecisionReason
from medpeer.licensing.queries import review
from medpeer.licensing.queries.documents import list_documents
from medpeer.licensing.queries.review import Dossier
from medpeer.licensing.service import decisions
from medpeer.web.access import Access, access, current_actor
from medpeer.web.desks import next_in_queue, place_in_queue
from medpeer.web.licensing import compare, words
from medpeer.web.licensing.blueprint import bp
from medpeer.web.licensing.finding_words import SENT_BECAUSE
from medpeer.web.licensing.forms import SPECIALTIES, DecisionForm, chosen
from medpeer.web.licensing.proof_words import KIND_WORDS
from medpeer.web.state import reading, state, transaction
from medpeer.web.step_up import fresh_proof

_DONE: Final = {
    DecisionAct.APPROVE: "Approved. They have a mail.",
    DecisionAct.ASK: "Asked. They have a mail, and come back to the queue with the answer.",
    DecisionAct.REJECT: "Rejected. They have a mail, and can appeal.",
}


@bp.get("/review")
@access(Access.REVIEWER)
@fresh_proof()
def review_queue() -> ResponseReturnValue:
    """Show who waits, and the first of them."""
    return _desk(None)


@bp.get("/review/<int:claim_id>")
@access(Access.REVIEWER)
@fresh_proof()
def show_dossier(claim_id: int) -> ResponseReturnValue:
    """Show one applicant beside the register."""
    return _desk(claim_id)


def _desk(claim_id: int | None, form: DecisionForm | None = None) -> str:
    actor = current_actor()
    with reading() as session:
        waiting = review.list_waiting(session, actor)
        shown = claim_id if claim_id is not None else next((row.claim_id for row in waiting), None)
        dossier = review.access_dossier(session, actor, shown) if shown is not None else None
        documents = list_documents(session, dossier.claim.id) if dossier else ()
        median = review.median_wait_today(session)
    ids = [row.claim_id for row in waiting]
    has_possession = dossier is not None and bool(dossier.possession)
    return render_template(
        "licensing/review.html",
        waiting=waiting,
        because=SENT_BECAUSE,
        dossier=dossier,
        is_list=claim_id is None,
        rows=compare.compare_rows(dossier) if dossier else [],
        proofs=_proofs(dossier),
        documents=documents,
        can_ask_registry=state().live is not None,
        kind_words=KIND_WORDS,
        has_possession=has_possession,
        reasons=words.reason_groups(DecisionAct, with_possession=has_possession),
        reason_words=words.REASON_WORDS,
        specialties=SPECIALTIES,
        form=form or DecisionForm(formdata=None, specialty=(dossier.specialty or "") if dossier else ""),
        next_id=next_in_queue(ids, shown),
        place=place_in_queue(ids, shown),
        median=words.wait_words(median) if median is not None else "",
    )


def _proofs(dossier: Dossier | None) -> list[words.CheckItem]:
    if dossier is None:
        return []
    finding = next((row.finding for row in dossier.checks if row.kind is CheckKind.POSSESSION), None)
    return words.proof_items(dossier.possession, dossier.email_domain, finding)


@bp.post("/review/<int:claim_id>")
@access(Access.REVIEWER)
def decide(claim_id: int) -> ResponseReturnValue:
    """Settle a claim and go on to the next applicant."""
    form, actor = DecisionForm(), current_actor()
    if form.replace.data:
        form.replace_ticked()
        return _desk(claim_id, form)
    try:
        act = chosen(form.act.data, DecisionAct, "Press one of the three buttons.", beside="reason")
        advice = "Choose a reason; it is kept in the audit trail."
        reason = chosen(form.reason.data, DecisionReason, advice, beside="reason")
        specialty = Specialty(form.specialty.data) if form.specialty.data in set(Specialty) else None
        examined = gate.examine_together(form.candidates(), form.terms())
        with transaction() as session:
            review.access_claim(session, actor, claim_id)
            texts = gate.clear_together(session, examined)
            note = texts.get("note")
            decisions.decide_claim(session, actor, claim_id, act, reason, note=note, specialty=specialty)
    except (IdentifiersFoundError, InvalidInputError) as error:
        form.show(error)
        return _desk(claim_id, form), HTTPStatus.UNPROCESSABLE_ENTITY
    except ConflictError as error:
        flash(error.advice, "tell")
        return redirect(url_for(".review_queue"), HTTPStatus.SEE_OTHER)
    flash(_DONE[act], "done")
    return redirect(_next_address(actor, claim_id), HTTPStatus.SEE_OTHER)


def _next_address(actor: Actor, decided_id: int) -> str:
    with reading() as session:
        ids = [row.claim_id for row in review.list_waiting(session, actor)]
    following = next_in_queue(ids, decided_id)
    return url_for(".review_queue") if following is None else url_for(".show_dossier", claim_id=following)
