"""Cases, practice forums and threads: lists, the composer's pages, a thread with its replies."""

from medpeer.web.discussions import asking, following, lists, outcomes, posts, threads
from medpeer.web.discussions.blueprint import bp

__all__ = ["asking", "bp", "following", "lists", "outcomes", "posts", "threads"]
