"""A page one can look at: every text with its findings marked, and a count by category."""

from collections import Counter
from collections.abc import Sequence
from html import escape
from typing import Final

from medpeer.deid.categories import Severity
from medpeer.deid.values import Span

_STYLE: Final = """
:root { color-scheme: light dark }
body { font: 16px/1.55 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem;
  color: light-dark(#1c2422, #e6ebe8); background: light-dark(#fcfcfa, #0f1414) }
h1 { font-size: 1.4rem } h2 { font-size: .9rem; font-weight: 600; margin: 2rem 0 .25rem }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; margin: 0 }
section { border-top: 1px solid light-dark(#d9dfdb, #2a3535) }
mark { color: inherit; border-radius: 2px; padding: 0 1px }
mark.must_go { background: light-dark(#f9dfe0, #53262b); border-bottom: 2px solid light-dark(#a3262f, #f08c94) }
mark.tell_author { background: none; border-bottom: 2px dotted light-dark(#8a5a00, #e5b457) }
p.count { color: light-dark(#58625e, #9fb0aa); margin: .35rem 0 1rem; font-size: .85rem }
"""


def report_head() -> str:
    """Give the opening of the report page."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>What the check found</title><style>{_STYLE}</style></head><body><main><h1>What the check found</h1>"
        '<p>A <mark class="must_go">solid mark</mark> must go; a <mark class="tell_author">dotted one</mark> is the '
        "author\u2019s call. The check can miss things; it is not a legal determination.</p>\n"
    )


def report_row(name: str, text: str, spans: Sequence[Span]) -> str:
    """Give one text with its findings marked; everything is escaped."""
    pieces: list[str] = []
    at = 0
    for span in spans:
        pieces += [escape(text[at : span.start]), _mark(text, span)]
        at = span.end
    pieces.append(escape(text[at:]))
    counts = Counter(span.category.label for span in spans)
    summary = ", ".join(f"{label}: {count}" for label, count in counts.most_common()) or "Nothing found"
    body = "".join(pieces).encode("utf-8", "replace").decode("utf-8")
    return f'<section><h2>{escape(name)}</h2><p class="count">{escape(summary)}</p><pre>{body}</pre></section>'


def _mark(text: str, span: Span) -> str:
    """Mark one finding, with its category and score as a tooltip."""
    strength = "must go" if span.severity is Severity.MUST_GO else "the author\u2019s call"
    title = escape(f"{span.category.label}, {strength}, {span.score:.2f}")
    return f'<mark class="{span.severity}" title="{title}">{escape(text[span.start : span.end])}</mark>'


def report_tail() -> str:
    """Give the end of the report page."""
    return "</main></body></html>\n"
