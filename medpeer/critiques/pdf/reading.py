"""``read_pdf``: what a paper's PDF says of the paper. It is read in the sandbox, and the answer is not trusted."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from medpeer.critiques.citations import PMID, ParsedCitation, normalise_doi
from medpeer.critiques.pdf.errors import PdfFault, UnreadablePdfError
from medpeer.critiques.pdf.layout import readable
from medpeer.critiques.policy import FIRST_YEAR
from medpeer.critiques.vocabulary import guess_design
from medpeer.imaging import MAX_UPLOAD_BYTES, FileKind, ImageFault, ImagingError, sniff
from medpeer.imaging.message import Message
from medpeer.imaging.sandbox import Limits, run_job

WORKER: Final = "medpeer.critiques.pdf.worker"
LIMITS: Final = Limits(memory_bytes=640 << 20, cpu_s=10, wall_s=20, answer_bytes=1 << 10)
_MAX_PART: Final = 6_000
"""Characters of any one thing that is proposed; the form's own limits come after."""

_KINDS: Final = {
    FileKind.PNG: PdfFault.PICTURE,
    FileKind.JPEG: PdfFault.PICTURE,
    FileKind.WEBP: PdfFault.PICTURE,
    FileKind.HEIC: PdfFault.PICTURE,
    FileKind.GIF: PdfFault.PICTURE,
    FileKind.TIFF: PdfFault.PICTURE,
    FileKind.SVG: PdfFault.PICTURE,
    FileKind.DICOM: PdfFault.DICOM,
    FileKind.VIDEO: PdfFault.VIDEO,
    FileKind.ZIP: PdfFault.ARCHIVE,
    FileKind.OFFICE: PdfFault.DOCUMENT,
    FileKind.HTML: PdfFault.DOCUMENT,
    FileKind.UNKNOWN: PdfFault.OTHER_KIND,
}
_FAULTS: Final = {ImageFault.TOO_SLOW: PdfFault.TOO_SLOW, ImageFault.BUSY: PdfFault.BUSY}


@dataclass(frozen=True, slots=True)
class ReadPaper:
    """What was read, unchecked and nobody's word yet: a reference, and the abstract ('' where none was found)."""

    citation: ParsedCitation
    abstract: str


def read_pdf(sent: bytes) -> ReadPaper:
    """Return what the first pages of a PDF say of its paper. Takes up to ``LIMITS.wall_s``; stores nothing.

    Raises:
        UnreadablePdfError: it is no PDF, or one whose text cannot be read; says what to do.
    """
    _check_kind(sent)
    try:
        answer = run_job(WORKER, Message({}, (sent,)), LIMITS).facts
    except ImagingError as error:
        raise UnreadablePdfError(_FAULTS.get(error.fault, PdfFault.DAMAGED)) from None
    problem = answer.get("problem")
    if problem is not None:
        raise UnreadablePdfError(PdfFault(problem) if problem in set(PdfFault) else PdfFault.DAMAGED)
    return _believed(answer)


def _check_kind(sent: bytes) -> None:
    if not sent:
        raise UnreadablePdfError(PdfFault.NONE_CHOSEN)
    if len(sent) > MAX_UPLOAD_BYTES:
        raise UnreadablePdfError(PdfFault.TOO_MANY_BYTES)
    fault = _KINDS.get(sniff(sent))
    if fault is not None:
        raise UnreadablePdfError(fault)


def _believed(answer: Mapping[str, Any]) -> ReadPaper:
    title, year, pmid = _text(answer.get("title")), answer.get("year"), _text(answer.get("pmid"))
    authors = answer.get("authors")
    citation = ParsedCitation(
        title=title,
        authors=tuple(_text(name) for name in authors[:500]) if isinstance(authors, list) else (),
        year=year if isinstance(year, int) and year >= FIRST_YEAR else None,
        doi=normalise_doi(_text(answer.get("doi"))),
        pmid=pmid if re.fullmatch(PMID, pmid) else None,
        design=guess_design(title),
    )
    return ReadPaper(citation, _text(answer.get("abstract")))


def _text(value: object) -> str:
    return " ".join(readable(value).split())[:_MAX_PART] if isinstance(value, str) else ""
