"""The applicant's page of proofs: a code to an address of record, asked for and entered."""

from http import HTTPStatus
from typing import Final

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from medpeer.core.errors import InvalidInputError
from medpeer.licensing.countries import is_abroad
from medpeer.licensing.evidence import PossessionProof
from medpeer.licensing.models import OPEN_STATUSES
from medpeer.licensing.policy.codes import CodeAnswer, CodeChannel
from medpeer.licensing.queries import claims, vouchers
from medpeer.licensing.queries import codes as queries
from medpeer.licensing.queries.documents import list_documents
from medpeer.licensing.service import codes
from medpeer.web.access import Access, access, current_actor
from medpeer.web.licensing import proof_words, words
from medpeer.web.licensing.blueprint import bp
from medpeer.web.licensing.forms import chosen
from medpeer.web.licensing.proof_forms import AskCodeForm, CodeForm, ColleagueForm, DocumentForm
from medpeer.web.limits import limiter
from medpeer.web.state import reading, state, transaction

ASK_LIMIT: Final = "6 per hour"
ENTER_LIMIT: Final = "12 per hour"


@bp.get("/join/proof")
@access(Access.SIGNED_IN)
def show_proofs() -> ResponseReturnValue:
    """Show each way to prove that it is you, and how far you came with it."""
    return proofs_page()


def proofs_page(
    *,
    ask: AskCodeForm | None = None,
    enter: CodeForm | None = None,
    document: DocumentForm | None = None,
    colleague: ColleagueForm | None = None,
) -> str:
    """Return the page, with a form that was refused where there is one."""
    with reading() as session:
        actor = current_actor()
        offer = queries.code_offer(session, actor, state().carrier.channels)
        claim = claims.find_claim(session, actor.physician_id)
        shown = list_documents(session, claim.id) if claim else ()
        asked = vouchers.count_asked(session, claim.id) if claim else 0
        possession = claims.possession_of(session, claim.id) if claim else frozenset()
        left_behind = vouchers.count_left_behind(session, actor.physician_id)
    return render_template(
        "licensing/proofs.html",
        offer=offer,
        takes_code=claim is None or not is_abroad(claim.jurisdiction),
        channel_words=proof_words.CHANNEL_WORDS,
        on_its_way=proof_words.ON_ITS_WAY,
        ask=ask or AskCodeForm(formdata=None),
        enter=enter or CodeForm(formdata=None),
        document=document or DocumentForm(formdata=None),
        documents=shown,
        colleague=colleague or ColleagueForm(formdata=None),
        asked=asked,
        left_behind=left_behind,
        is_settled=claim is not None and claim.status not in OPEN_STATUSES,
        # Of the mailbox the onboarding page tells: it is proved by a mail, not here.
        proofs=words.proof_items(possession - {PossessionProof.INSTITUTION_EMAIL}, ""),
        kind_words=proof_words.KIND_WORDS,
    )


@bp.post("/join/proof/code")
@limiter.limit(ASK_LIMIT)
@access(Access.SIGNED_IN)
def ask_code() -> ResponseReturnValue:
    """Send a code to the address on record that was chosen."""
    form = AskCodeForm()
    try:
        channel = chosen(form.channel.data, CodeChannel, "Choose where the code goes.", beside="channel")
        with transaction() as session:
            codes.issue_code(session, current_actor(), channel)
    except InvalidInputError as error:
        form.show(error)
        return proofs_page(ask=form), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(proof_words.ON_ITS_WAY[channel], "done")
    return redirect(url_for(".show_proofs"), HTTPStatus.SEE_OTHER)


@bp.post("/join/proof/code/enter")
@limiter.limit(ENTER_LIMIT)
@access(Access.SIGNED_IN)
def enter_code() -> ResponseReturnValue:
    """Take the code that came; a wrong one costs a try."""
    form = CodeForm()
    with transaction() as session:
        answer = codes.enter_code(session, current_actor(), form.code.data or "")
    if answer is not CodeAnswer.ACCEPTED:
        form.show(InvalidInputError(proof_words.CODE_ANSWERS[answer], field="code"))
        return proofs_page(enter=form), HTTPStatus.UNPROCESSABLE_ENTITY
    flash("The code is right: it is you.", "done")
    return redirect(url_for(".show_onboarding"), HTTPStatus.SEE_OTHER)
