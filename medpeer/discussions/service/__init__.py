"""Every write to discussions. Services never commit; each write of a person is audited and told to the outbox."""

from medpeer.discussions.service.following import dismiss, follow, mark_seen, unfollow
from medpeer.discussions.service.moderating import purge_post, redact_post, set_post_visibility
from medpeer.discussions.service.outcomes import NewOutcome, mark_helpful, solve_thread, unmark_helpful
from medpeer.discussions.service.posts import add_images, add_post, edit_post
from medpeer.discussions.service.threads import NewThread, open_thread

__all__ = [
    "NewOutcome",
    "NewThread",
    "add_images",
    "add_post",
    "dismiss",
    "edit_post",
    "follow",
    "mark_helpful",
    "mark_seen",
    "open_thread",
    "purge_post",
    "redact_post",
    "set_post_visibility",
    "solve_thread",
    "unfollow",
    "unmark_helpful",
]
