"""Reads the first pages of a hostile PDF. Runs in the sandbox only; what it says is checked again outside."""

import codecs
import contextlib
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from io import BytesIO
from typing import Any, Final

import pypdf
from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError

from medpeer.critiques.pdf.layout import Run
from medpeer.critiques.pdf.proposing import Known, propose
from medpeer.imaging.message import Message

PAGES: Final = 3
MAX_RUNS: Final = 20_000
"""Of text on those pages; a page of print has some thousands."""
ENCODINGS: Final = (
    "utf-8 utf-16-be utf-16-le latin-1 cp1252 mac-roman gb18030 big5hkscs shift-jisx0213 euc-jp euc-kr cp949"
)


def prepare() -> None:
    """Load what the library loads late: after this nothing can be opened."""
    for module in pkgutil.walk_packages(pypdf.__path__, "pypdf."):
        # Some parts want packages that are not there; the library itself goes without them.
        with contextlib.suppress(ImportError):
            import_module(module.name)
    import_module("xml.dom.expatbuilder")
    for name in ENCODINGS.split():
        codecs.lookup(name)


def work(request: Message) -> Message:
    """Return what the PDF in the one part of ``request`` says of its paper, or ``problem``: why it cannot be read."""
    try:
        reader = PdfReader(BytesIO(request.parts[0]), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return Message({"problem": "locked"})
        runs = [run for number, page in enumerate(reader.pages[:PAGES]) for run in _runs(page, number)][:MAX_RUNS]
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError, OSError):
        # The library raises whatever a malformed file makes it meet.
        return Message({"problem": "damaged"})
    if not any(run.text.strip() for run in runs):
        return Message({"problem": "scanned"})
    return Message(propose(runs, _known(reader)))


def _runs(page: PageObject, number: int) -> Iterator[Run]:
    found: list[Run] = []

    def visit(text: str, cm: Any, tm: Any, _font: Any, size: Any) -> None:
        if text and len(found) < MAX_RUNS:
            found.append(Run(number, _top(cm, tm), _height(cm, tm, size), text))

    page.extract_text(visitor_text=visit)
    yield from found


def _top(cm: Any, tm: Any) -> float:
    return float(cm[1] * tm[4] + cm[3] * tm[5] + cm[5])


def _height(cm: Any, tm: Any, size: Any) -> float:
    """Return how tall letters stand on the page: the size in the font, times what both matrices make of it."""
    up = abs(tm[3]) or abs(tm[1])
    return round(float(size or 0) * float(up) * float(abs(cm[3]) or 1), 1)


def _known(reader: PdfReader) -> Known:
    """Return what the file says of itself, where it does."""
    with contextlib.suppress(Exception):
        info, xmp = reader.metadata, reader.xmp_metadata
        titles = list((xmp.dc_title or {}).values()) if xmp else []
        return Known(
            title=str((titles[0] if titles else None) or (info.title if info else "") or ""),
            authors=tuple(str(name) for name in (xmp.dc_creator or [] if xmp else [])),
            identifiers=" ".join(str(value) for value in [*(info or {}).values(), xmp.dc_identifier if xmp else ""]),
        )
    return Known()
