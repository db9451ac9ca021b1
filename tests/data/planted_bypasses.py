"""Attempts to get round the gate, for the type checker alone: each marked line must be an error."""

from sqlalchemy.orm import Session

from medpeer.discussions.models import Post
from medpeer.discussions.service.moderating import redact_post
from medpeer.gate import ClearedText, RawText, Surface, clear


def bypass(session: Session, raw: RawText, post: Post, cleared: ClearedText) -> None:
    """Try each way once."""
    clear(session, "typed", Surface.CASE_POST)  # planted: a str is no RawText
    _ = ClearedText("typed", 1, seal=object())  # planted: a foreign seal
    _ = raw + " and more"  # planted: RawText is not joined
    _ = cleared + " and more"  # planted: ClearedText is not joined
    post.body = "typed"  # planted: a str where a cleared text belongs
    post.body = raw  # planted: a raw text where a cleared text belongs
    redact_post(session, 1, "typed")  # planted: a service takes cleared texts only
