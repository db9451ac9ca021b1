"""The journal club: the list, adding a paper in two steps, a paper's page with its discussion, its reference."""

from medpeer.web.critiques import adding, from_pdf, papers, references
from medpeer.web.critiques.blueprint import bp

__all__ = ["adding", "bp", "from_pdf", "papers", "references"]
