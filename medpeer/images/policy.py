"""Who may add and see images, and the limits. Pure."""

from datetime import timedelta
from typing import Final

from medpeer.accounts.actor import Actor
from medpeer.core.errors import NotAllowedError, NotFoundError
from medpeer.images.errors import JudgedBeforeError, TooManyImagesError
from medpeer.images.vocabulary import ImageState

IMAGES_A_POST: Final = 8
SEEN_BEFORE_TRUST: Final = 3
# Whoever had this many images let through knows what must be covered; later ones are shown at once.
UNATTACHED_FOR: Final = timedelta(hours=24)
# A draft is rarely older, and its pictures are a minute's work to add again.
ADDRESS_FOR: Final = timedelta(minutes=30)
# A page's pictures are fetched within seconds; an address copied elsewhere dies soon.


def check_may_add(actor: Actor) -> None:
    """Refuse whoever may only read.

    Raises:
        NotAllowedError: with what would let them add pictures.
    """
    if not actor.may_write:
        message = "Only members with a licence in date add pictures. Your onboarding page says what is missing."
        raise NotAllowedError(message)


def check_room(count: int) -> None:
    """Refuse more images than a post holds.

    Raises:
        TooManyImagesError: there are more.
    """
    if count > IMAGES_A_POST:
        raise TooManyImagesError(IMAGES_A_POST)


def first_state(shown_before: int) -> ImageState:
    """Return the state of an image whose uploader has had ``shown_before`` images let through."""
    return ImageState.SHOWN if shown_before >= SEEN_BEFORE_TRUST else ImageState.HELD


def is_open_to(actor: Actor, *, state: ImageState, uploader_id: int) -> bool:
    """Tell whether whoever reads the post may see an image of it."""
    mine = actor.physician_id == uploader_id
    return state is ImageState.SHOWN or (mine and state is ImageState.HELD)


def check_may_judge(actor: Actor, *, uploader_id: int, state: ImageState) -> None:
    """Refuse to settle one's own image, or one that is settled.

    Raises:
        NotFoundError: it is the actor's own: a second pair of eyes is somebody else's.
        JudgedBeforeError: it does not wait.
    """
    if actor.physician_id == uploader_id:
        raise NotFoundError
    if state is not ImageState.HELD:
        raise JudgedBeforeError
