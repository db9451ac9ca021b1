"""Pictures for the browser: the answers of the server to an upload, given at once, and what the browser sends back."""

import json
import re
import zlib
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qs

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import FilePayload, Locator, Page, Route

from tests.factories.images import png

WIDTH: Final = 800
HEIGHT: Final = 600
ASKER: Final = "miriam.okonjo@lakeside-medical.example"
NAME: Final[dict[str, Any]] = {"kind": "text", "left": 40, "top": 30, "width": 300, "height": 40, "verdict": "must_go"}
MARK: Final = {"kind": "text", "left": 700, "top": 40, "width": 60, "height": 60, "verdict": "tell_author"}
FACE: Final = {"kind": "face", "left": 300, "top": 200, "width": 200, "height": 240, "verdict": "tell_author"}
REGIONS: Final[list[dict[str, Any]]] = [
    NAME | {"label": "Name", "why": "A name identifies a patient.", "text": "OKONKWO, ADAEZE"},
    MARK | {"label": "Writing", "why": "There seems to be writing here."},
    FACE | {"label": "Face photograph", "why": "A face identifies a patient."},
]


def picture_file(name: str = "chest of Adaeze Okonkwo.png") -> FilePayload:
    """Return a file as somebody would choose it, its name and all."""
    return {"name": name, "mimeType": "image/png", "buffer": png(64, 48)}


@dataclass
class Desk:
    """Stands in for the server's looking at pictures, which takes seconds and is tried elsewhere; keeps what it got."""

    page: Page
    regions: list[dict[str, Any]] = field(default_factory=lambda: [dict(one) for one in REGIONS])
    answers: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    uploads: list[bytes] = field(default_factory=list)
    finished: list[dict[str, list[str]]] = field(default_factory=list)
    refusals: list[tuple[int, dict[str, Any]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Answer what the page asks of pictures."""
        self.page.route(re.compile(r"/images$"), self._take)
        self.page.route(re.compile(r"/images/pending/[a-z0-9]+$"), self._show)
        self.page.route(re.compile(r"/images/pending/[a-z0-9]+/let-go$"), lambda route: route.fulfill(status=204))
        self.page.route(re.compile(r"/images/[a-z0-9]+/finish$"), self._finish)

    def _take(self, route: Route) -> None:
        self.uploads.append(route.request.post_data_buffer or b"")
        if self.refusals:
            status, body = self.refusals.pop(0)
            return route.fulfill(status=status, json=body)
        token = f"token{len(self.uploads)}"
        row = {"token": token, "width": WIDTH, "height": HEIGHT, "url": f"/images/pending/{token}"}
        more = {"finish": f"/images/{token}/finish", "reads_text": True, "regions": self.regions}
        return route.fulfill(status=201, json=row | more | {"must_crop": False, "crop": None, "study": None})

    def _show(self, route: Route) -> None:
        route.fulfill(body=png(WIDTH, HEIGHT), content_type="image/png")

    def _finish(self, route: Route) -> None:
        self.finished.append(parse_qs(route.request.post_data or ""))
        status, body = self.answers.pop(0) if self.answers else (201, {"id": 900 + len(self.finished), "url": "/"})
        route.fulfill(status=status, json=body)

    def open(self, path: str = "/cases/ask") -> None:
        """Go to a composer."""
        self.page.goto(path)
        self.page.get_by_text("Add an image").first.wait_for()

    def choose(self, *files: FilePayload) -> None:
        """Choose files, one unless told."""
        chosen = list(files) or [picture_file()]
        self.page.locator("input[type=file]").first.set_input_files(chosen)

    def box(self, number: int) -> Locator:
        """Return a box on the picture by what it is called."""
        return self.page.locator(".ibox", has=self.page.locator(".itag", has_text=re.compile(rf"^{number}\b")))

    def place_of(self, number: int) -> list[int]:
        """Return left, top, width and height of a box, as its label says them."""
        label = self.box(number).get_attribute("aria-label") or ""
        return [int(part) for part in re.findall(r"\d+", label.rsplit(". ", 1)[1])]


def frames(count: int = 5, rows: int = 64, columns: int = 48) -> list[NDArray[np.int16]]:
    """Return frames of a stack: air with a bright disc of 60 units whose radius grows."""
    y, x = np.mgrid[0:rows, 0:columns]
    away = np.hypot(x - columns / 2 + 0.5, y - rows / 2 + 0.5)
    return [np.where(away < 8 + n, 60, -1000).astype(np.int16) for n in range(count)]


STACK: Final[dict[str, Any]] = {
    "modality": "CT",
    "count": 5,
    "rows": 64,
    "columns": 48,
    "samples": 1,
    "slope": 1.0,
    "intercept": 0.0,
    "unit": "HU",
    "spacing": [0.5, 0.5],
    "spacing_kind": "patient",
    "windows": [
        {"label": "As recorded", "centre": 40, "width": 400},
        {"label": "Lung", "centre": -600, "width": 1500},
    ],
    "facts": {"body_part": "CHEST", "slice_thickness_mm": "5"},
}

LINK: Final = (
    '<ul class="pics one"><li><a class="piclink" href="/images/77" data-module="stack" '
    'data-alt="CT of the chest" data-caption="">Open the frames</a></li></ul>'
)


@dataclass
class Shelf:
    """Puts a stack into a thread's page, and sends its frames."""

    page: Page
    stack: dict[str, Any] = field(default_factory=lambda: dict(STACK))
    asked: list[int] = field(default_factory=list)
    lost: int = 0

    def __post_init__(self) -> None:
        """Answer what the page asks of the stack."""
        self.page.route(re.compile(r"/threads/5$"), self._thread)
        self.page.route(re.compile(r"/images/77$"), self._own_page)
        self.page.route(re.compile(r"/images/77/frames/\d+"), self._frame)

    def _thread(self, route: Route) -> None:
        answer = route.fetch()
        place = '<section class="discussion"'
        route.fulfill(response=answer, body=answer.text().replace(place, LINK + place, 1))

    def _own_page(self, route: Route) -> None:
        row = json.dumps(self.stack | {"frame": "/images/77/frames/{n}?s=1"}).replace('"', "&quot;")
        route.fulfill(body=f'<!doctype html><title>Stack</title><p data-frames="{row}"></p>', content_type="text/html")

    def _frame(self, route: Route) -> None:
        number = int(re.findall(r"frames/(\d+)", route.request.url)[0])
        self.asked.append(number)
        if self.lost:
            self.lost -= 1
            return route.fulfill(status=404)
        return route.fulfill(body=zlib.compress(frames()[number].tobytes()), content_type="application/octet-stream")

    def open(self) -> None:
        """Open the viewer from the thread."""
        self.page.goto("/threads/5")
        self.page.get_by_role("link", name="Open the frames").click()
        self.page.locator("dialog.stackviewer").wait_for()
        self.page.locator(".splace:not(.waits)").wait_for()

    def words(self, part: str) -> str:
        """Return what stands in one part of the viewer."""
        return self.page.locator(f'.stackviewer [data-part="{part}"]').inner_text()
