"""A paper's reference for somebody's reference manager."""

from flask import Response
from flask.typing import ResponseReturnValue

from medpeer.critiques import queries
from medpeer.critiques.citations import ParsedCitation, citation_key, write_bibtex, write_ris
from medpeer.web.access import Access, access, current_actor
from medpeer.web.critiques.blueprint import bp
from medpeer.web.state import reading


@bp.get("/<int:paper_id>/citation.ris")
@access(Access.VERIFIED)
def export_ris(paper_id: int) -> ResponseReturnValue:
    """Give the paper's reference in RIS."""
    citation = _citation(paper_id)
    return _file(write_ris(citation), f"{citation_key(citation)}.ris", "application/x-research-info-systems")


@bp.get("/<int:paper_id>/citation.bib")
@access(Access.VERIFIED)
def export_bibtex(paper_id: int) -> ResponseReturnValue:
    """Give the paper's reference in BibTeX."""
    citation = _citation(paper_id)
    return _file(write_bibtex(citation), f"{citation_key(citation)}.bib", "application/x-bibtex")


def _citation(paper_id: int) -> ParsedCitation:
    with reading() as session:
        return queries.access_citation(session, current_actor(), paper_id)


def _file(content: str, name: str, mimetype: str) -> Response:
    answer = Response(content, content_type=f"{mimetype}; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
