"""One post: changing it, what it said before, the asker's mark."""

from http import HTTPStatus

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from medpeer import gate
from medpeer.core.errors import InvalidInputError
from medpeer.discussions import queries, service
from medpeer.gate import IdentifiersFoundError
from medpeer.web.access import Access, access, current_actor
from medpeer.web.answers import stored
from medpeer.web.discussions.blueprint import bp
from medpeer.web.discussions.forms import ReplyForm, reply_form
from medpeer.web.limits import limiter
from medpeer.web.state import reading, transaction


@bp.get("/posts/<int:post_id>/edit")
@access(Access.VERIFIED)
def edit_post(post_id: int) -> ResponseReturnValue:
    """Show a post in a form to its author."""
    with reading() as session:
        post, kind = queries.post_to_edit(session, current_actor(), post_id)
        topics = queries.thread_topics(session, post.thread_id)
    return _page(post_id, post.thread_id, reply_form(kind, text=post.body.value, topics=topics))


@bp.post("/posts/<int:post_id>/edit")
@limiter.limit("60 per hour")
@access(Access.VERIFIED)
def change_post(post_id: int) -> ResponseReturnValue:
    """Change a post, or show the form again with what the gate found."""
    with reading() as session:
        post, kind = queries.post_to_edit(session, current_actor(), post_id)
        topics = queries.thread_topics(session, post.thread_id)
    form = reply_form(kind, topics=topics)
    if form.replace.data:
        form.replace_ticked()
        return _page(post_id, post.thread_id, form)
    try:
        _change(post_id, form)
    except (IdentifiersFoundError, InvalidInputError) as error:
        form.show(error)
        return _page(post_id, post.thread_id, form), HTTPStatus.UNPROCESSABLE_ENTITY
    return stored(_place(post.thread_id, post_id))


def _change(post_id: int, form: ReplyForm) -> None:
    examined = gate.examine_together({"body": form.candidates()["body"]}, form.terms())
    with transaction() as session:
        post, _kind = queries.post_to_edit(session, current_actor(), post_id)
        texts = gate.clear_together(session, examined)
        service.edit_post(session, current_actor(), post, texts["body"])


def _page(post_id: int, thread_id: int, form: ReplyForm) -> str:
    return render_template(
        "discussions/edit.html",
        post_id=post_id,
        thread_id=thread_id,
        form=form,
        findings=form.shown_findings(),
        risk=form.shown_risk(),
    )


def _place(thread_id: int, post_id: int) -> str:
    return url_for("discussions.show_thread", thread_id=thread_id, _anchor=f"p{post_id}")


@bp.get("/posts/<int:post_id>/history")
@access(Access.VERIFIED)
def show_history(post_id: int) -> ResponseReturnValue:
    """Show what a post said before, to whoever may read it."""
    with reading() as session:
        history = queries.post_history(session, current_actor(), post_id)
    return render_template("discussions/history.html", history=history)


@bp.post("/posts/<int:post_id>/helpful")
@access(Access.VERIFIED)
def mark_helpful(post_id: int) -> ResponseReturnValue:
    """Mark a reply as helpful: the asker's alone."""
    with transaction() as session:
        post = queries.access_post(session, current_actor(), post_id)
        service.mark_helpful(session, current_actor(), post)
    return stored(_place(post.thread_id, post_id))


@bp.post("/posts/<int:post_id>/not-helpful")
@access(Access.VERIFIED)
def unmark_helpful(post_id: int) -> ResponseReturnValue:
    """Take the asker's mark off again."""
    with transaction() as session:
        post = queries.access_post(session, current_actor(), post_id)
        service.unmark_helpful(session, current_actor(), post)
    return stored(_place(post.thread_id, post_id))
