"""Filling in a paper's card from its PDF: read in memory, proposed to whoever sent it, and forgotten; never shown."""

from http import HTTPStatus

from flask.typing import ResponseReturnValue

from medpeer.critiques import queries
from medpeer.critiques.pdf import UnreadablePdfError, read_pdf
from medpeer.discussions import policy
from medpeer.web.access import Access, access, current_actor
from medpeer.web.critiques.adding_pages import card_page, paste_page
from medpeer.web.critiques.blueprint import bp
from medpeer.web.critiques.forms import CitationForm, PdfForm, paper_form
from medpeer.web.limits import limiter
from medpeer.web.state import reading


@bp.post("/add/pdf")
@limiter.limit("20 per hour")
@access(Access.VERIFIED)
def fill_from_pdf() -> ResponseReturnValue:
    """Read a paper's PDF and show its card to check; nothing is stored, and the file's name is never looked at."""
    policy.check_may_write(current_actor())
    form = PdfForm()
    try:
        read = read_pdf(form.file.data)
    except UnreadablePdfError as error:
        form.show(error)
        return paste_page(CitationForm(formdata=None), pdf=form), HTTPStatus.UNPROCESSABLE_ENTITY
    with reading() as session:
        known = queries.find_paper(session, current_actor(), doi=read.citation.doi, pmid=read.citation.pmid)
    if known:
        return paste_page(CitationForm(formdata=None), known)
    return card_page(paper_form(read.citation, abstract=read.abstract), read.citation, source="the PDF")
