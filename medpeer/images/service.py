"""Every write to images. Services never commit; what a person does is audited."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from medpeer import audit, gate
from medpeer.accounts.actor import Actor
from medpeer.audit import AuditAction, ObjectKind
from medpeer.core import outbox
from medpeer.core.db import context_of
from medpeer.gate import ClearedPicture, ClearedStack, ClearedText
from medpeer.images import policy
from medpeer.images.errors import ImageGoneError
from medpeer.images.events import ImageAttached, ImageJudged
from medpeer.images.models import Image, ImageFile, ImageStack, StackFact, StackFrame, StackWindow
from medpeer.images.stacks import add_stack
from medpeer.images.vocabulary import ImageState, MediaType, RefusalReason, Variant


@dataclass(frozen=True, slots=True, kw_only=True)
class NewImage:
    """A picture as the gate cleared it, with its description for those who cannot see it."""

    full: ClearedPicture
    thumbnail: ClearedPicture
    alt: ClearedText
    caption: ClearedText | None = None
    stack: ClearedStack | None = None


def store(session: Session, actor: Actor, new: NewImage) -> Image:
    """Store an image that stands with no post yet; it is its uploader's alone and goes after a day.

    Raises:
        NotAllowedError: the actor may only read.
    """
    policy.check_may_add(actor)
    image = Image(
        uploader_id=actor.physician_id,
        created_at=context_of(session).clock.now(),
        width=new.full.width,
        height=new.full.height,
        alt=new.alt,
        caption=new.caption,
    )
    session.add(image)
    session.flush()
    for variant, one in ((Variant.FULL, new.full), (Variant.THUMBNAIL, new.thumbnail)):
        session.add(ImageFile(image_id=image.id, variant=variant, media_type=MediaType(one.media_type), data=one.image))
    if new.stack is not None:
        add_stack(session, image.id, new.stack)
    session.flush()
    audit.record(session, AuditAction.IMAGE_ADDED, ObjectKind.IMAGE, image.id, actor_id=actor.physician_id)
    return image


def attach(session: Session, actor: Actor, post_id: int, image_ids: Sequence[int]) -> None:
    """Let the actor's images stand with a post of theirs, in the given order, after those that are there.

    Whose post it is, is the caller's to check. The first images of a member wait for a second pair of eyes.

    Raises:
        ImageGoneError: one is not there, is somebody else's or stands with a post already.
        TooManyImagesError: the post would hold too many.
    """
    wanted = list(dict.fromkeys(image_ids))
    if not wanted:
        return
    there = session.execute(select(func.count()).where(Image.post_id == post_id)).scalar_one()
    policy.check_room(there + len(wanted))
    state = policy.first_state(_shown_before(session, actor))
    for position, image_id in enumerate(wanted, there):
        # Locked, so that two forms sent at once cannot both take it.
        image = session.get(Image, image_id, with_for_update=True)
        if image is None or image.uploader_id != actor.physician_id or image.post_id is not None:
            raise ImageGoneError
        image.post_id, image.position, image.state = post_id, position, state
        outbox.record(session, ImageAttached(image_id=image.id, post_id=post_id))
    session.flush()


def _shown_before(session: Session, actor: Actor) -> int:
    shown = select(func.count()).where(Image.uploader_id == actor.physician_id, Image.state == ImageState.SHOWN)
    return session.execute(shown).scalar_one()


def remove(session: Session, actor: Actor, image: Image) -> None:
    """Take an image of the actor's own away for good; whose it is, is the caller's to check."""
    audit.record(session, AuditAction.IMAGE_REMOVED, ObjectKind.IMAGE, image.id, actor_id=actor.physician_id)
    gate.forget(session, _delete(session, [image]))


def drop_unattached(session: Session, before: datetime) -> int:
    """Delete images made before ``before`` that stand with no post, and return how many."""
    left = session.scalars(select(Image).where(Image.post_id.is_(None), Image.created_at < before)).all()
    gate.forget(session, _delete(session, left))
    return len(left)


def purge_of_post(session: Session, post_id: int, *, keep: Collection[int] = ()) -> list[int]:
    """Delete the images of a post, but for ``keep``, and return the clearances to forget."""
    images = session.scalars(select(Image).where(Image.post_id == post_id, Image.id.not_in(list(keep)))).all()
    return _delete(session, images)


def let_through(session: Session, actor: Actor, image: Image) -> None:
    """Show an image that waited; who may is the caller's to check.

    Raises:
        NotFoundError: it is the actor's own.
        JudgedBeforeError: it does not wait.
    """
    policy.check_may_judge(actor, uploader_id=image.uploader_id, state=image.state)
    image.state = ImageState.SHOWN
    outbox.record(session, ImageJudged(image_id=image.id))
    audit.record(session, AuditAction.IMAGE_LET_THROUGH, ObjectKind.IMAGE, image.id, actor_id=actor.physician_id)


def refuse(session: Session, actor: Actor, image: Image, reason: RefusalReason) -> None:
    """Delete an image that waited, and leave its author the reason.

    Raises:
        NotFoundError: it is the actor's own.
        JudgedBeforeError: it does not wait.
    """
    policy.check_may_judge(actor, uploader_id=image.uploader_id, state=image.state)
    gone = _delete_files(session, [image.id]) + _texts(image)
    image.alt = gate.clear_tombstone(session)
    image.caption = None
    image.state, image.refusal = ImageState.REFUSED, reason
    gate.forget(session, gone)
    outbox.record(session, ImageJudged(image_id=image.id))
    audit.record(
        session, AuditAction.IMAGE_REFUSED, ObjectKind.IMAGE, image.id, actor_id=actor.physician_id, reason=reason
    )


def _delete(session: Session, images: Sequence[Image]) -> list[int]:
    """Delete images with all they consist of and return the clearances to forget."""
    if not images:
        return []
    gone = _delete_files(session, [image.id for image in images])
    for image in images:
        gone += _texts(image)
        session.delete(image)
    session.flush()
    return gone


def _texts(image: Image) -> list[int]:
    return [text.clearance_id for text in (image.alt, image.caption) if text is not None]


def _delete_files(session: Session, image_ids: Sequence[int]) -> list[int]:
    gone: list[int] = []
    for table in (ImageFile, StackFrame):
        clearances = select(table.__table__.c.data_clearance_id).where(table.image_id.in_(image_ids))
        gone += session.scalars(clearances)
        session.execute(delete(table).where(table.image_id.in_(image_ids)))
    for part in (StackFact, StackWindow, ImageStack):
        session.execute(delete(part).where(part.image_id.in_(image_ids)))
    return gone
