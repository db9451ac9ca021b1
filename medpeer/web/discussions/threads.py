"""A thread's page and the replies to it."""

from http import HTTPStatus

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from medpeer import gate
from medpeer.core.content import Visibility
from medpeer.core.errors import InvalidInputError, NotFoundError
from medpeer.critiques import queries as critiques
from medpeer.discussions import policy, queries, service
from medpeer.discussions.models import CritiqueQuestion, SpaceKind
from medpeer.discussions.queries import ThreadView
from medpeer.gate import IdentifiersFoundError
from medpeer.web.access import Access, access, current_actor
from medpeer.web.answers import stored, wants_fragment
from medpeer.web.discussions.blueprint import bp
from medpeer.web.discussions.forms import ReplyForm, empty_reply_form, member, reply_form
from medpeer.web.discussions.pictures import own_pictures
from medpeer.web.limits import limiter
from medpeer.web.state import reading, transaction


@bp.get("/threads/<int:thread_id>")
@access(Access.VERIFIED)
def show_thread(thread_id: int) -> ResponseReturnValue:
    """Show a thread; ``?reply_to=`` puts the reply form under that post. A paper's thread is on the paper's page."""
    view = _view(thread_id)
    if view.kind is SpaceKind.CRITIQUE and (place := _paper_place(thread_id)):
        return redirect(place, HTTPStatus.SEE_OTHER)
    if view.visibility is not Visibility.VISIBLE:
        return render_template("discussions/gone.html", thread=view)
    form = reply_form(view.kind, topics=view.topics)
    form.parent_id.data = request.args.get("reply_to", type=int)
    return _page(view, form)


def _paper_place(thread_id: int) -> str | None:
    with reading() as session:
        paper_id = critiques.find_paper_of_thread(session, thread_id)
    reply_to = request.args.get("reply_to", type=int)
    return url_for("critiques.show_paper", paper_id=paper_id, reply_to=reply_to) if paper_id else None


@bp.post("/threads/<int:thread_id>/posts")
@limiter.limit("120 per hour")
@access(Access.VERIFIED)
def add_post(thread_id: int) -> ResponseReturnValue:
    """Add a reply: answer with its fragment, or send the browser to it; refused, show the form with the findings."""
    view = _view(thread_id)
    if view.visibility is not Visibility.VISIBLE:
        raise NotFoundError
    form = reply_form(view.kind, topics=view.topics)
    if form.replace.data:
        form.replace_ticked()
        return _page(view, form)
    try:
        post_id = _add(thread_id, form) if form.is_valid else None
    except (IdentifiersFoundError, InvalidInputError) as error:
        form.show(error)
        post_id = None
    if post_id is None:
        return _refused(view, form)
    if wants_fragment() and form.parent_id.data is None:
        return _added(thread_id, post_id)
    return stored(url_for("discussions.show_thread", thread_id=thread_id, _anchor=f"p{post_id}"))


def _add(thread_id: int, form: ReplyForm) -> int:
    actor = current_actor()
    policy.check_may_write(actor)
    examined = gate.examine_together(form.candidates(), form.terms())
    with transaction() as session:
        thread = queries.access_thread(session, actor, thread_id)
        texts = gate.clear_together(session, examined)
        post = service.add_post(
            session,
            actor,
            thread,
            texts["body"],
            parent_id=form.parent_id.data,
            question=member(CritiqueQuestion, form.question.data),
            shows_name=bool(form.shows_name.data),
            images=form.image_ids(),
            client_key=form.client_key.data,
        )
        return post.id


def _view(thread_id: int) -> ThreadView:
    with reading() as session:
        return queries.thread_page(session, current_actor(), thread_id)


def _page(view: ThreadView, form: ReplyForm) -> str:
    form.keep_parent_among(view.posts)
    return render_template("discussions/thread.html", thread=view, **_form_context(form))


def _form_context(form: ReplyForm) -> dict[str, object]:
    return {
        "form": form,
        "findings": form.shown_findings(),
        "risk": form.shown_risk(),
        "pictures": own_pictures(form),
    }


def _refused(view: ThreadView, form: ReplyForm) -> ResponseReturnValue:
    if not wants_fragment():
        return _page(view, form), HTTPStatus.UNPROCESSABLE_ENTITY
    fragment = render_template("discussions/_reply_form.html", thread=view, **_form_context(form))
    # The answer takes the form's place, not a place among the posts.
    return fragment, HTTPStatus.UNPROCESSABLE_ENTITY, {"HX-Retarget": "#reply", "HX-Reswap": "outerHTML"}


def _added(thread_id: int, post_id: int) -> ResponseReturnValue:
    view = _view(thread_id)
    with reading() as session:
        post = queries.post_view(session, current_actor(), post_id)
    context = _form_context(empty_reply_form(view.kind, topics=view.topics))
    answer = render_template("discussions/_added.html", thread=view, post=post, **context)
    return answer, HTTPStatus.CREATED
