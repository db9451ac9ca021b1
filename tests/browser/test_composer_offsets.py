"""Offsets in the composer: code points to UTF-16 and back, and spans that move with an edit. Run in Chromium."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser

SCRIPTS: Final = Path(__file__).resolve().parents[2] / "static" / "js"
HOME: Final = "http://medpeer.test/"
TEXTS: Final = st.text(alphabet=st.sampled_from("ab é€😀🩺\n"), max_size=24)


def _serve(route: Route) -> None:
    name = route.request.url.removeprefix(HOME)
    if name:
        route.fulfill(body=(SCRIPTS / name).read_text(), content_type="text/javascript")
    else:
        route.fulfill(body="<!doctype html><title>spans</title>", content_type="text/html")


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """Return a page with the module's functions on ``window.spans``; nothing leaves the process."""
    context = chromium.new_context()
    page = context.new_page()
    page.route(f"{HOME}**", _serve)
    page.goto(HOME)
    page.evaluate("async () => { window.spans = await import('/spans.mjs'); }")
    yield page
    context.close()


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@settings(max_examples=60, deadline=None)
@given(text=TEXTS)
def test_code_point_offsets_become_utf_16_offsets_and_come_back(page: Page, text: str) -> None:
    to_units: Any = page.evaluate(
        "text => [...Array([...text].length + 1).keys()].map(spans.fromCodePoints(text))", text
    )
    assert to_units == [_units(text[:offset]) for offset in range(len(text) + 1)]
    back: Any = page.evaluate("([text, units]) => units.map(spans.toCodePoints(text))", [text, to_units])
    assert back == list(range(len(text) + 1))
    assert page.evaluate("text => spans.codePointLength(text)", text) == len(text)


@settings(max_examples=60, deadline=None)
@given(before=TEXTS, after=TEXTS)
def test_the_edit_between_two_texts_turns_one_into_the_other(page: Page, before: str, after: str) -> None:
    result = page.evaluate(
        """([before, after]) => {
          const { start, removed, inserted } = spans.editBetween(before, after);
          return before.slice(0, start) + after.slice(start, start + inserted) + before.slice(start + removed);
        }""",
        [before, after],
    )
    assert result == after


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        ({"start": 0, "removed": 0, "inserted": 3}, {"start": 13, "end": 23}),
        ({"start": 10, "removed": 0, "inserted": 2}, {"start": 12, "end": 22}),
        ({"start": 4, "removed": 6, "inserted": 1}, {"start": 5, "end": 15}),
        ({"start": 20, "removed": 5, "inserted": 9}, {"start": 10, "end": 20}),
        ({"start": 15, "removed": 0, "inserted": 1}, None),
        ({"start": 19, "removed": 4, "inserted": 0}, None),
        ({"start": 8, "removed": 30, "inserted": 0}, None),
    ],
)
def test_a_span_moves_with_an_edit_beside_it_and_goes_with_one_inside_it(
    page: Page, edit: dict[str, int], expected: dict[str, int] | None
) -> None:
    moved = page.evaluate("([span, edit]) => spans.rebased(span, edit)", [{"start": 10, "end": 20}, edit])
    assert moved == expected


def test_a_lone_surrogate_counts_as_one_of_each(page: Page) -> None:
    offsets: Any = page.evaluate(
        "() => [0, 1, 2, 3].map(spans.fromCodePoints('a' + String.fromCharCode(0xd83d) + 'b'))"
    )
    assert offsets == [0, 1, 2, 3]
