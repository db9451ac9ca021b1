"""A second pair of eyes on the first images of a member."""

from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.images import service
from medpeer.images.vocabulary import RefusalReason
from medpeer.moderation import queries


def judge_image(session: Session, actor: Actor, image_id: int, refusal: RefusalReason | None) -> None:
    """Let an image through, or with a reason refuse it and delete its files.

    Raises:
        NotFoundError: it does not wait, it is the actor's own, or the actor is no moderator.
        JudgedBeforeError: another moderator was faster.
    """
    image = queries.access_held(session, actor, image_id)
    session.refresh(image, with_for_update=True)
    if refusal is None:
        service.let_through(session, actor, image)
    else:
        service.refuse(session, actor, image, refusal)
