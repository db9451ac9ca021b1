"""Asking: the composer's pages."""

from http import HTTPStatus
from typing import Final

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from medpeer import gate
from medpeer.core.errors import InvalidInputError
from medpeer.discussions import policy, queries, service
from medpeer.discussions.models import AgeBand, AskType, Consent, Setting, Sex, SpaceKind, Urgency
from medpeer.gate import IdentifiersFoundError
from medpeer.web.access import Access, access, current_actor
from medpeer.web.answers import stored
from medpeer.web.discussions.blueprint import bp
from medpeer.web.discussions.forms import AskCaseForm, AskPracticeForm, member
from medpeer.web.discussions.pictures import own_pictures
from medpeer.web.limits import limiter
from medpeer.web.state import reading, transaction

AskForm = AskCaseForm | AskPracticeForm

CASE_PAGE: Final = "discussions/ask_case.html"
PRACTICE_PAGE: Final = "discussions/ask_practice.html"


@bp.get("/cases/ask")
@access(Access.VERIFIED)
def ask_case() -> ResponseReturnValue:
    """Show the empty form for a case."""
    policy.check_may_open(current_actor(), SpaceKind.CASE)
    form = AskCaseForm()
    specialty = current_actor().specialty
    form.space.data = specialty.value if specialty else None
    return _page(CASE_PAGE, form)


@bp.post("/cases/ask")
@limiter.limit("30 per hour")
@access(Access.VERIFIED)
def post_case() -> ResponseReturnValue:
    """Ask a case, or show the form again with what the gate found."""
    return _ask(CASE_PAGE, AskCaseForm())


@bp.get("/practice/ask")
@access(Access.VERIFIED)
def ask_practice() -> ResponseReturnValue:
    """Show the empty form for a question about practice."""
    policy.check_may_open(current_actor(), SpaceKind.PRACTICE)
    return _page(PRACTICE_PAGE, _practice_form())


@bp.post("/practice/ask")
@limiter.limit("30 per hour")
@access(Access.VERIFIED)
def post_practice() -> ResponseReturnValue:
    """Ask about practice, or show the form again with what the gate found."""
    return _ask(PRACTICE_PAGE, _practice_form())


def _ask(template: str, form: AskForm) -> ResponseReturnValue:
    if form.replace.data:
        form.replace_ticked()
        return _page(template, form)
    try:
        thread_id = _open(form) if form.is_valid else None
    except (IdentifiersFoundError, InvalidInputError) as error:
        form.show(error)
        thread_id = None
    if thread_id is None:
        return _page(template, form), HTTPStatus.UNPROCESSABLE_ENTITY
    return stored(url_for("discussions.show_thread", thread_id=thread_id))


def _open(form: AskForm) -> int:
    actor = current_actor()
    policy.check_may_open(actor, SpaceKind.CASE if isinstance(form, AskCaseForm) else SpaceKind.PRACTICE)
    examined = gate.examine_together(form.candidates(), form.terms())
    with transaction() as session:
        space = queries.access_space(session, actor, form.space.data)
        texts = gate.clear_together(session, examined)
        is_case = isinstance(form, AskCaseForm)
        new = service.NewThread(
            title=texts["title"],
            body=texts["body"],
            ask=AskType(form.ask.data) if is_case else None,
            urgency=Urgency(form.urgency.data) if is_case else None,
            age_band=member(AgeBand, form.age_band.data) if is_case else None,
            sex=member(Sex, form.sex.data) if is_case else None,
            setting=member(Setting, form.setting.data),
            consent=member(Consent, form.consent.data) if is_case else None,
            shows_name=bool(form.shows_name.data),
            images=form.image_ids(),
            client_key=form.client_key.data,
        )
        return service.open_thread(session, actor, space, new).id


def _practice_form() -> AskPracticeForm:
    form = AskPracticeForm()
    with reading() as session:
        spaces = queries.list_spaces(session, current_actor(), SpaceKind.PRACTICE)
    form.space.choices = {space.slug: space.title for space in spaces}
    return form


def _page(template: str, form: AskForm) -> str:
    form.renew()
    with reading() as session:
        name = queries.own_name(session, current_actor())
    return render_template(
        template,
        form=form,
        own_name=name,
        pictures=own_pictures(form),
        findings=form.shown_findings(),
        risk=form.shown_risk(),
    )
