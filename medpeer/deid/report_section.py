"""One text of the report: its words with every finding marked, and each finding with its reason and replacement."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from medpeer.deid.categories import Severity
from medpeer.deid.mosaic import mosaic
from medpeer.deid.suggest import suggest
from medpeer.deid.values import Generalisation, Span
from medpeer.deid.why import evidence

_CLASSES: Final = {Severity.MUST_GO: "must", Severity.TELL_AUTHOR: "tell"}
_ICONS: Final = {Severity.MUST_GO: "octagon-x", Severity.TELL_AUTHOR: "triangle-alert"}
SEVERITY_WORDS: Final = {Severity.MUST_GO: "Must go", Severity.TELL_AUTHOR: "Author\u2019s call"}
_NAMELESS: Final = "Text without a name"


def report_section(number: int, name: str, text: str, spans: Sequence[Span]) -> str:
    """Give one text as a section of the page; everything that comes from outside is escaped."""
    found = suggest(text, spans)
    cards = "".join(
        _card(f"{number}-{place}", place, text, span, instead)
        for place, (span, instead) in enumerate(zip(spans, found, strict=True), 1)
    )
    head = f'<h2 id="t{number}-name">{shown(name) or _NAMELESS}</h2><p class="meta">{_counted(spans)}</p>'
    body = f'<pre class="prose">{"".join(_marked(number, text, spans))}</pre>'
    back = '<p class="meta back"><a href="#index">Back to the index</a></p>'
    side = f'<div class="side"><ol class="cards">{cards}</ol>{_together(text)}{back}</div>'
    opening = f'<section class="text" id="t{number}" aria-labelledby="t{number}-name">'
    return f'{opening}{head}<div class="pair">{body}{side}</div></section>\n'


def icon(name: str) -> str:
    """Give a sign of the page's own sprite; it always stands beside its word."""
    return f'<svg class="icon" aria-hidden="true"><use href="#{name}"/></svg>'


def shown(words: str) -> str:
    """Escape words, and show what the eye would not see: control and direction marks, lone surrogates."""
    return "".join(_visible(char) for char in words)


def _visible(char: str) -> str:
    """Give one character for the page."""
    if char in "\n\t" or (char.isprintable() and not 0xD800 <= ord(char) <= 0xDFFF):  # noqa: PLR2004 - the surrogates
        return escape(char)
    return char if char in "\u00a0\u202f\u2009\u3000" else f'<span class="hidden">U+{ord(char):04X}</span>'


def _counted(spans: Sequence[Span]) -> str:
    """Say how much was found in one text."""
    must = sum(span.severity is Severity.MUST_GO for span in spans)
    rest = len(spans) - must
    calls = f"{rest} {'is' if rest == 1 else 'are'} the author\u2019s call"
    return ", ".join([f"{must} must go"] * (must > 0) + [calls] * (rest > 0)) or "Nothing found"


def _marked(number: int, text: str, spans: Sequence[Span]) -> Iterator[str]:
    """Yield the text with its findings marked and numbered; each number leads to its card."""
    at = 0
    for place, span in enumerate(spans, 1):
        key, word = f"{number}-{place}", SEVERITY_WORDS[span.severity]
        label = f"{escape(span.category.label)}\u00a0{place}"
        yield shown(text[at : span.start])
        yield f'<mark class="{_CLASSES[span.severity]}" id="m{key}">{shown(text[span.start : span.end])}</mark>'
        yield (
            f'<a class="ref {_CLASSES[span.severity]}" href="#f{key}" aria-label="{label}, {word.lower()}">{label}</a>'
        )
        at = span.end
    yield shown(text[at:])


def _card(key: str, place: int, text: str, span: Span, instead: Generalisation) -> str:
    """Give one finding: its words, kind and severity, why, and what to write instead."""
    css, word = _CLASSES[span.severity], SEVERITY_WORDS[span.severity]
    words = shown(text[instead.start : instead.end])
    back = f'<a href="#m{key}" aria-label="Finding {place} in its text">{place}</a>'
    return (
        f'<li class="card {css}" id="f{key}"><p class="found">{back} {icon(_ICONS[span.severity])}'
        f"<b>{word}</b> <span>{escape(span.category.label)}</span></p>"
        f"<p><q>{words}</q></p><p>Write \u201c{escape(instead.replacement)}\u201d.</p>"
        f'<p class="meta">Evidence: {escape(evidence(span.rule))} (<code>{escape(span.rule)}</code>, score '
        f"{span.score:.2f}).</p></li>"
    )


def _together(text: str) -> str:
    """Say how telling the text is as a whole, with the reasons."""
    risk = mosaic(text)
    reasons = " ".join(risk.reasons) or "No detail that others could match was seen."
    return f'<p class="whole"><b>Other details taken together: {risk.level.value}.</b> {escape(reasons)}</p>'
