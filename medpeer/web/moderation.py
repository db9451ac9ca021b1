"""Reporting, the moderators' desk, and what authors see of a case about their text."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from medpeer import gate
from medpeer.core.content import ContentKind
from medpeer.core.errors import InvalidInputError
from medpeer.gate import IdentifiersFoundError
from medpeer.moderation import queries, service
from medpeer.moderation.marks import marked
from medpeer.moderation.queries import CaseView, Content
from medpeer.moderation.service import NewDecision
from medpeer.moderation.vocabulary import ReportReason
from medpeer.web.access import Access, access, current_actor
from medpeer.web.desks import next_in_queue, place_in_queue
from medpeer.web.limits import limiter
from medpeer.web.moderation_forms import REASON_GROUPS, DecisionForm, ReportForm, SecondForm
from medpeer.web.state import reading, transaction

bp = Blueprint("moderation", __name__)

REPORT_LIMIT = "30 per hour"
KINDS = "any(post, message)"


@bp.get(f"/report/<{KINDS}:kind>/<int:content_id>")
@access(Access.VERIFIED)
def report_content(kind: str, content_id: int) -> ResponseReturnValue:
    """Ask what is wrong with something."""
    return _report_page(ContentKind(kind), content_id, ReportForm(formdata=None))


@bp.post(f"/report/<{KINDS}:kind>/<int:content_id>")
@limiter.limit(REPORT_LIMIT)
@access(Access.VERIFIED)
def send_report(kind: str, content_id: int) -> ResponseReturnValue:
    """Take a report; one that says it identifies a patient hides the thing at once."""
    form, actor = ReportForm(), current_actor()
    if form.replace.data:
        form.replace_ticked()
        return _report_page(ContentKind(kind), content_id, form)
    try:
        reason = form.chosen()
        examined = gate.examine_together(form.candidates(), form.terms())
        with transaction() as session:
            texts = gate.clear_together(session, examined)
            service.report(session, actor, ContentKind(kind), content_id, reason, note=texts.get("note"))
    except (IdentifiersFoundError, InvalidInputError) as error:
        form.show(error)
        return _report_page(ContentKind(kind), content_id, form), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for(".report_sent", kind=kind, content_id=content_id), HTTPStatus.SEE_OTHER)


def _report_page(kind: ContentKind, content_id: int, form: ReportForm) -> str:
    actor = current_actor()
    with reading() as session:
        content = queries.access_reportable(session, actor, kind, content_id)
        html = queries.html_of(session, content)
    return render_template(
        "moderation/report.html",
        content=content,
        html=html,
        form=form,
        reasons=[(one.value, one.label, one.detail) for one in ReportReason],
        mine=content.author_id == actor.physician_id,
        place=_place(content),
    )


def _place(content: Content) -> str:
    """Return where the thing stands."""
    if content.room_slug:
        return url_for("chat.show_room", slug=content.room_slug)
    return url_for("discussions.show_thread", thread_id=content.thread_id, _anchor=f"p{content.id}")


@bp.get(f"/report/<{KINDS}:kind>/<int:content_id>/sent")
@access(Access.VERIFIED)
def report_sent(kind: str, content_id: int) -> ResponseReturnValue:
    """Show a member what became of their own report."""
    with reading() as session:
        status = queries.own_report(session, current_actor(), ContentKind(kind), content_id)
        content = queries.find_content(session, ContentKind(kind), content_id)
    return render_template("moderation/sent.html", status=status, content=content, place=content and _place(content))


@bp.get(f"/taken-down/<{KINDS}:kind>/<int:content_id>")
@access(Access.VERIFIED)
def show_own(kind: str, content_id: int) -> ResponseReturnValue:
    """Show an author why their text is hidden, and what was decided."""
    return _own_page(ContentKind(kind), content_id, SecondForm(formdata=None))


@bp.post(f"/taken-down/<{KINDS}:kind>/<int:content_id>/second")
@limiter.limit(REPORT_LIMIT)
@access(Access.VERIFIED)
def ask_second(kind: str, content_id: int) -> ResponseReturnValue:
    """Take an author's wish that nobody purges their text alone."""
    form = SecondForm()
    if form.replace.data:
        form.replace_ticked()
        return _own_page(ContentKind(kind), content_id, form)
    try:
        examined = gate.examine_together(form.candidates(), form.terms())
        with transaction() as session:
            texts = gate.clear_together(session, examined)
            service.ask_second(session, current_actor(), ContentKind(kind), content_id, texts.get("note"))
    except (IdentifiersFoundError, InvalidInputError) as error:
        form.show(error)
        return _own_page(ContentKind(kind), content_id, form), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for(".show_own", kind=kind, content_id=content_id), HTTPStatus.SEE_OTHER)


def _own_page(kind: ContentKind, content_id: int, form: SecondForm) -> str:
    with reading() as session:
        notice = queries.own_notice(session, current_actor(), kind, content_id)
    return render_template(
        "moderation/own.html", notice=notice, form=form, parts=[marked(part) for part in notice.parts]
    )


@bp.get("/moderation")
@access(Access.MODERATOR)
def show_queue() -> ResponseReturnValue:
    """Show what waits, and the case that waits longest."""
    return _desk(None)


@bp.get("/moderation/<int:case_id>")
@access(Access.MODERATOR)
def show_case(case_id: int) -> ResponseReturnValue:
    """Show one case; its text only while the moderator has it open."""
    return _desk(case_id)


@bp.get("/moderation/<int:case_id>/purge")
@access(Access.MODERATOR)
def confirm_purge(case_id: int) -> ResponseReturnValue:
    """Ask the same as the dialog does, where there is no JavaScript."""
    return _desk(case_id, template="moderation/purge.html")


@bp.get("/moderation/<int:case_id>/certificates")
@access(Access.MODERATOR)
def show_certificates(case_id: int) -> ResponseReturnValue:
    """Answer with the certificates of a case, for a page that waits for the search to end."""
    with reading() as session:
        case = queries.view_case(session, current_actor(), case_id)
    return render_template("moderation/_certificates.html", case=case)


@bp.post("/moderation/<int:case_id>/open")
@limiter.limit("120 per hour")
@access(Access.MODERATOR)
def open_text(case_id: int) -> ResponseReturnValue:
    """Open the text of a case for half an hour; this is audited."""
    with transaction() as session:
        service.open_text(session, current_actor(), case_id)
    return redirect(url_for(".show_case", case_id=case_id), HTTPStatus.SEE_OTHER)


@bp.post("/moderation/<int:case_id>")
@access(Access.MODERATOR)
def decide(case_id: int) -> ResponseReturnValue:
    """Settle a case, or propose its purge to a second moderator."""
    form, actor = DecisionForm(), current_actor()
    with reading() as session:
        form.fit(queries.view_case(session, actor, case_id))
    if form.replace.data:
        form.replace_ticked()
        return _desk(case_id, form)
    try:
        outcome, reason = form.chosen()
        miss = form.missed()
        examined = gate.examine_together(form.needed(outcome), form.terms())
        with transaction() as session:
            texts = gate.clear_together(session, examined)
            new = NewDecision(
                outcome=outcome,
                reason=reason,
                note=texts["note"],
                body=texts.get("body"),
                title=texts.get("title"),
                keep_images=form.kept_images(),
                miss=miss,
            )
            service.decide(session, actor, case_id, new)
    except (IdentifiersFoundError, InvalidInputError) as error:
        form.show(error)
        return _desk(case_id, form), HTTPStatus.UNPROCESSABLE_ENTITY
    flash("Your decision is kept.", "done")
    return redirect(url_for(".show_case", case_id=case_id), HTTPStatus.SEE_OTHER)


def _desk(case_id: int | None, form: DecisionForm | None = None, *, template: str = "moderation/queue.html") -> str:
    actor = current_actor()
    with reading() as session:
        queue = queries.list_cases(session, actor)
        shown = case_id if case_id is not None else next((row.id for row in queue.rows), None)
        case = queries.view_case(session, actor, shown) if shown is not None else None
        held_images = queries.held_count(session, actor)
        spot_checks = queries.spot_check_count(session, actor)
    ids = [row.id for row in queue.rows]
    return render_template(
        template,
        queue=queue,
        case=case,
        is_list=case_id is None,
        parts=[marked(part) for part in case.parts] if case else [],
        form=form or (_fresh_form(case) if case else None),
        reasons=REASON_GROUPS,
        place=place_in_queue(ids, shown),
        next_id=next_in_queue(ids, shown),
        held_images=held_images,
        spot_checks=spot_checks,
    )


def _fresh_form(case: CaseView) -> DecisionForm:
    texts = {part.field: part.text for part in case.parts if part.field}
    form = DecisionForm(formdata=None, **texts)
    form.fit(case)
    return form
