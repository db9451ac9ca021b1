"""The pictures that a form carries to its post: shown again when the form is."""

from medpeer.images.queries import ImageView, own_unattached
from medpeer.web.access import current_actor
from medpeer.web.discussions.forms import PicturedForm
from medpeer.web.state import reading


def own_pictures(form: PicturedForm) -> tuple[ImageView, ...]:
    """Return those of the form's pictures that are still the member's to post; asks nothing where there are none."""
    if not form.image_ids():
        return ()
    with reading() as session:
        return own_unattached(session, current_actor(), form.image_ids())
