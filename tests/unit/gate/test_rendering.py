"""Markdown becomes HTML that runs nothing, loads nothing and keeps clinical tokens whole."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpeer.gate.rendering import RenderedHtml, render_markdown

ALLOWED = set("p br strong em s del code pre blockquote ul ol li table thead tbody tr th td h3 h4 hr a span".split())


class Tags(HTMLParser):
    """Collects every tag with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def assert_harmless(html: str) -> None:
    for tag, attributes in Tags(html).seen:
        assert tag in ALLOWED, html
        assert set(attributes) <= {"href", "title", "rel", "class", "start"}, html
        assert re.match(r"https?://", attributes.get("href") or "https://"), html
        assert attributes.get("class") in {None, "nowrap", "num"}, html


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&colon;alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://elsewhere.example/pixel.png)",
        '<img src=x onerror="alert(1)">',
        '<https://ok.example/" onmouseover=alert(1)>',
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "`<b>`\n\n    <script>",
        "| a |\n|---|\n| <iframe src=x> |",
        "[x]: javascript:alert(1)\n\n[x]",
        '[a](https://ok.example "t\\" onclick=\\"x")',
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    ],
)
def test_hostile_markup_is_shown_not_run(typed: str) -> None:
    assert_harmless(render_markdown(typed))


@given(st.text(max_size=400))
def test_any_text_renders_harmless(typed: str) -> None:
    assert_harmless(render_markdown(typed))


@given(st.lists(st.sampled_from("<>&\"'`*_[]()!|#-=:/\\ \n\tabjs:script1;&#x6a;href=onx{}$").map(str), max_size=60))
def test_any_mark_up_soup_renders_harmless(pieces: list[str]) -> None:
    assert_harmless(render_markdown("".join(pieces)))


def test_markdown_that_physicians_use_survives() -> None:
    html = render_markdown(
        "**What worries me:** an *ectopic* source.\n\n| Test | D0 |\n|---|--:|\n| Potassium | 2.4 |\n\n1. ACTH"
    )
    for expected in ("<strong>What worries me:</strong>", "<em>ectopic</em>", "<table>", "<td>Potassium</td>", "<ol>"):
        assert expected in html


def test_clinical_tokens_do_not_break() -> None:
    html = render_markdown("IL-6 rose, 11β-HSD2 blocked, potassium 2.4 mmol/L.")
    assert html.count('class="nowrap"') == 3


def test_a_link_leads_out_without_telling_where_from() -> None:
    html = render_markdown("[the trial](https://doi.org/10.5555/x)")
    assert 'rel="noopener noreferrer nofollow"' in html


def test_headings_stay_below_the_pages_own() -> None:
    assert "<h3>" in render_markdown("# Labs")
    assert "<h1" not in render_markdown("# Labs")


def test_a_comparison_is_not_a_tag() -> None:
    assert "&lt;0.01" in render_markdown("p <0.01 and BP >180")


def test_only_the_renderer_makes_stored_html() -> None:
    assert type(render_markdown("x")) is RenderedHtml


def test_a_column_set_to_the_right_holds_figures() -> None:
    html = render_markdown("| Test | D0 |\n|---|---:|\n| Potassium | 2.4 |")
    assert '<th class="num">D0</th>' in html
    assert '<td class="num">2.4</td>' in html
    assert "<td>Potassium</td>" in html
    assert "style" not in html
