"""Adding a paper: a pasted reference becomes a card, and the card a paper. The paste itself is never stored."""

from http import HTTPStatus

from flask import request, url_for
from flask.typing import ResponseReturnValue

from medpeer import gate
from medpeer.core.errors import InvalidInputError
from medpeer.critiques import queries, service
from medpeer.critiques.citations import parse_citation
from medpeer.critiques.errors import DuplicatePaperError
from medpeer.critiques.vocabulary import Design
from medpeer.discussions import policy
from medpeer.gate import IdentifiersFoundError, Surface
from medpeer.web.access import Access, access, current_actor
from medpeer.web.answers import stored
from medpeer.web.critiques.adding_pages import card_page, paste_page
from medpeer.web.critiques.blueprint import bp
from medpeer.web.critiques.forms import CitationForm, PaperForm, paper_form
from medpeer.web.discussions.forms import member
from medpeer.web.limits import limiter
from medpeer.web.state import reading, transaction


@bp.get("/add")
@access(Access.VERIFIED)
def add_paper() -> ResponseReturnValue:
    """Show the paste box; ``?by=hand`` shows the empty card."""
    policy.check_may_write(current_actor())
    if request.args.get("by") == "hand":
        return card_page(paper_form())
    return paste_page(CitationForm(formdata=None))


@bp.post("/add")
@limiter.limit("60 per hour")
@access(Access.VERIFIED)
def read_citation() -> ResponseReturnValue:
    """Read a pasted reference and show it as a card to check; nothing is stored."""
    policy.check_may_write(current_actor())
    form = CitationForm()
    try:
        gate.check_usable(form.citation.data, Surface.CITATION)
        read = parse_citation(form.typed("citation"))
    except InvalidInputError as error:
        form.citation.errors = [error.advice]
        return paste_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    with reading() as session:
        known = queries.find_paper(session, current_actor(), doi=read.doi, pmid=read.pmid)
    return paste_page(form, known) if known else card_page(paper_form(read), read)


@bp.post("")
@limiter.limit("30 per hour")
@access(Access.VERIFIED)
def post_paper() -> ResponseReturnValue:
    """Put a paper up for critique, or show its card again with what the gate found."""
    form = PaperForm()
    if form.replace.data:
        form.replace_ticked()
        return card_page(form)
    known: int | None = None
    try:
        paper_id = _add(form) if form.is_valid else None
    except (IdentifiersFoundError, InvalidInputError) as error:
        form.show(error)
        paper_id = None
    except DuplicatePaperError as error:
        form.doi.errors = [error.advice]
        paper_id, known = None, error.paper_id
    if paper_id is None:
        return card_page(form, known=known), HTTPStatus.UNPROCESSABLE_ENTITY
    return stored(url_for(".show_paper", paper_id=paper_id))


def _add(form: PaperForm) -> int:
    actor = current_actor()
    policy.check_may_write(actor)
    candidates = form.candidates()
    examined, title = gate.examine_together(candidates, terms := form.terms()), candidates["title"]
    # The thread is called like the paper, under a clearance of its own: each text has exactly one.
    thread_title = gate.examine(title.raw, Surface.CRITIQUE_TITLE, title.attestations, field="title", terms=terms)
    with transaction() as session:
        texts = gate.clear_together(session, examined)
        new = service.NewPaper(
            thread_title=gate.clear(session, thread_title),
            opening=texts.pop("body"),
            year=form.year.data,
            doi=form.doi.data,
            pmid=form.pmid.data,
            design=member(Design, form.design.data),
            participants=form.participants.data,
            shows_name=bool(form.shows_name.data),
            client_key=form.client_key.data,
            **texts,
        )
        return service.add_paper(session, actor, new).id
