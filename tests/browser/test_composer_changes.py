"""What changes, in the page as on the server; and the author's words under replacements. Run in Chromium."""

from collections.abc import Iterator
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from medpeer.web.changes import changes_between
from tests.browser.test_composer_offsets import HOME, _serve

pytestmark = pytest.mark.browser

TEXTS: Final = st.lists(st.sampled_from(["a", "b", "cc.", " ", "\n", "é "]), max_size=18).map("".join)
WORDS: Final = "one two three four five six seven eight nine ten"
EDITS: Final = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 9), st.sampled_from(["", "x", " y ", "two"])), max_size=5
)


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """Return a page with the modules' functions on ``window``; nothing leaves the process."""
    context = chromium.new_context()
    page = context.new_page()
    page.route(f"{HOME}**", _serve)
    page.goto(HOME)
    page.evaluate("""async () => {
      window.diff = await import('/diff.mjs');
      window.spans = await import('/spans.mjs');
      window.origins = await import('/origins.mjs');
      window.edited = (text, at, removed, words) => {
        const start = Math.min(Math.floor(at * (text.length + 1)), text.length);
        return text.slice(0, start) + words + text.slice(start + removed);
      };
    }""")
    yield page
    context.close()


@settings(max_examples=80, deadline=None)
@given(before=TEXTS, after=TEXTS)
def test_the_page_and_the_server_show_the_same_changes(page: Page, before: str, after: str) -> None:
    shown: Any = page.evaluate("([before, after]) => diff.changesBetween(before, after)", [before, after])
    assert shown == [{"kind": one.kind.value, "text": one.text} for one in changes_between(before, after)]
    assert "".join(one["text"] for one in shown if one["kind"] != "added") == before
    assert "".join(one["text"] for one in shown if one["kind"] != "removed") == after


def test_texts_that_have_little_in_common_take_no_time(page: Page) -> None:
    spent: Any = page.evaluate("""() => {
      const start = performance.now();
      const pieces = diff.changesBetween('a '.repeat(4000), 'b '.repeat(4000));
      return [pieces.map(({ kind }) => kind), performance.now() - start < 2000];
    }""")
    assert spent == [["removed", "added"], True]


@settings(max_examples=60, deadline=None)
@given(places=st.sets(st.integers(0, 9), max_size=4), words=st.sampled_from(["", "D0", "the patient", "two"]))
def test_replacements_alone_are_undone_to_the_letter(page: Page, places: set[int], words: str) -> None:
    undone = page.evaluate(
        """([text, places, words]) => {
          const kept = new origins.Origins();
          let now = text;
          for (const place of places) {
            const original = text.split(' ')[place];
            const start = now.indexOf(original);
            if (start < 0) continue;
            const after = now.slice(0, start) + words + now.slice(start + original.length);
            kept.follow(spans.editBetween(now, after), now, after);
            kept.note(start, start + words.length, original);
            now = after;
          }
          return kept.undone(now);
        }""",
        [WORDS, sorted(places), words],
    )
    assert undone == WORDS


@settings(max_examples=80, deadline=None)
@given(edits=EDITS)
def test_whatever_is_written_on_what_was_replaced_is_one_stretch_of_text(
    page: Page, edits: list[tuple[float, int, str]]
) -> None:
    places: Any = page.evaluate(
        """([text, edits]) => {
          const kept = new origins.Origins();
          let now = text.replace('three', 'D0').replace('seven', 'a town');
          kept.note(now.indexOf('D0'), now.indexOf('D0') + 2, 'three');
          kept.note(now.indexOf('a town'), now.indexOf('a town') + 6, 'seven');
          for (const [at, removed, words] of edits) {
            const after = edited(now, at, removed, words);
            kept.follow(spans.editBetween(now, after), now, after);
            now = after;
          }
          return { length: now.length, places: kept.places };
        }""",
        [WORDS, [list(edit) for edit in edits]],
    )
    at = 0
    for place in places["places"]:
        assert at <= place["start"] <= place["end"] <= places["length"]
        at = place["end"]
