"""What a post said before, and the post its author is about to change."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.core.errors import NotAllowedError
from medpeer.discussions.models import Post, PostRevision, Space, SpaceKind, Thread
from medpeer.discussions.queries.access import access_post
from medpeer.discussions.queries.rows import HistoryView, RevisionView
from medpeer.discussions.queries.threads import NOTHING, post_view
from medpeer.gate.models import RenderedText


def post_history(session: Session, actor: Actor, post_id: int) -> HistoryView:
    """Return a post with everything it said before, newest first; open to whoever may read the thread.

    Raises:
        NotFoundError: there is no such post, or it is not open to the actor.
    """
    post = post_view(session, actor, post_id)
    found = session.execute(
        select(RenderedText.html, PostRevision.replaced_at)
        .select_from(PostRevision)
        .outerjoin(RenderedText, RenderedText.clearance_id == PostRevision.__table__.c.body_clearance_id)
        .where(PostRevision.post_id == post_id)
        .order_by(PostRevision.id.desc())
    )
    revisions = tuple(RevisionView(html or NOTHING, replaced_at) for html, replaced_at in found)
    title = session.execute(select(Thread.__table__.c.title_text).where(Thread.id == post.thread_id)).scalar_one()
    return HistoryView(post.thread_id, title, post, revisions)


def post_to_edit(session: Session, actor: Actor, post_id: int) -> tuple[Post, SpaceKind]:
    """Return a post its author may still change, and the kind of space it stands in.

    Raises:
        NotFoundError: there is no such post, or it is not open to the actor.
        NotAllowedError: somebody else's, or too late.
    """
    post = access_post(session, actor, post_id)
    if not post_view(session, actor, post_id).may_edit:
        message = "This post can no longer be changed. Add a reply that corrects it."
        raise NotAllowedError(message)
    kind = session.execute(
        select(Space.kind).join(Thread, Thread.space_id == Space.id).where(Thread.id == post.thread_id)
    ).scalar_one()
    return post, kind
