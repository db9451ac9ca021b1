"""Every read of search: what is indexed, what is withheld, and what a result shows."""

from medpeer.search.queries.documents import documents, documents_of, posts_of, threads_of
from medpeer.search.queries.results import Facts, Hit, facts, hits
from medpeer.search.queries.withheld import HANDLER_KEY, undispatched, withheld

__all__ = [
    "HANDLER_KEY",
    "Facts",
    "Hit",
    "documents",
    "documents_of",
    "facts",
    "hits",
    "posts_of",
    "threads_of",
    "undispatched",
    "withheld",
]
