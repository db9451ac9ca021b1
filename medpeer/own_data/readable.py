"""The page in the file: everything that the JSON holds, for reading. It asks no network, and runs nothing."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import Enum
from html import escape
from typing import Final

from medpeer.own_data.values import Row, Section, Value, plain

_STYLE: Final = """
:root { color-scheme: light dark; font: 17px/1.5 "Source Sans 3", system-ui, sans-serif; }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #15201f; background: #fcfcfa; }
h1 { font-size: 1.65rem; line-height: 1.2; }
h2 { margin-top: 2.5rem; border-top: 1px solid #7a8784; padding-top: 1rem; }
article { margin: 1rem 0; padding-bottom: 1rem; border-bottom: 1px solid #dfe4e2; }
dl { display: grid; grid-template-columns: minmax(8rem, 12rem) 1fr; gap: .25rem 1rem; margin: 0; }
dt { color: #465351; } dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
a { color: #0f4c6e; } .told { color: #465351; }
@media (max-width: 32rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .5rem; } }
@media (prefers-color-scheme: dark) {
  body { color: #e4e9e7; background: #0f1414; } dt, .told { color: #b4bfbc; } a { color: #8cc6e6; }
  article { border-color: #283132; }
}
"""
_HEAD: Final = (
    '<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    f"<title>Your data – medpeer</title><style>{_STYLE}</style></head><body>\n"
)
_NOT_HERE: Final = (
    "Not here: your password and other secrets, which are kept in a form that nobody can read back; pictures of "
    "documents, which reviewers alone see and which are destroyed; what others wrote, and who reported something."
)


def readable(sections: Sequence[Section], *, made_at: datetime) -> str:
    """Return the page of ``sections``, with a list of them at its top."""
    return "".join((_HEAD, *_opening(sections, made_at), *(_section(one) for one in sections), "</body></html>\n"))


def _opening(sections: Sequence[Section], made_at: datetime) -> Iterator[str]:
    yield "<h1>Your data</h1>\n"
    yield f"<p>What medpeer keeps of you, as of {made_at:%-d %B %Y, %H:%M} UTC. The same stands in data.json. "
    yield "It joins all your handles: keep it where nobody else reads it.</p>\n"
    yield f'<p class="told">{_NOT_HERE}</p>\n<nav aria-label="Sections"><ul>'
    yield from (f'<li><a href="#{one.name}">{escape(one.title)}</a> ({len(one.rows)})</li>' for one in sections)
    yield "</ul></nav>\n"


def _section(section: Section) -> str:
    rows = "".join(f"<article>{_table(row)}</article>\n" for row in section.rows) or "<p>Nothing.</p>\n"
    head = f'<h2 id="{section.name}">{escape(section.title)}</h2>\n<p class="told">{escape(section.told)}</p>\n'
    return f"<section>{head}{rows}</section>\n"


def _table(row: Row) -> str:
    pairs = (f"<dt>{_words(key)}</dt><dd>{_shown(key, value)}</dd>" for key, value in row.items() if value is not None)
    return f"<dl>{''.join(pairs)}</dl>"


def _words(key: str) -> str:
    return escape(key.replace("_", " ").capitalize())


def _shown(key: str, value: Value) -> str:
    match plain(value):
        case bool(answer):
            return "Yes" if answer else "No"
        case dict(table):
            return _table(table)
        case list(several):
            return ", ".join(_shown(key, one) for one in several) or "None"
        case text if key == "file":
            return f'<a href="{escape(str(text))}">{escape(str(text))}</a>'
        case text:
            return escape(_read(value, str(text)))


def _read(value: Value, text: str) -> str:
    """Return a plain value as people read it: words of closed sets without underscores, moments by the calendar."""
    if isinstance(value, Enum):
        return text.replace("_", " ")
    return f"{value:%-d %B %Y, %H:%M}" if isinstance(value, datetime) else text
