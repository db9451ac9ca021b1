"""Fetching an image with permission: it is as open as its post, and less so while it waits."""

from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.core.errors import NotFoundError
from medpeer.discussions.queries.access import access_post, may_read
from medpeer.images import policy
from medpeer.images.models import Image
from medpeer.images.queries import find_image


def access_image(session: Session, actor: Actor, image_id: int) -> Image:
    """Return an image that the actor may see: with a post they may read, or their own before it stands with one.

    Raises:
        NotFoundError: there is none, its post is hidden or purged, it waits or was refused, or the actor is not
            verified.
    """
    image = find_image(session, image_id)
    if not may_read(actor) or not policy.is_open_to(actor, state=image.state, uploader_id=image.uploader_id):
        raise NotFoundError
    if image.post_id is not None:
        access_post(session, actor, image.post_id)
    elif image.uploader_id != actor.physician_id:
        raise NotFoundError
    return image


def access_own_image(session: Session, actor: Actor, image_id: int) -> Image:
    """Return an image of the actor's own, whatever its state, to take it away.

    Raises:
        NotFoundError: there is none, it is somebody else's, or its post is hidden or purged.
    """
    image = find_image(session, image_id)
    if image.uploader_id != actor.physician_id:
        raise NotFoundError
    if image.post_id is not None:
        access_post(session, actor, image.post_id)
    return image
