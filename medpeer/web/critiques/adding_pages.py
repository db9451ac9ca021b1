"""The two pages of adding a paper: where its reference comes from, and its card."""

from flask import render_template

from medpeer.critiques.citations import ParsedCitation
from medpeer.critiques.queries import Card
from medpeer.discussions import queries as discussions
from medpeer.web.access import current_actor
from medpeer.web.critiques.forms import CitationForm, PaperForm, PdfForm
from medpeer.web.state import reading


def paste_page(form: CitationForm, known: Card | None = None, *, pdf: PdfForm | None = None) -> str:
    """Return the page that takes a reference or a PDF; ``known`` is the same paper, where it is here already."""
    return render_template("critiques/paste.html", form=form, known=known, pdf=pdf or PdfForm(formdata=None))


def card_page(
    form: PaperForm, read: ParsedCitation | None = None, known: int | None = None, *, source: str = "what you pasted"
) -> str:
    """Return the card to check; ``read`` is what was just read from ``source``."""
    form.renew()
    with reading() as session:
        name = discussions.own_name(session, current_actor())
    return render_template(
        "critiques/card.html",
        form=form,
        read=read,
        source=source,
        known=known,
        own_name=name,
        findings=form.shown_findings(),
        risk=form.shown_risk(),
    )
