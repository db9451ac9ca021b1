"""The viewer of a stack: by keys, mouse and fingers, what it measures, and that its pixels are those of the frames."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from medpeer.imaging.dicom import Window
from medpeer.imaging.dicom.rendering import through
from tests.browser.conftest import Visitor
from tests.browser.pictures import ASKER, STACK, Shelf, frames
from tests.browser.test_every_page import violations

pytestmark = pytest.mark.browser


@pytest.fixture
def shelf(visit: Visitor) -> Shelf:
    """Return the open viewer of a stack of five frames."""
    shelf = Shelf(visit(ASKER))
    shelf.open()
    return shelf


def press(page: Page, *keys: str) -> None:
    """Press keys one after the other."""
    for key in keys:
        page.keyboard.press(key)


def place(page: Page) -> dict[str, Any]:
    """Return where the frame stands in the window: left, top, and shown pixels for one of its own."""
    box: Any = page.locator(".splace").bounding_box()
    scale = min(box["width"] / STACK["columns"], box["height"] / STACK["rows"])
    left = box["x"] + (box["width"] - STACK["columns"] * scale) / 2
    return {"left": left, "top": box["y"] + (box["height"] - STACK["rows"] * scale) / 2, "scale": scale}


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag with the mouse from one point of the frame to another."""
    at = place(page)
    points = [(at["left"] + x * at["scale"], at["top"] + y * at["scale"]) for x, y in (start, end)]
    page.mouse.move(*points[0])
    page.mouse.down()
    page.mouse.move((points[0][0] + points[1][0]) / 2, (points[0][1] + points[1][1]) / 2)
    page.mouse.move(*points[1])
    page.mouse.up()


def test_keys_go_through_the_frames_and_the_windows(shelf: Shelf) -> None:
    page = shelf.page
    assert shelf.words("count") == "3 of 5"
    press(page, "ArrowDown")
    assert shelf.words("count") == "4 of 5"
    press(page, "End", "ArrowDown")
    assert shelf.words("count") == "5 of 5"
    press(page, "Home", "PageDown")
    assert shelf.words("count") == "5 of 5"
    expect(page.locator('[data-part="window"]')).to_have_text("W 400  L 40")
    press(page, "2")
    expect(page.locator('[data-part="window"]')).to_have_text("W 1500  L −600")
    press(page, "]", ".")
    expect(page.locator('[data-part="presets"]')).to_have_value("own")
    press(page, "i")
    expect(page.locator('[data-part="window"]')).to_contain_text("inverted")
    expect(page.get_by_role("button", name="Invert")).to_have_attribute("aria-pressed", "true")
    press(page, "r")
    expect(page.locator('[data-part="window"]')).to_have_text("W 400  L 40")
    expect(page.locator('[data-part="says"]')).to_have_text("As recorded: width 400, centre 40.0")
    # Frames near the one that is looked at were fetched ahead, each once.
    assert sorted(shelf.asked) == [0, 1, 2, 3, 4]


def test_the_canvas_shows_the_frame_through_the_window(shelf: Shelf) -> None:
    page = shelf.page
    at = place(page)
    box: Any = page.locator(".splace").bounding_box()
    for key, window in (("1", Window("", 40, 400)), ("2", Window("", -600, 1500))):
        press(page, key)
        page.wait_for_timeout(200)
        wanted = through(frames()[2].astype("float32"), window)
        for column, row in ((24, 32), (2, 2), (24, 26), (40, 32)):
            x = at["left"] - box["x"] + (column + 0.5) * at["scale"]
            y = at["top"] - box["y"] + (row + 0.5) * at["scale"]
            ask = """([x, y]) => {
                const canvas = document.querySelector('.splace canvas');
                return [...canvas.getContext('2d').getImageData(x, y, 1, 1).data];
            }"""
            grey = page.evaluate(ask, [round(x), round(y)])
            assert grey == [wanted[row, column]] * 3 + [255]


def test_a_drag_changes_the_window_and_the_wheel_goes_through_frames(shelf: Shelf) -> None:
    page = shelf.page
    drag(page, (10, 20), (30, 20))
    width = re.findall(r"W (\d+)", shelf.words("window"))
    assert int(width[0]) > 400
    page.mouse.wheel(0, 100)
    expect(page.locator('[data-part="count"]')).to_have_text("4 of 5")
    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    page.keyboard.up("Control")
    expect(page.locator('[data-part="scale"]')).not_to_have_text(f"{round(place(page)['scale'] * 100)} %")
    expect(page.locator('[data-part="count"]')).to_have_text("4 of 5")


def test_measures_with_the_mouse_against_what_is_known(shelf: Shelf) -> None:
    page = shelf.page
    press(page, "d")
    drag(page, (4, 32), (44, 32))
    row = page.locator(".smeasures li")
    distance = float(row.nth(0).locator("b").inner_text().removesuffix(" mm"))
    # 40 pixels of half a millimetre.
    assert distance == pytest.approx(20, abs=0.2)
    press(page, "e")
    drag(page, (20, 28), (28, 36))
    expect(row.nth(1)).to_contain_text("Mean 60.0 HU, SD 0.0")
    # The whole disc of 10 pixels' radius, measured in air and disc together, lies between both.
    drag(page, (4, 8), (44, 56))
    mean = float(row.nth(2).locator("b").inner_text().split(" ")[1].replace("−", "-"))
    assert -1000 < mean < 60
    press(page, "Delete")
    expect(row).to_have_count(2)
    page.get_by_role("button", name="Take away distance").click()
    expect(row).to_have_count(1)


def test_measures_by_keys_alone(shelf: Shelf) -> None:
    page = shelf.page
    press(page, "d", "Enter", *["ArrowRight"] * 10, "Control+ArrowDown", "Control+ArrowUp", "Enter")
    expect(page.locator(".smeasures li b")).to_have_text("5.0 mm")
    press(page, "a", "Enter", *["ArrowLeft"] * 4, "Enter", *["ArrowUp"] * 4, "Enter")
    expect(page.locator(".smeasures li b").nth(1)).to_have_text("90.0°")
    press(page, "Enter", "Escape")
    expect(page.locator("dialog.stackviewer")).to_have_count(1)
    press(page, "Escape")
    expect(page.locator("dialog.stackviewer")).to_have_count(0)
    expect(page.get_by_role("link", name="Open the frames")).to_be_focused()


def test_without_a_scale_lengths_are_in_pixels(visit: Visitor) -> None:
    shelf = Shelf(visit(ASKER), STACK | {"spacing": None, "spacing_kind": None})
    shelf.open()
    assert "No scale known" in shelf.words("facts")
    press(shelf.page, "d", "Enter", *["ArrowRight"] * 10, "Enter")
    expect(shelf.page.locator(".smeasures li b")).to_have_text("10.0 px")


def test_single_keys_can_be_switched_off(shelf: Shelf) -> None:
    page = shelf.page
    press(page, "?")
    page.get_by_label("Single keys work here").uncheck()
    page.locator(".keysheet").get_by_role("button", name="Close").click()
    page.locator(".splace").focus()
    press(page, "2", "i", "ArrowDown")
    expect(page.locator('[data-part="window"]')).to_have_text("W 400  L 40")
    expect(page.locator('[data-part="count"]')).to_have_text("4 of 5")


def test_playing_goes_round_and_is_calm_where_less_motion_is_asked_for(shelf: Shelf) -> None:
    page = shelf.page
    press(page, "Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(page.locator('[data-part="speed"]')).to_have_value("2")
    expect(page.locator('[data-part="count"]')).to_have_text("1 of 5")
    press(page, "Space")
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_an_address_that_has_run_out_is_asked_for_anew(visit: Visitor) -> None:
    shelf = Shelf(visit(ASKER, expected=("404",)), lost=1)
    shelf.open()
    assert shelf.words("count") == "3 of 5"
    assert shelf.asked.count(2) == 2


def test_with_fingers_on_a_phone(visit: Visitor) -> None:
    page = visit(ASKER, width=390)
    shelf = Shelf(page)
    shelf.open()
    box: Any = page.locator(".splace").bounding_box()
    touch = page.context.new_cdp_session(page)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def fingers(kind: str, *points: tuple[float, float]) -> None:
        shown = [{"x": one[0], "y": one[1], "id": number} for number, one in enumerate(points)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": shown})

    fingers("touchStart", (x, y))
    for step in range(1, 5):
        fingers("touchMove", (x, y + step * 7))
    fingers("touchEnd")
    expect(page.locator('[data-part="count"]')).to_have_text("5 of 5")
    before = shelf.words("scale")
    fingers("touchStart", (x - 30, y), (x + 30, y))
    for step in range(1, 5):
        fingers("touchMove", (x - 30 - step * 10, y), (x + 30 + step * 10, y))
    fingers("touchEnd")
    expect(page.locator('[data-part="scale"]')).not_to_have_text(before)


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_the_viewer_is_accessible_and_fits(visit: Visitor, width: int, scheme: str) -> None:
    page = visit(ASKER, width=width, scheme=scheme)
    Shelf(page).open()
    press(page, "d", "Enter", "ArrowRight", "Enter")
    faults = list(violations(page))
    press(page, "?")
    faults += violations(page)
    assert faults == []
    assert page.evaluate("document.querySelector('dialog').scrollWidth") <= width
