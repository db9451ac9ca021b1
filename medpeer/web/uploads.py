"""What comes with an upload before any view sees it: how large, how many at once, and never a file on the disk."""

from http import HTTPStatus
from io import BytesIO
from threading import Lock
from typing import IO, Final

from flask import Flask, Request, abort, g, request
from flask.typing import ResponseReturnValue

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Standing
from medpeer.images.errors import NoRoomError, UploadRunningError
from medpeer.imaging import MAX_UPLOAD_BYTES
from medpeer.web.access import find_actor

UPLOADS: Final = frozenset({"images.upload", "critiques.fill_from_pdf"})
APPLICANTS_UPLOADS: Final = frozenset({"licensing.add_document"})
"""From whoever has a claim before the reviewers."""
WAITING_STANDINGS: Final = frozenset({Standing.NEEDS_REVIEW, Standing.MORE_INFO, Standing.HELD, Standing.APPEAL})
# The parts of the form around the file.
_FORM_BYTES: Final = 64 * 1024
MAX_BODY_BYTES: Final = MAX_UPLOAD_BYTES + _FORM_BYTES
AT_ONCE: Final = 4
"""So many bodies of this size are read into memory at the same time."""


class MemoryRequest(Request):
    """A request whose files stay in memory: what somebody sends is never on a disk, not even for a moment."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return BytesIO()


class UploadSlots:
    """Who sends a large body now: one a member, few in all."""

    def __init__(self) -> None:
        """Start with nobody."""
        self._holders: set[int] = set()
        self._lock = Lock()

    def take(self, physician_id: int) -> None:
        """Let a member send.

        Raises:
            UploadRunningError: they send already.
            NoRoomError: too many others do.
        """
        with self._lock:
            if physician_id in self._holders:
                raise UploadRunningError
            if len(self._holders) >= AT_ONCE:
                raise NoRoomError
            self._holders.add(physician_id)

    def give_back(self, physician_id: int) -> None:
        """Note that a member's body was read, or will not be."""
        with self._lock:
            self._holders.discard(physician_id)


def init_app(app: Flask) -> None:
    """Admit large bodies to the upload alone, from those who may add one; before anything reads the form."""
    slots = UploadSlots()
    app.request_class = MemoryRequest

    @app.before_request
    def admit() -> ResponseReturnValue | None:
        actor = _sender()
        if actor is None:
            return None
        if (request.content_length or 0) > MAX_BODY_BYTES:
            return too_large()
        slots.take(actor.physician_id)
        g.upload_slot = actor.physician_id
        request.max_content_length = MAX_BODY_BYTES
        return None

    @app.teardown_request
    def give_back(_error: BaseException | None) -> None:
        holder = g.pop("upload_slot", None)
        if holder is not None:
            slots.give_back(holder)


def _sender() -> Actor | None:
    """Return who may send a large body with this request, if anybody."""
    if request.endpoint not in UPLOADS | APPLICANTS_UPLOADS:
        return None
    actor = find_actor()
    if actor is None:
        return None
    may_send = actor.may_write if request.endpoint in UPLOADS else actor.standing in WAITING_STANDINGS
    return actor if may_send else None


def too_large() -> ResponseReturnValue:
    """Answer a body that is larger than any upload, without reading it."""
    if request.accept_mimetypes.best_match(["application/json", "text/html"]) == "text/html":
        # A page says it in the product's look; its advice is that of every such answer.
        abort(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    advice = "This file is larger than 20 MB: save the picture smaller, or crop it to what matters."
    return {"error": advice}, HTTPStatus.REQUEST_ENTITY_TOO_LARGE
