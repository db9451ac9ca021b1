"""What the picture scripts reckon: boxes and what they cover, windows as the server has them, measures. In Chromium."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, Route

from medpeer.imaging.dicom import Window
from medpeer.imaging.dicom.rendering import through

pytestmark = pytest.mark.browser

SCRIPTS: Final = Path(__file__).resolve().parents[2] / "static" / "js"
HOME: Final = "http://medpeer.test/"
SIZE: Final = {"width": 400, "height": 300}
SIDES: Final = st.integers(0, 380)
BOXES: Final = st.builds(
    lambda left, top, width, height: {"left": left, "top": top, "width": width, "height": height},
    SIDES,
    st.integers(0, 280),
    st.integers(1, 400),
    st.integers(1, 300),
)


def _serve(route: Route) -> None:
    name = route.request.url.removeprefix(HOME)
    if name:
        route.fulfill(body=(SCRIPTS / name).read_text(), content_type="text/javascript")
    else:
        route.fulfill(body="<!doctype html><title>pictures</title>", content_type="text/html")


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """Return a page with the modules' functions on ``window``; nothing leaves the process."""
    context = chromium.new_context()
    page = context.new_page()
    page.route(f"{HOME}**", _serve)
    page.goto(HOME)
    for name in ("image-geometry", "image-edit", "stack-pixels", "stack-measure"):
        page.evaluate("async name => Object.assign(window, await import(`/${name}.mjs`))", name)
    # Two modules say things in words; the frames' is asked for by this name.
    page.evaluate("async () => { window.inFrames = (await import('/stack-measure.mjs')).inWords; }")
    yield page
    context.close()


def _ask(page: Page, script: str, *given_values: Any) -> Any:
    return page.evaluate(f"([a, b, c, d]) => {script}", [*given_values, *[None] * (4 - len(given_values))])


def _is_inside(box: dict[str, int]) -> bool:
    fits = box["left"] >= 0 and box["top"] >= 0 and box["width"] >= 8 and box["height"] >= 8
    return fits and box["left"] + box["width"] <= 400 and box["top"] + box["height"] <= 300


@settings(max_examples=60, deadline=None)
@given(
    box=BOXES, x=st.integers(-500, 500), y=st.integers(-500, 500), edges=st.sampled_from(["n", "se", "w", "nw", "e"])
)
def test_a_box_stays_inside_the_picture_and_large_enough(
    page: Page, box: dict[str, int], x: int, y: int, edges: str
) -> None:
    box = _ask(page, "fitted(a, b)", box, SIZE)
    assert _is_inside(box)
    moved = page.evaluate("([box, x, y, size]) => moved(box, x, y, size)", [box, x, y, SIZE])
    assert _is_inside(moved)
    assert (moved["width"], moved["height"]) == (box["width"], box["height"])
    resized = page.evaluate("([box, e, x, y, size]) => resized(box, e, x, y, size)", [box, edges, x, y, SIZE])
    assert _is_inside(resized)
    if "e" not in edges:
        assert resized["left"] + resized["width"] == box["left"] + box["width"]
    if "s" not in edges:
        assert resized["top"] + resized["height"] == box["top"] + box["height"]


@settings(max_examples=60, deadline=None)
@given(box=BOXES, covers=st.lists(BOXES, max_size=5))
def test_how_much_is_covered_is_what_counting_pixels_gives(
    page: Page, box: dict[str, int], covers: list[dict[str, int]]
) -> None:
    hidden = np.zeros((700, 900), bool)
    for one in covers:
        hidden[one["top"] : one["top"] + one["height"], one["left"] : one["left"] + one["width"]] = True
    seen = hidden[box["top"] : box["top"] + box["height"], box["left"] : box["left"] + box["width"]]
    assert _ask(page, "shareCovered(a, b)", box, covers) == pytest.approx(float(seen.mean()), abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(
    centre=st.floats(-2000, 3000).map(lambda value: round(value, 2)),
    width=st.floats(1, 4000).map(lambda value: round(value, 2)),
    slope=st.sampled_from([1.0, 0.37, 2.0, 0.0041]),
    intercept=st.sampled_from([0.0, -1024.0, 12.5]),
)
def test_the_greys_are_those_that_the_server_draws(
    page: Page, centre: float, width: float, slope: float, intercept: float
) -> None:
    samples = np.arange(-32768, 32768, 7, dtype=np.int16)
    values = samples.astype(np.float32) * slope + intercept
    drawn = through(values, Window("", centre, width))
    script = "{ const t = greys(a); return Array.from({length: b}, (_, i) => t[i * 7]); }"
    how = {"centre": centre, "width": width, "slope": slope, "intercept": intercept}
    reckoned = np.array(page.evaluate(f"([a, b]) => {script}", [how, len(samples)]))
    # One level apart at most, and that rarely: single precision rounds the last bit as the order of steps has it.
    apart = np.abs(reckoned - drawn.astype(int))
    assert apart.max() <= 1
    assert (apart > 0).mean() < 0.002


def test_an_inverted_window_is_its_mirror(page: Page) -> None:
    both = "{ const w = {centre: 40, width: 400}; const t = greys(w); const u = greys({...w, isInverted: true}); "
    assert page.evaluate(f"() => {both} return t.every((grey, i) => grey + u[i] === 255); }}")


def test_three_channels_are_painted_as_they_are(page: Page) -> None:
    script = (
        "{ const to = new Uint8ClampedArray(8); paintColour(Uint8Array.of(1, 2, 3, 4, 5, 6), to); return [...to]; }"
    )
    assert page.evaluate(f"() => {script}") == [1, 2, 3, 255, 4, 5, 6, 255]


@pytest.mark.parametrize(
    ("spacing", "said"),
    [(None, "5.0 px"), ([1, 1], "5.0 mm"), ([0.5, 0.25], "2.1 mm"), ([30, 40], "170 mm")],
)
def test_a_distance_is_in_millimetres_where_the_scale_is_known(
    page: Page, spacing: list[float] | None, said: str
) -> None:
    measure = {"tool": "distance", "points": [{"x": 10, "y": 10}, {"x": 13, "y": 14}]}
    assert page.evaluate("([a, b]) => inFrames(a, {spacing: b}, null)", [measure, spacing]) == said


def test_an_angle_knows_that_pixels_may_not_be_square(page: Page) -> None:
    points = [{"x": 10, "y": 0}, {"x": 0, "y": 0}, {"x": 10, "y": 10}]
    ask = "([points, spacing]) => angle(...points, spacing)"
    assert page.evaluate(ask, [points, None]) == pytest.approx(45)
    assert page.evaluate(ask, [points, [2, 1]]) == pytest.approx(63.43, abs=0.01)


def test_an_ellipse_tells_mean_and_spread_of_what_lies_in_it(page: Page) -> None:
    generator = np.random.default_rng(5)
    samples = generator.integers(-200, 300, (40, 50)).astype(np.int16)
    y, x = np.mgrid[0:40, 0:50]
    inside = samples[((x + 0.5 - 25) / 10) ** 2 + ((y + 0.5 - 20) / 8) ** 2 <= 1] * 2.0 - 24
    found = page.evaluate(
        """([flat, how]) => {
          const corners = [{x: 15, y: 12}, {x: 35, y: 28}];
          return inEllipse(Int16Array.from(flat), {rows: 40, columns: 50}, ...corners, how);
        }""",
        [samples.ravel().tolist(), {"slope": 2, "intercept": -24, "spacing": [0.5, 0.5]}],
    )
    assert found["count"] == inside.size
    assert found["mean"] == pytest.approx(inside.mean())
    assert found["sd"] == pytest.approx(inside.std())
    assert (found["least"], found["most"]) == (inside.min(), inside.max())
    assert found["area"] == pytest.approx(np.pi * 10 * 8 * 0.25)


REGION: Final = {"kind": "text", "left": 20, "top": 20, "width": 100, "height": 20, "label": "Name", "why": ""}


def test_what_must_go_is_settled_only_by_covering_it(page: Page) -> None:
    script = """(region) => {
      const edit = new PictureEdit({width: 400, height: 300, regions: [{...region, verdict: 'must_go'}]});
      const said = [edit.lackOf(edit.boxes[0])];
      edit.place('r0', {left: 60, top: 20, width: 100, height: 20});
      said.push(edit.lackOf(edit.boxes[0]));
      edit.remove('r0');
      said.push(edit.lackOf(edit.boxes[0]));
      edit.letBe('r0', 'marker');
      said.push(edit.lackOf(edit.boxes[0]));
      edit.setCrop({left: 200, top: 100, width: 100, height: 100});
      said.push(edit.lackOf(edit.boxes[0]));
      return said;
    }"""
    assert page.evaluate(script, REGION) == ["", "partly", "uncovered", "uncovered", ""]


def test_each_change_can_be_taken_back_and_made_again(page: Page) -> None:
    script = """() => {
      const edit = new PictureEdit({width: 400, height: 300, regions: []});
      const id = edit.add({left: 10, top: 10, width: 50, height: 50}, 'drag-1');
      edit.place(id, {left: 10, top: 10, width: 90, height: 50}, 'drag-1');
      edit.place(id, {left: 30, top: 10, width: 90, height: 50});
      const told = () => edit.boxes.map(({box}) => [box.left, box.width]);
      const seen = [told()];
      edit.undo(); seen.push(told());
      edit.undo(); seen.push(told());
      edit.redo(); edit.redo(); seen.push(told());
      return seen;
    }"""
    assert page.evaluate(script) == [[[30, 90]], [[10, 90]], [], [[30, 90]]]


def test_places_that_are_told_again_keep_their_number_and_their_decision(page: Page) -> None:
    script = """(region) => {
      const first = {...region, verdict: 'tell_author'};
      const edit = new PictureEdit({width: 400, height: 300, regions: [first]});
      edit.letBe('r0', 'marker');
      const added = edit.addRegions([first, {...region, top: 200, verdict: 'must_go'}]);
      return [added, edit.decisions().answers, edit.boxes.map(({number, verdict}) => [number, verdict])];
    }"""
    added, answers, boxes = page.evaluate(script, REGION)
    assert added == 1
    assert answers == [{"number": 0, "reason": "marker"}]
    assert sorted(boxes) == [[0, "tell_author"], [1, "must_go"]]
