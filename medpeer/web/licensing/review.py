"""The desk where reviewers decide: who waits, one applicant beside the register, the decision."""

from http import HTTPStatus
from typing import Final

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from medpeer import gate
from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Specialty
from medpeer.core.errors import ConflictError, InvalidInputError
from medpeer.gate import IdentifiersFoundError
from medpeer.licensing.errors import ClaimClosedError, SameReviewerError
from medpeer.licensing.evidence import PossessionProof
from medpeer.licensing.models import WAITING_STATUSES
from medpeer.licensing.policy import CheckKind, DecisionAct, DecisionReason
from medpeer.licensing.policy.queue import QueueView
from medpeer.licensing.queries import consulting, dossiers, queue, review
from medpeer.licensing.queries.dossiers import Dossier
from medpeer.licensing.queries.queue import QueueRow
from medpeer.licensing.service import decisions, endorsements
from medpeer.web.access import Access, access, current_actor
from medpeer.web.desks import next_in_queue, place_in_queue
from medpeer.web.licensing import compare, desk_history, desk_words, words
from medpeer.web.licensing.blueprint import bp
from medpeer.web.licensing.finding_words import SENT_BECAUSE
from medpeer.web.licensing.forms import SPECIALTIES, DecisionForm, chosen
from medpeer.web.licensing.proof_words import KIND_WORDS
from medpeer.web.state import reading, state, transaction
from medpeer.web.step_up import fresh, fresh_proof

_DONE: Final = {
    DecisionAct.APPROVE: "Approved. They have a mail.",
    DecisionAct.ASK: "Asked. They have a mail, and come back to the queue with the answer.",
    DecisionAct.REJECT: "Rejected. They have a mail, and can appeal.",
}
_FIRST_WORD: Final = "Your word is kept. Another reviewer reads the document and settles it."


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


def _view() -> QueueView:
    """Return which part of the queue the address asks for; an unknown one is the whole."""
    asked = request.args.get("show", "")
    return QueueView(asked) if asked in set(QueueView) else QueueView.ALL


def _desk(claim_id: int | None, form: DecisionForm | None = None) -> str:
    actor, view = current_actor(), _view()
    with reading() as session:
        everyone = queue.list_waiting(session, actor)
        rows = [row for row in everyone if row.is_in(view)]
        shown = claim_id if claim_id is not None else next((row.claim_id for row in rows), None)
        in_use = consulting.registers_in_use(session)
        dossier = dossiers.access_dossier(session, actor, shown, in_use) if shown is not None else None
        median = review.median_wait_today(session)
    return render_template(
        "licensing/review.html",
        rows_waiting=rows,
        views=[(one, word, sum(row.is_in(one) for row in everyone)) for one, word in desk_words.VIEW_WORDS.items()],
        view=view,
        causes={row.claim_id: desk_words.cause_words(row, SENT_BECAUSE) for row in rows},
        stale=sorted({words.register_words(age.register) for age in in_use.ages if age.is_stale}),
        is_list=claim_id is None,
        next_id=_next_of(rows, shown),
        place=place_in_queue([row.claim_id for row in rows], shown),
        median=words.wait_words(median) if median is not None else "",
        dossier=dossier,
        **(_dossier_context(dossier, form) if dossier else {}),
    )


def _dossier_context(dossier: Dossier, form: DecisionForm | None) -> dict[str, object]:
    shown = dossier.possession
    return {
        "because": SENT_BECAUSE,
        "told": desk_words.told(dossier),
        "cautions": list(desk_words.cautions(dossier)),
        "rows": compare.compare_rows(dossier),
        "proofs": _proofs(dossier),
        "can_ask_registry": state().live is not None,
        "kind_words": KIND_WORDS,
        "is_open": dossier.claim.status in WAITING_STATUSES,
        "approve": desk_words.APPROVE_WORDS.get(dossier.step, "Approve"),
        "follows": desk_words.follows(dossier),
        "not_now": desk_words.NOT_NOW.get(dossier.step, ""),
        "reasons": words.reason_groups(
            DecisionAct, with_possession=bool(shown), with_document=PossessionProof.DOCUMENT in shown
        ),
        "so_far": desk_history.so_far(dossier, current_actor().physician_id),
        "specialties": SPECIALTIES,
        "form": form or DecisionForm(formdata=None, specialty=dossier.specialty or ""),
    }


def _proofs(dossier: Dossier) -> list[words.CheckItem]:
    finding = next((row.finding for row in dossier.checks if row.kind is CheckKind.POSSESSION), None)
    return words.proof_items(dossier.possession, dossier.email_domain, finding)


@bp.post("/review/<int:claim_id>")
@access(Access.REVIEWER)
def decide(claim_id: int) -> ResponseReturnValue:
    """Settle a claim and go on to the next applicant."""
    form, actor = DecisionForm(), current_actor()
    if not fresh(actor):
        return _prove_first(claim_id, form)
    if form.replace.data:
        form.replace_ticked()
        return _desk(claim_id, form)
    try:
        done = _decide(actor, claim_id, form)
    except (IdentifiersFoundError, InvalidInputError) as error:
        form.show(error)
        return _desk(claim_id, form), HTTPStatus.UNPROCESSABLE_ENTITY
    except (ClaimClosedError, SameReviewerError) as error:
        flash(error.advice, "tell")
        return redirect(url_for(".review_queue", show=_shown_part()), HTTPStatus.SEE_OTHER)
    except ConflictError as error:
        form.reason.errors = [error.advice]
        return _desk(claim_id, form), HTTPStatus.CONFLICT
    flash(done, "done")
    return redirect(_next_address(actor, claim_id), HTTPStatus.SEE_OTHER)


def _decide(actor: Actor, claim_id: int, form: DecisionForm) -> str:
    """Do what the form says and return what to tell."""
    act = chosen(form.act.data, DecisionAct, "Press one of the three buttons.", beside="reason")
    advice = "Choose a reason; it is kept in the audit trail."
    reason = chosen(form.reason.data, DecisionReason, advice, beside="reason")
    specialty = Specialty(form.specialty.data) if form.specialty.data in set(Specialty) else None
    examined = gate.examine_together(form.candidates(), form.terms())
    with transaction() as session:
        review.access_claim(session, actor, claim_id)
        note = gate.clear_together(session, examined).get("note")
        seen = form.token.data or None
        settled = decisions.decide_claim(
            session, actor, claim_id, act, reason, note=note, specialty=specialty, seen=seen
        )
    return _DONE[act] if settled else _FIRST_WORD


def _prove_first(claim_id: int, form: DecisionForm) -> ResponseReturnValue:
    """Give a decision back to be sent again after a proof; it names nobody, and nothing typed is lost."""
    page = render_template("licensing/prove_first.html", claim_id=claim_id, form=form, shows={"show": _shown_part()})
    return page, HTTPStatus.FORBIDDEN


@bp.post("/review/<int:claim_id>/take-back")
@access(Access.REVIEWER)
@fresh_proof(back="licensing.review_queue")
def take_back_word(claim_id: int) -> ResponseReturnValue:
    """Take one's own word for an applicant back."""
    with transaction() as session:
        endorsements.take_back(session, current_actor(), claim_id)
    flash("Your word is taken back.", "done")
    return redirect(url_for(".show_dossier", claim_id=claim_id), HTTPStatus.SEE_OTHER)


def _shown_part() -> str | None:
    """Return the part of the queue to go on with, for an address; ``None`` is the whole."""
    return None if _view() is QueueView.ALL else _view().value


def _next_address(actor: Actor, decided_id: int) -> str:
    with reading() as session:
        rows = [row for row in queue.list_waiting(session, actor) if row.is_in(_view())]
    following = _next_of(rows, decided_id)
    if following is None:
        return url_for(".review_queue", show=_shown_part())
    return url_for(".show_dossier", claim_id=following, show=_shown_part())


def _next_of(rows: list[QueueRow], shown: int | None) -> int | None:
    """Return who comes after the one shown; nobody whom the reader's own word waits for."""
    return next_in_queue([row.claim_id for row in rows if not row.is_mine], shown)
