"""The report: one page without scripts or requests that shows what was found, and counts it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from importlib.resources import files
from typing import Final

from medpeer.deid.categories import Category
from medpeer.deid.report_section import icon, shown
from medpeer.deid.totals import Totals

MAX_SHOWN: Final = 1_000
"""Most texts that are shown with their words; a browser takes no more in comfort. All are counted."""

_MUST, _TELL = "octagon-x", "triangle-alert"
_CSP: Final = "default-src 'none'; style-src 'unsafe-inline'"
"""The page holds texts from anywhere: should one of them slip through as markup, the browser still loads nothing."""


@dataclass(frozen=True, slots=True)
class Run:
    """How and when the texts were read."""

    at: datetime
    engine: str
    threshold: float
    local_words: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One text in the index."""

    number: int
    name: str
    must_go: int
    tell_author: int


def report_head(run: Run, totals: Totals, index: Sequence[Entry]) -> Iterator[str]:
    """Yield the page up to the first text: warning, summary, index."""
    # The signs are two of lucide-static's (ISC), the ones that the product uses for the two severities.
    style, signs = (_part(name) for name in ("report.css", "report-icons.svg"))
    yield (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_CSP}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        '<meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark">'
        f"<title>What the check found</title><style>\n{style}</style></head><body>{signs}"
        '<a class="skip" href="#texts">Skip to the texts</a>'
    )
    yield (
        f'<header><p class="banner">{icon(_MUST)}<span><b>This page holds patient information.</b> It shows the '
        "texts as they are, with all that identifies. Keep it as you keep the texts: do not mail it or put it on a "
        "shared drive, and delete it when you are done.</span></p><h1>What the check found</h1>"
    )
    yield f'<p class="meta">{escape(_how(run))}</p></header><main>'
    yield from _summary(totals)
    yield from _unread(totals)
    yield from _index(totals, index)
    yield '<div id="texts" tabindex="-1">\n'


def _part(name: str) -> str:
    """Read a part of the page that is a file of its own."""
    return (files("medpeer.deid") / "data" / name).read_text(encoding="utf-8")


def report_tail() -> str:
    """Give the end of the page."""
    return "</div></main></body></html>\n"


def _how(run: Run) -> str:
    """Say when and with what the texts were read."""
    words = f" {run.local_words:,} of the house\u2019s own words were looked for." if run.local_words else ""
    when = f"{run.at.day} {run.at:%B %Y, %H:%M} UTC"
    return f"Read on {when}, findings from a score of {run.threshold:.2f} on. {run.engine}{words}"


def _summary(totals: Totals) -> Iterator[str]:
    """Yield the figures, the key and the table by category."""
    yield '<section aria-labelledby="summary"><h2 id="summary">Summary</h2><dl class="figures">'
    for word, count, whole in (
        ("Texts read", totals.texts, 0),
        ("Texts with something that must go", totals.with_must_go, totals.texts),
        ("Texts with any finding", totals.with_findings, totals.texts),
        ("Findings", totals.findings, 0),
        ("Findings that must go", totals.must_go.total(), totals.findings),
    ):
        share = f" <small>{100 * count / whole:.0f} %</small>" if whole else ""
        yield f"<div><dt>{word}</dt><dd>{count:,}{share}</dd></div>"
    must, tell = (f'<span class="{css}">{icon(sign)}</span>' for css, sign in (("must", _MUST), ("tell", _TELL)))
    yield (
        f'</dl><p class="key"><mark class="must">A tinted ground and a solid bar</mark> {must}must go. '
        f'<mark class="tell">A dotted line</mark> {tell}is the author\u2019s call: it may identify, and who wrote it '
        "can say. The check can miss things. It is not a legal determination under 45 CFR 164.514(b).</p>"
    )
    yield from _table(totals)
    yield "</section>"


def _table(totals: Totals) -> Iterator[str]:
    """Yield the table by category, in the order of the rule; only what was found."""
    found = [kind for kind in Category if totals.must_go[kind] or totals.tell_author[kind]]
    if not found:
        return
    yield (
        '<table class="narrow"><caption>Findings by category of 45 CFR 164.514(b)(2)(i)</caption><thead><tr>'
        '<th scope="col">Category</th><th scope="col">Must go</th><th scope="col">Author\u2019s call</th></tr></thead>'
        "<tbody>"
    )
    for kind in found:
        cells = f"<td>{totals.must_go[kind]:,}</td><td>{totals.tell_author[kind]:,}</td>"
        yield f'<tr><th scope="row">{escape(kind.label)}<small>{escape(kind.why)}</small></th>{cells}</tr>'
    yield f'</tbody><tfoot><tr><th scope="row">All</th><td>{totals.must_go.total():,}</td>'
    yield f"<td>{totals.tell_author.total():,}</td></tr></tfoot></table>"


def _unread(totals: Totals) -> Iterator[str]:
    """Yield what could not be read: a page that leaves something out must say so."""
    if totals.unread:
        count = f"{totals.unread:,} input{'s were' if totals.unread > 1 else ' was'} not read"
        yield f'<section aria-labelledby="unread"><h2 id="unread">{count}</h2><ul class="unread">'
        yield "".join(f"<li>{shown(problem)}</li>" for problem in totals.problems)
        yield "</ul></section>"


def _index(totals: Totals, index: Sequence[Entry]) -> Iterator[str]:
    """Yield the list of texts with their counts."""
    yield '<nav id="index" aria-labelledby="index-name"><h2 id="index-name">Texts</h2>'
    if totals.texts > len(index):
        first = f"The first {len(index):,} of {totals.texts:,} texts are shown; all are counted above."
        yield f'<p class="meta">{first}</p>'
    yield (
        '<table><thead><tr><th scope="col">Text</th><th scope="col">Must go</th><th scope="col">Author\u2019s call</th>'
        "</tr></thead><tbody>"
    )
    for one in index:
        link = f'<a href="#t{one.number}">{shown(one.name) or "Text without a name"}</a>'
        cells = f"<td>{_or_dash(one.must_go)}</td><td>{_or_dash(one.tell_author)}</td>"
        yield f'<tr><th scope="row">{link}</th>{cells}</tr>'
    yield "</tbody></table></nav>"


def _or_dash(count: int) -> str:
    """Write a count; none is a dash, so that the others stand out."""
    return f"{count:,}" if count else "\u2013"
