"""Reads one text, and writes what was asked for it: findings, the redacted text, or a section of the report."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from medpeer.deid.categories import Category, Severity
from medpeer.deid.local_words import LocalWords
from medpeer.deid.long_texts import find_in_long, redact
from medpeer.deid.reading import Document
from medpeer.deid.report import MAX_SHOWN
from medpeer.deid.report_section import report_section
from medpeer.deid.values import Span


class Form(StrEnum):
    """What is written for each text."""

    JSON = "json"
    REDACTED = "redacted"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Work:
    """How each text is read and what is written for it."""

    form: Form
    threshold: float
    words: LocalWords | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What is written for one text, its findings by kind, and the size of what was read.

    ``written`` is ``None`` where reading the text failed, and empty where the report shows no more texts.
    """

    number: int
    name: str
    written: str | None
    kinds: tuple[tuple[Category, Severity], ...]
    size_bytes: int


def result_of(number: int, document: Document, work: Work) -> Result:
    """Read one text. A defect that one text brings out must not lose the others, so it is told and passed over."""
    try:
        spans = find_in_long(document.text, threshold=work.threshold, words=work.words)
        written = _written(number, document, spans, work.form)
    except Exception:  # noqa: BLE001 - the edge of the command
        return Result(number, document.name, None, (), document.size_bytes)
    kinds = tuple((span.category, span.severity) for span in spans)
    return Result(number, document.name, written, kinds, document.size_bytes)


def _written(number: int, document: Document, spans: Sequence[Span], form: Form) -> str:
    """Give what is written for one text."""
    match form:
        case Form.HTML:
            return report_section(number, document.name, document.text, spans) if number <= MAX_SHOWN else ""
        case Form.REDACTED:
            text = redact(document.text, spans)
            return _line({"id": document.name, "text": text}) if document.is_row else _with_line_end(text)
        case Form.JSON:
            return _line({"id": document.name, "spans": [_row(span) for span in spans]})


def _with_line_end(text: str) -> str:
    """End a text with a line end, as terminals and editors expect."""
    return text if text.endswith("\n") else text + "\n"


def _line(row: dict[str, object]) -> str:
    """Write one JSON line; lone surrogates, which UTF-8 cannot hold, stay escaped."""
    written = json.dumps(row, ensure_ascii=False)
    return written.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def _row(span: Span) -> dict[str, object]:
    """Write one finding."""
    return {
        "start": span.start,
        "end": span.end,
        "category": span.category,
        "score": span.score,
        "severity": span.severity,
    }
