"""Every read of the journal club; a paper is open to whoever may read its thread."""

from medpeer.critiques.queries.access import (
    access_citation,
    access_paper,
    find_paper,
    find_paper_of_thread,
    papers_of_threads,
)
from medpeer.critiques.queries.pages import list_papers, paper_page
from medpeer.critiques.queries.rows import Card, PaperList, PaperRow, PaperView, Section

__all__ = [
    "Card",
    "PaperList",
    "PaperRow",
    "PaperView",
    "Section",
    "access_citation",
    "access_paper",
    "find_paper",
    "find_paper_of_thread",
    "list_papers",
    "paper_page",
    "papers_of_threads",
]
