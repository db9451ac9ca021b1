"""Adding a picture to a post: with a mouse, by keys alone, with fingers on a phone, and what can go wrong there."""

import base64
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.browser.pictures import ASKER, NAME, Desk, picture_file
from tests.browser.test_every_page import violations

pytestmark = pytest.mark.browser

ALT = "PA chest radiograph: consolidation in the right lower zone"
PASTE = """([selector, type, data]) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const files = new DataTransfer();
  files.items.add(new File([bytes], 'pasted.png', { type: 'image/png' }));
  const how = { bubbles: true, cancelable: true };
  const event = type === 'paste' ? new ClipboardEvent('paste', { ...how, clipboardData: files })
    : new DragEvent(type, { ...how, dataTransfer: files });
  return !document.querySelector(selector).dispatchEvent(event);
}"""


@pytest.fixture
def desk(visit: Visitor) -> Desk:
    """Return a composer at a desk, with a server that answers at once."""
    return opened(visit(ASKER))


def opened(page: Page) -> Desk:
    """Open a composer at a desk."""
    desk = Desk(page)
    desk.open()
    return desk


def press(page: Page, *keys: str) -> None:
    """Press keys one after the other."""
    for key in keys:
        page.keyboard.press(key)


def add(page: Page) -> None:
    """Press the button that stores."""
    page.get_by_role("button", name="Add the picture").click()


def prepared(desk: Desk) -> Page:
    """Choose a picture and decide all that is asked; what it shows is not said yet."""
    desk.choose()
    page = desk.page
    page.get_by_role("button", name="Cover it").first.click()
    return page


def test_with_a_mouse(desk: Desk) -> None:
    desk.choose()
    page = desk.page
    page.locator("dialog.imgdialog").wait_for()
    # The name and the face are covered by themselves; the writing that nobody read waits.
    expect(page.locator(".imgsum")).to_have_text("One place waits for you.")
    expect(desk.box(1)).to_have_class("ibox must covered")
    expect(desk.box(2)).to_have_class("ibox tell lacks")
    add(page)
    expect(page.locator(".imgfoot")).to_contain_text("One place in the picture is not settled.")
    page.get_by_role("button", name="It identifies nobody").first.click()
    page.get_by_label("what it is").select_option("marker")
    page.get_by_role("button", name="It stays").click()
    expect(page.locator(".imgsum")).to_have_text("Two boxes cover what identifies.")

    # A box moved off the name leaves it showing, and says so; undo puts it back.
    middle = centre(desk.box(1).bounding_box())
    drag(page, middle, (middle[0] + 90, middle[1] + 40))
    expect(page.locator("[data-card=r0]")).to_contain_text("Part of it still shows")
    page.get_by_role("button", name="Undo").first.click()
    assert desk.place_of(1) == [NAME["left"], NAME["top"], NAME["width"], NAME["height"]]

    # One's own box is drawn on empty ground, then made larger by its corner.
    sheet = page.locator(".ilayer").bounding_box()
    assert sheet
    x, y = sheet["x"], sheet["y"]
    drag(page, (x + 20, y + 300), (x + 120, y + 350))
    left, top, width, height = desk.place_of(4)
    corner = centre(desk.box(4).locator(".ihandle.se").bounding_box())
    drag(page, corner, (corner[0] + 50, corner[1] + 20))
    assert desk.place_of(4)[:2] == [left, top]
    assert desk.place_of(4)[2] > width
    assert desk.place_of(4)[3] > height

    page.get_by_label("What it shows").fill(ALT)
    page.get_by_label("Caption").fill("On D0.")
    add(page)
    expect(page.locator("dialog.imgdialog")).to_have_count(0)
    expect(page.locator(".picitem")).to_contain_text(ALT)
    sent = desk.finished[0]
    assert sent["alt"] == [ALT]
    assert sent["caption"] == ["On D0."]
    assert sent["answer"] == ["1:marker"]
    assert sent["box"][0] == "40,30,300,40"
    assert len(sent["box"]) == 3
    assert "crop" not in sent
    assert page.locator("form#ask input[name=image]").input_value() == "901"
    # The file's name holds the patient's; it was not sent.
    assert b"Okonkwo" not in desk.uploads[0]


def centre(box: Any) -> tuple[float, float]:
    """Return the middle of a bounding box."""
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag with the mouse."""
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    page.mouse.move(*end)
    page.mouse.up()


def test_by_keys_alone(desk: Desk) -> None:
    desk.choose()
    page = desk.page
    page.locator("dialog.imgdialog").wait_for()
    page.locator("[data-card=r1] [data-act=cover]").focus()
    press(page, "Enter")
    expect(page.locator(".imgsum")).to_have_text("Three boxes cover what identifies.")
    page.locator("[data-card=r0] [data-act=show]").focus()
    press(page, "Enter")
    expect(desk.box(1)).to_be_focused()
    press(page, "ArrowRight", "ArrowDown", "Shift+ArrowRight", "Shift+ArrowDown", "Alt+ArrowLeft")
    left, top, width, height = desk.place_of(1)
    assert left > NAME["left"]
    assert top > NAME["top"]
    assert (width, height) > (NAME["width"], NAME["height"])
    expect(page.locator(".imgfoot [role=status]")).to_contain_text("from the left")
    press(page, "Control+z")
    press(page, "Control+z")
    press(page, "Control+z")
    assert desk.place_of(1) == [40, 30, 300, 40]
    press(page, "Tab")
    expect(desk.box(2)).to_be_focused()
    press(page, "n")
    expect(desk.box(4)).to_be_focused()
    press(page, "Delete")
    expect(desk.box(4)).to_have_count(0)
    page.get_by_label("What it shows").focus()
    page.keyboard.type(ALT)
    press(page, "Tab", "Tab", "Enter")
    expect(page.locator(".picitem")).to_contain_text(ALT)
    assert desk.finished[0]["box"] == ["40,30,300,40", "700,40,60,60", "300,200,200,240"]


def test_by_the_list_alone(desk: Desk) -> None:
    page = prepared(desk)
    card = page.locator("[data-card=r0]")
    card.get_by_text("Place and size").click()
    card.get_by_label("From the left").fill("10")
    card.get_by_label("Width").fill("420")
    card.get_by_label("Width").press("Tab")
    # What is left is read a moment later, when the focus has gone where it was going.
    expect(desk.box(1)).to_have_attribute("aria-label", re.compile(r"\b10\D+30\D+420\D+40\D*$"))
    page.get_by_label("What it shows").fill(ALT)
    add(page)
    expect(page.locator(".picitem")).to_contain_text(ALT)


def test_with_fingers_on_a_phone(visit: Visitor) -> None:
    page = visit(ASKER, width=390)
    desk = opened(page)
    desk.choose()
    page.locator("dialog.imgdialog").wait_for()
    touch = page.context.new_cdp_session(page)

    def swipe(start: tuple[float, float], end: tuple[float, float]) -> None:
        steps = [(start[0] + (end[0] - start[0]) * n / 5, start[1] + (end[1] - start[1]) * n / 5) for n in range(6)]
        for kind, (x, y) in [("touchStart", steps[0]), *(("touchMove", step) for step in steps[1:])]:
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        # So fast a swipe is a fling to the browser, which takes the next tap for the end of it.
        page.wait_for_timeout(700)

    middle = centre(desk.box(3).bounding_box())
    swipe(middle, (middle[0] - 40, middle[1] + 10))
    assert desk.place_of(3)[0] < 260
    corner = centre(desk.box(3).locator(".ihandle.se").bounding_box())
    swipe(corner, (corner[0] + 30, corner[1] + 10))
    assert desk.place_of(3)[2] > 220
    # Drawing is asked for: a finger on empty ground moves the view otherwise.
    page.get_by_role("button", name="Add a box").tap()
    expect(page.get_by_role("button", name="Add a box")).to_have_attribute("aria-pressed", "true")
    sheet = page.locator(".ilayer").bounding_box()
    assert sheet
    swipe((sheet["x"] + 12, sheet["y"] + sheet["height"] - 60), (sheet["x"] + 90, sheet["y"] + sheet["height"] - 20))
    expect(desk.box(4)).to_have_count(1)
    page.locator("[data-card=r1]").get_by_role("button", name="Cover it").tap()
    page.get_by_label("What it shows").fill(ALT)
    page.get_by_role("button", name="Add the picture").tap()
    expect(page.locator(".picitem")).to_contain_text(ALT)
    assert len(desk.finished[0]["box"]) == 4


def test_a_crop_is_drawn_sent_and_shown_as_it_will_be_stored(desk: Desk) -> None:
    page = prepared(desk)
    page.get_by_role("button", name="Crop").click()
    expect(page.locator(".ibox.crop")).to_be_focused()
    page.get_by_role("button", name="As stored").click()
    size = page.evaluate("[...document.querySelectorAll('dialog canvas')].map((one) => [one.width, one.height])[0]")
    assert size == [704, 528]
    # Under a box there is nothing but grey.
    colour = page.evaluate(
        "[...document.querySelector('dialog canvas').getContext('2d').getImageData(330, 240, 1, 1).data]"
    )
    assert colour == [64, 64, 64, 255]
    page.get_by_label("What it shows").fill(ALT)
    add(page)
    expect(page.locator(".picitem")).to_contain_text(ALT)
    assert desk.finished[0]["crop"] == ["48,36,704,528"]


def test_what_still_shows_is_asked_for_and_nothing_is_lost(desk: Desk) -> None:
    found = NAME | {"top": 500, "label": "Record number", "why": "It leads to the record.", "text": "MRN 4471902"}
    desk.answers = [(422, {"error": "Writing in this picture may identify a patient.", "regions": [found]})]
    page = prepared(desk)
    page.get_by_label("What it shows").fill(ALT)
    add(page)
    expect(page.locator(".imgfoot")).to_contain_text("may identify a patient. One place is new in the list")
    expect(page.locator(".imglist")).to_contain_text("MRN 4471902")
    expect(page.get_by_label("What it shows")).to_have_value(ALT)
    add(page)
    expect(page.locator(".picitem")).to_contain_text(ALT)
    assert "40,500,300,40" in desk.finished[1]["box"]


def test_the_description_goes_through_the_gate_like_any_text(desk: Desk) -> None:
    page = prepared(desk)
    alt = page.get_by_label("What it shows")
    add(page)
    expect(page.locator(".imgfoot")).to_contain_text("Say what the picture shows")
    expect(alt).to_be_focused()
    alt.fill("Chest film of Mrs Kowalczyk, MRN 4471902")
    expect(page.locator("dialog .findings .card.must")).to_have_count(2)
    add(page)
    expect(page.locator(".imgfoot")).to_contain_text("identifiers must go")
    assert desk.finished == []


def test_a_session_that_ends_takes_nothing(visit: Visitor) -> None:
    desk = opened(visit(ASKER, expected=("401",)))
    desk.answers = [(401, {"error": {"advice": "Sign in again."}})]
    page = prepared(desk)
    page.get_by_label("What it shows").fill(ALT)
    add(page)
    expect(page.get_by_role("link", name="Sign in, in a new tab")).to_be_visible()
    expect(page.get_by_label("What it shows")).to_have_value(ALT)
    add(page)
    expect(page.locator(".picitem")).to_contain_text(ALT)


def test_a_picture_the_server_let_go_of_is_sent_anew(visit: Visitor) -> None:
    desk = opened(visit(ASKER, expected=("404",)))
    desk.answers = [(404, {"error": {"advice": "It is no longer here."}})]
    page = prepared(desk)
    page.get_by_label("What it shows").fill(ALT)
    add(page)
    expect(page.locator(".picitem")).to_contain_text(ALT)
    assert len(desk.uploads) == 2


def test_closing_keeps_what_was_done_and_an_unfinished_picture_stops_the_post(desk: Desk) -> None:
    page = prepared(desk)
    page.get_by_label("What it shows").fill(ALT)
    press(page, "Escape")
    expect(page.locator("dialog.imgdialog")).to_have_count(0)
    page.get_by_role("button", name="Post the case").click()
    expect(page.locator(".picerror")).to_contain_text("One picture is not finished")
    page.get_by_role("button", name="Prepare it").click()
    expect(page.get_by_label("What it shows")).to_have_value(ALT)
    expect(page.locator(".imgsum")).to_have_text("Three boxes cover what identifies.")
    page.get_by_role("button", name="Leave it out").click()
    expect(page.locator(".picitem")).to_have_count(0)


def test_refusals_are_said_in_words_and_can_be_tried_again(visit: Visitor) -> None:
    desk = opened(visit(ASKER, expected=("503",)))
    desk.refusals = [(422, {"error": "This is a video. Save the frame that shows the finding."}), (503, {})]
    page = desk.page
    desk.choose(picture_file(), picture_file())
    rows = page.locator(".picitem")
    expect(rows.nth(0)).to_contain_text("This is a video.")
    expect(rows.nth(0).get_by_role("button", name="Try again")).to_have_count(0)
    expect(rows.nth(1)).to_contain_text("Something failed on our side.")
    rows.nth(1).get_by_role("button", name="Try again").click()
    page.locator("dialog.imgdialog").wait_for()
    press(page, "Escape")
    page.get_by_role("button", name="Take it out").first.click()
    expect(rows).to_have_count(1)
    desk.choose({"name": "clip.mp4", "mimeType": "video/mp4", "buffer": b"0000ftypmp42"})
    expect(rows.nth(1)).to_contain_text("Video cannot be added.")
    assert len(desk.uploads) == 3


def test_pictures_are_put_in_order(desk: Desk) -> None:
    desk.regions = []
    page = desk.page
    desk.choose(picture_file(), picture_file())
    for words in ("First film", "Second film"):
        page.locator("dialog.imgdialog").wait_for()
        page.get_by_label("What it shows").fill(words)
        add(page)
        expect(page.locator(".picitem").filter(has_text=words)).to_have_count(1)
    expect(page.locator("dialog.imgdialog")).to_have_count(0)
    assert page.locator("input[name=image]").evaluate_all("all => all.map((one) => one.value)") == ["901", "902"]
    page.get_by_role("button", name="Move picture 2 up").click()
    assert page.locator("input[name=image]").evaluate_all("all => all.map((one) => one.value)") == ["902", "901"]


def test_a_picture_is_pasted_and_dropped(desk: Desk) -> None:
    desk.regions = []
    page = desk.page
    data = base64.b64encode(picture_file()["buffer"]).decode()
    assert page.evaluate(PASTE, ["textarea[name=body]", "paste", data])
    page.locator("dialog.imgdialog").wait_for()
    press(page, "Escape")
    assert page.evaluate(PASTE, ["textarea[name=body]", "dragover", data])
    expect(page.locator(".carried.dropping")).to_have_count(1)
    assert page.evaluate(PASTE, ["h1", "drop", data])
    page.locator("dialog.imgdialog").wait_for()
    press(page, "Escape")
    expect(page.locator(".picitem")).to_have_count(2)


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_the_dialog_is_accessible_and_fits(visit: Visitor, width: int, scheme: str) -> None:
    page = visit(ASKER, width=width, scheme=scheme)
    desk = opened(page)
    desk.choose()
    page.locator("dialog.imgdialog").wait_for()
    faults = list(violations(page))
    page.get_by_role("button", name="Crop").click()
    page.get_by_role("button", name="It identifies nobody").first.click()
    faults += violations(page)
    assert faults == []
    assert page.evaluate("document.querySelector('dialog').scrollWidth") <= width
