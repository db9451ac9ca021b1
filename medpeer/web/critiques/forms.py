"""Forms of the journal club: the paste box, and the card of a paper."""

from typing import Any, Final

from werkzeug.datastructures import FileStorage
from wtforms import Field, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp, ValidationError
from wtforms.widgets import FileInput

from medpeer.critiques.citations import PMID, ParsedCitation, join_authors, normalise_doi
from medpeer.critiques.policy import FIRST_YEAR, MAX_PARTICIPANTS
from medpeer.critiques.vocabulary import Design
from medpeer.gate import Surface
from medpeer.web.discussions.forms import KeyedForm
from medpeer.web.numbers import NumberField
from medpeer.web.user_text import TextForm, UserTextField

_NO_DOI: Final = "This is not a DOI. One looks like 10.1000/abc123; leave it empty where there is none."
_NO_PMID: Final = "A PubMed number is 1 to 8 digits. Leave it empty where there is none."
_NO_SIZE: Final = "Participants is a whole number above 0. Leave it empty where it does not apply."
_IS_PMID: Final = Regexp(f"^{PMID}$", message=_NO_PMID)
_DESIGNS: Final = {"": "Not stated"} | {one.value: one.label for one in Design}
_YEAR: Final = f"The year is four digits, from {FIRST_YEAR} on."


class CitationForm(TextForm):
    """A reference as pasted: read, shown again as a card, and forgotten."""

    citation = UserTextField("Reference", Surface.CITATION)


def _one_doi(typed: str | None) -> str | None:
    # What is no DOI stays as typed, so that the check below refuses it where its author sees it.
    return normalise_doi(typed or "") or (typed or "").strip() or None


def _stripped(typed: str | None) -> str | None:
    return (typed or "").strip() or None


class PaperForm(KeyedForm):
    """The card of a paper with its host's opening words."""

    title = UserTextField("Title", Surface.PAPER_TITLE, one_line=True)
    authors = UserTextField("Authors", Surface.PAPER_AUTHORS)
    journal = UserTextField("Journal", Surface.PAPER_JOURNAL, one_line=True)
    year = NumberField("Year", validators=[InputRequired(_YEAR), NumberRange(FIRST_YEAR, 2200, _YEAR)])
    doi = StringField("DOI", filters=[_one_doi], validators=[Optional(), Length(max=240, message=_NO_DOI)])
    pmid = StringField("PubMed number", filters=[_stripped], validators=[Optional(), _IS_PMID])
    design = SelectField("Design", choices=_DESIGNS, default="")
    participants = NumberField("Participants", validators=[Optional(), NumberRange(1, MAX_PARTICIPANTS, _NO_SIZE)])
    pico_population = UserTextField("Patients", Surface.PICO, one_line=True, optional=True)
    pico_intervention = UserTextField("Intervention", Surface.PICO, one_line=True, optional=True)
    pico_comparator = UserTextField("Comparison", Surface.PICO, one_line=True, optional=True)
    pico_outcome = UserTextField("Outcome", Surface.PICO, one_line=True, optional=True)
    body = UserTextField("Your opening words", Surface.CRITIQUE_POST)
    shows_name = RadioField("Post as", choices={"": "A handle", "name": "My name"}, default="")

    def validate_doi(self, field: Any) -> None:
        """Refuse what is no DOI.

        Raises:
            ValidationError: with what one looks like.
        """
        if field.data and normalise_doi(field.data) != field.data:
            raise ValidationError(_NO_DOI)


class PdfField(Field):
    """A file a person sends; its ``.data`` is the bytes, and its name stays behind."""

    widget = FileInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was sent."""
        sent = next((one for one in valuelist if isinstance(one, FileStorage)), None)
        self.data = sent.stream.read() if sent else b""


class PdfForm(TextForm):
    """The PDF of a paper, read for its card and forgotten."""

    file = PdfField("PDF of the paper")


def paper_form(read: ParsedCitation | None = None, *, abstract: str = "") -> PaperForm:
    """Return a fresh card, filled with what was read of a reference; the person checks and changes it.

    The ``abstract`` opens the host's words as a quotation: what of it is posted is for them to say.
    """
    start = _start(read) | {"body": f"> {abstract}\n\n" if abstract else ""} if read else None
    form = PaperForm(formdata=None, data=start)
    form.renew()
    return form


def _start(read: ParsedCitation) -> dict[str, object]:
    return {
        "title": read.title,
        "authors": join_authors(read.authors),
        "journal": read.journal,
        "year": read.year,
        "doi": read.doi,
        "pmid": read.pmid,
        "design": read.design.value if read.design else "",
    }
