"""Attempts to get round the gate, for the type checker alone: each marked line must be an error."""

from sqlalchemy.orm import Session

from medpeer.discussions.models import Post
from medpeer.discussions.service.moderating import redact_post
from medpeer.gate import (
    ClearedImage,
    ClearedText,
    Edits,
    Examined,
    RawImage,
    RawText,
    Surface,
    clear,
    clear_image,
    examine,
    examine_image,
)
from medpeer.images.models import ImageFile


def bypass(session: Session, raw: RawText, post: Post, cleared: ClearedText) -> None:
    """Try each way once."""
    examine("typed", Surface.CASE_POST)  # planted: a str is no RawText
    clear(session, "typed")  # planted: a str was not examined
    clear(session, raw)  # planted: a raw text was not examined
    _ = Examined(raw, Surface.CASE_POST, attested=frozenset(), html=None, seal=object())  # planted: a foreign seal
    _ = ClearedText("typed", 1, seal=object())  # planted: a foreign seal
    _ = raw + " and more"  # planted: RawText is not joined
    _ = cleared + " and more"  # planted: ClearedText is not joined
    post.body = "typed"  # planted: a str where a cleared text belongs
    post.body = raw  # planted: a raw text where a cleared text belongs
    redact_post(session, 1, "typed")  # planted: a service takes cleared texts only


def bypass_with_images(session: Session, raw: RawImage, file: ImageFile) -> None:
    """Try each way once with a file."""
    examine_image(raw, Edits())  # planted: a raw image was not encoded anew
    clear_image(session, raw)  # planted: a raw image was not examined
    clear_image(session, b"bytes")  # planted: bytes were not examined
    _ = ClearedImage(b"bytes", 1, seal=object())  # planted: a foreign seal
    file.data = b"bytes"  # planted: bytes where a cleared image belongs
    file.data = raw  # planted: a raw image where a cleared image belongs
