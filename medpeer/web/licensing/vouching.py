"""Vouching: an applicant asks a colleague; a member gives their word for one, or takes it back."""

from http import HTTPStatus
from typing import Final

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from medpeer.accounts.tiers import Right
from medpeer.core.errors import InvalidInputError
from medpeer.licensing.errors import MayNotVouchError
from medpeer.licensing.policy.vouchers import OWN_REASONS, VOUCHERS_A_YEAR, WithdrawalReason
from medpeer.licensing.queries import vouchers as queries
from medpeer.licensing.service import vouchers
from medpeer.web.access import Access, access, current_actor
from medpeer.web.licensing.blueprint import bp
from medpeer.web.licensing.forms import chosen
from medpeer.web.licensing.proof_forms import ColleagueForm, VouchForm, WithdrawForm
from medpeer.web.licensing.proof_words import WITHDRAWAL_WORDS
from medpeer.web.licensing.proofs import proofs_page
from medpeer.web.limits import limiter
from medpeer.web.same_time import same_time
from medpeer.web.state import reading, state, transaction

WHY: Final = "Choose why you take it back."


@bp.post("/join/proof/colleague")
@limiter.limit("12 per hour")
@access(Access.SIGNED_IN)
def ask_colleague() -> ResponseReturnValue:
    """Ask a colleague to vouch; the answer and its time are the same whoever the address belongs to."""
    form = ColleagueForm()
    try:
        with same_time(), transaction() as session:
            vouchers.ask_colleague(session, current_actor(), form.email.data or "")
    except InvalidInputError as error:
        form.show(error)
        return proofs_page(colleague=form), HTTPStatus.UNPROCESSABLE_ENTITY
    flash("If that is a member’s address, they have a mail from us.", "done")
    return redirect(url_for(".show_proofs", _anchor="colleagues"), HTTPStatus.SEE_OTHER)


@bp.get("/vouch")
@access(Access.VERIFIED)
def list_vouchers() -> ResponseReturnValue:
    """Show who asked the member to vouch, and for whom they did."""
    return _page()


def _page(form: VouchForm | None = None, wrong_id: int = 0, refused: str = "") -> str:
    with reading() as session:
        actor = current_actor()
        rows = queries.list_vouchers(session, actor)
        record = queries.vouching_record(session, actor.physician_id)
    return render_template(
        "licensing/vouch.html",
        rows=rows,
        left=max(0, VOUCHERS_A_YEAR - record.given),
        was_wrong=record.found_false > 0,
        may_vouch=actor.may(Right.VOUCH),
        form=form or VouchForm(formdata=None),
        wrong_id=wrong_id,
        refused=refused,
        reasons={reason: WITHDRAWAL_WORDS[reason] for reason in OWN_REASONS},
    )


@bp.post("/vouch/<int:voucher_id>")
@limiter.limit("20 per hour")
@access(Access.VERIFIED)
def give_voucher(voucher_id: int) -> ResponseReturnValue:
    """Give the member's word for an applicant."""
    form = VouchForm()
    if not form.knows.data:
        form.show(InvalidInputError("Tick that you know them, or leave it.", field="knows"))
        return _page(form, voucher_id), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction() as session:
            domains = state().settings.institution_domains
            vouchers.give(session, current_actor(), voucher_id, institution_domains=domains)
    except MayNotVouchError as error:
        return _page(refused=error.advice), HTTPStatus.FORBIDDEN
    flash("Your word is kept. You can take it back here at any time.", "done")
    return redirect(url_for(".list_vouchers"), HTTPStatus.SEE_OTHER)


@bp.post("/vouch/<int:voucher_id>/withdraw")
@access(Access.VERIFIED)
def withdraw_voucher(voucher_id: int) -> ResponseReturnValue:
    """Take the member's word back."""
    reason = chosen(WithdrawForm().reason.data, WithdrawalReason, WHY, beside="reason")
    if reason not in OWN_REASONS:
        raise InvalidInputError(WHY, field="reason")
    with transaction() as session:
        vouchers.withdraw(session, current_actor(), voucher_id, reason)
    flash("Your word is taken back.", "done")
    return redirect(url_for(".list_vouchers"), HTTPStatus.SEE_OTHER)
