"""The one way from a text to HTML: Markdown, then nh3, then bleach as the sanitiser of record.

Why two sanitisers: see ``docs/adr/001-two-sanitisers.md``.
"""

import re
from collections.abc import Sequence
from typing import Any, Final

import bleach
import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup, escape

RENDERER_VERSION: Final = "2"
"""Changes when the same text would render otherwise; stored renderings of another version are made anew."""

_TAGS: Final = frozenset(
    "p br strong em del code pre blockquote ul ol li table thead tbody tr th td h3 h4 hr a span".split()
)
_ATTRIBUTES: Final = {"a": {"href", "title"}, "span": {"class"}, "td": {"class"}, "th": {"class"}, "ol": {"start"}}
_CLASSES: Final = {"span": {"nowrap"}, "td": {"num"}, "th": {"num"}}
_SCHEMES: Final = frozenset({"http", "https"})
# Clinical tokens that must not break at a line's end: IL-6, D-dimer, 11β-HSD2, V/Q, and a number with its unit.
_UNBROKEN: Final = re.compile(
    r"(?<![\w-])(?:[A-Z0-9α-ω]+[a-zα-ω]*(?:-[A-Za-z0-9α-ω]+)+"
    r"|\d+(?:[.,]\d+)? (?:mg|g|kg|µg|mcg|ng|mL|L|dL|mmol|µmol|mmHg|cm|mm|bpm|IU|U|%|h|kPa)(?:/\w+)?)(?![\w-])"
)


class RenderedHtml(Markup):
    """HTML from ``render_markdown``: the only markup of a person's text that pages show."""

    __slots__ = ()


class _Renderer(RendererHTML):
    def text(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """Escape a run of text and keep its clinical tokens unbroken."""
        safe = str(escape(tokens[idx].content))
        return _UNBROKEN.sub(lambda match: f'<span class="nowrap">{match[0]}</span>', safe)

    def th_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """Open a table's cell; a column set to the right is one of figures, which are read down."""
        is_right = tokens[idx].attrGet("style") == "text-align:right"
        tokens[idx].attrs = {"class": "num"} if is_right else {}
        return self.renderToken(tokens, idx, options, env)

    td_open = th_open


def _markdown() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True}, renderer_cls=_Renderer)
    # No images: a picture from elsewhere tells a stranger who reads what, and when.
    return parser.enable(["table", "strikethrough"]).disable(["image", "html_block", "html_inline", "reference"])


_PARSER: Final = _markdown()


def render_markdown(typed: str) -> RenderedHtml:
    """Return safe HTML of Markdown: kept beside a clearance, or a live preview for its author alone."""
    html = _PARSER.render(typed)
    # Headings start below the page's own.
    html = re.sub(r"<(/?)h[1-6]>", lambda match: f"<{match[1]}h3>", html)
    cleaned = nh3.clean(
        html,
        tags=set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items() if tag not in _CLASSES},
        allowed_classes={tag: set(names) for tag, names in _CLASSES.items()},
        url_schemes=set(_SCHEMES),
        link_rel=None,
    )
    if not _bleach_agrees(cleaned):
        return RenderedHtml(f"<p>{escape(typed)}</p>")
    return RenderedHtml(cleaned.replace("<a ", '<a rel="noopener noreferrer nofollow" '))


def _bleach_agrees(html: str) -> bool:
    attributes = {tag: sorted(names) for tag, names in _ATTRIBUTES.items()}
    checked = bleach.clean(html, tags=_TAGS, attributes=attributes, protocols=_SCHEMES)
    return _shape(checked) == _shape(html)


def _shape(html: str) -> list[str]:
    # The two serialise entities differently; what must agree are the tags with their attributes, in order.
    return [match.replace("&amp;", "&") for match in re.findall(r"<[^>]*>", html)]
