"""Every read of discussions: fetching and permission are one call; pages get small frozen rows with stored HTML."""

from medpeer.discussions.queries.access import access_post, access_space, access_thread, may_read
from medpeer.discussions.queries.histories import post_history, post_to_edit
from medpeer.discussions.queries.lists import Facet, ThreadFilter, list_threads
from medpeer.discussions.queries.people import own_name
from medpeer.discussions.queries.pictures import access_image, access_own_image
from medpeer.discussions.queries.rounds import RoundItem, RoundReason, RoundView, first_case, news_count, round_of
from medpeer.discussions.queries.rows import (
    HistoryView,
    OutcomeView,
    PersonView,
    PostView,
    RevisionView,
    SpaceRow,
    ThreadPage,
    ThreadRow,
    ThreadView,
    state_of,
)
from medpeer.discussions.queries.spaces import list_spaces
from medpeer.discussions.queries.threads import post_view, thread_page, thread_topics

__all__ = [
    "Facet",
    "HistoryView",
    "OutcomeView",
    "PersonView",
    "PostView",
    "RevisionView",
    "RoundItem",
    "RoundReason",
    "RoundView",
    "SpaceRow",
    "ThreadFilter",
    "ThreadPage",
    "ThreadRow",
    "ThreadView",
    "access_image",
    "access_own_image",
    "access_post",
    "access_space",
    "access_thread",
    "first_case",
    "list_spaces",
    "list_threads",
    "may_read",
    "news_count",
    "own_name",
    "post_history",
    "post_to_edit",
    "post_view",
    "round_of",
    "state_of",
    "thread_page",
    "thread_topics",
]
