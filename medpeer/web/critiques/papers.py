"""The list of papers, and a paper's page with its discussion."""

from http import HTTPStatus

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from medpeer import gate
from medpeer.core.content import Visibility
from medpeer.core.errors import InvalidInputError
from medpeer.critiques import queries
from medpeer.critiques.queries import PaperView
from medpeer.discussions import policy
from medpeer.discussions import queries as discussion_queries
from medpeer.discussions import service as discussions
from medpeer.discussions.models import CritiqueQuestion, SpaceKind
from medpeer.gate import IdentifiersFoundError
from medpeer.web.access import Access, access, current_actor
from medpeer.web.answers import stored
from medpeer.web.critiques.blueprint import bp
from medpeer.web.discussions.forms import ReplyForm, member, reply_form
from medpeer.web.discussions.pictures import own_pictures
from medpeer.web.limits import limiter
from medpeer.web.state import reading, transaction


@bp.get("")
@access(Access.VERIFIED)
def list_papers() -> ResponseReturnValue:
    """Show one page of papers."""
    with reading() as session:
        papers = queries.list_papers(session, current_actor(), page=request.args.get("page", 1, type=int))
    return render_template("critiques/list.html", papers=papers)


@bp.get("/<int:paper_id>")
@access(Access.VERIFIED)
def show_paper(paper_id: int) -> ResponseReturnValue:
    """Show a paper; ``?question=`` and ``?reply_to=`` put the form under that question or post."""
    view = _view(paper_id)
    if view.thread.visibility is not Visibility.VISIBLE:
        return render_template("critiques/gone.html", thread=view.thread)
    form = reply_form(SpaceKind.CRITIQUE)
    asked = request.args.get("question", "")
    form.question.data = asked if asked in set(CritiqueQuestion) else ""
    form.parent_id.data = request.args.get("reply_to", type=int)
    return _page(view, form)


@bp.post("/<int:paper_id>/posts")
@limiter.limit("120 per hour")
@access(Access.VERIFIED)
def add_post(paper_id: int) -> ResponseReturnValue:
    """Add to the discussion of a paper, or show the form again with what the gate found."""
    view, form = _view(paper_id), reply_form(SpaceKind.CRITIQUE)
    if form.replace.data:
        form.replace_ticked()
        return _page(view, form)
    try:
        post_id = _reply(paper_id, form) if form.is_valid else None
    except (IdentifiersFoundError, InvalidInputError) as error:
        form.show(error)
        post_id = None
    if post_id is None:
        return _page(view, form), HTTPStatus.UNPROCESSABLE_ENTITY
    return stored(url_for(".show_paper", paper_id=paper_id, _anchor=f"p{post_id}"))


def _reply(paper_id: int, form: ReplyForm) -> int:
    actor = current_actor()
    policy.check_may_write(actor)
    examined = gate.examine_together(form.candidates(), form.terms())
    with transaction() as session:
        paper = queries.access_paper(session, actor, paper_id)
        thread = discussion_queries.access_thread(session, actor, paper.thread_id)
        texts = gate.clear_together(session, examined)
        post = discussions.add_post(
            session,
            actor,
            thread,
            texts["body"],
            parent_id=form.parent_id.data,
            # A reply stands under the question of what it replies to.
            question=None if form.parent_id.data else member(CritiqueQuestion, form.question.data),
            shows_name=bool(form.shows_name.data),
            images=form.image_ids(),
            client_key=form.client_key.data,
        )
        return post.id


def _view(paper_id: int) -> PaperView:
    with reading() as session:
        return queries.paper_page(session, current_actor(), paper_id)


def _page(view: PaperView, form: ReplyForm) -> str:
    form.keep_parent_among(view.thread.posts)
    return render_template(
        "critiques/paper.html",
        paper=view.card,
        view=view,
        thread=view.thread,
        form=form,
        findings=form.shown_findings(),
        risk=form.shown_risk(),
        pictures=own_pictures(form),
    )
