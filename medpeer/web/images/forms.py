"""Forms of images: the file, what its author did to it, and its description through the gate."""

from collections.abc import Sequence
from typing import Any

from werkzeug.datastructures import FileStorage
from wtforms import DecimalField, Field, SelectMultipleField
from wtforms.validators import Optional
from wtforms.widgets import FileInput, HiddenInput

from medpeer.core.errors import InvalidInputError
from medpeer.gate import Edits, RawImage, RegionAnswer, RegionFinding, RegionReason, Surface
from medpeer.imaging import Box
from medpeer.imaging.dicom import Series, Study, Window, portion
from medpeer.web.numbers import NumberField
from medpeer.web.user_text import TextForm, UserTextField

MAX_BOXES = 100
"""More than anyone draws; each is painted and held against each finding."""


class ImageField(Field):
    """A file a person sends; its ``.data`` is ``RawImage`` and its name stays behind."""

    widget = FileInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was sent."""
        sent = next((one for one in valuelist if isinstance(one, FileStorage)), None)
        says_picture = sent is not None and sent.mimetype.startswith("image/")
        self.data = RawImage(sent.stream.read() if sent else b"", says_picture=says_picture)


class BoxesField(Field):
    """Rectangles of a picture, each as ``left,top,width,height`` in its pixels; what is none counts as none given."""

    widget = HiddenInput()
    data: Sequence[Box]

    def process_data(self, value: object) -> None:
        """Start from ``value``, some boxes, or none."""
        self.data = tuple(value) if isinstance(value, list | tuple) else ()

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was submitted."""
        self.data = tuple(box for one in valuelist[:MAX_BOXES] if (box := read_box(str(one))))

    def _value(self) -> str:
        return ""


def read_box(raw: str) -> Box | None:
    """Return the box in ``left,top,width,height``, or ``None`` when it is none."""
    parts = raw.split(",")
    if len(parts) != len(("left", "top", "width", "height")) or not all(_is_pixel(part) for part in parts):
        return None
    box = Box(*(int(part) for part in parts))
    return box if box.width and box.height else None


def _is_pixel(part: str) -> bool:
    return part.isascii() and part.isdigit() and len(part) <= len("20000")


class UploadForm(TextForm):
    """A file, and the post of one's own that it is for, where it is for one that stands already."""

    file = ImageField("Picture")
    post = NumberField(widget=HiddenInput(), validators=[Optional()])

    def sent(self) -> RawImage:
        """Return the file.

        Raises:
            InvalidInputError: none was chosen.
        """
        sent: RawImage | None = self.file.data
        if sent is None or sent.is_empty():
            message = "Choose a picture first: PNG, JPEG, WebP, HEIC or DICOM, up to 20 MB."
            raise InvalidInputError(message, field="file")
        return sent


class FinishForm(TextForm):
    """What the author did to a picture, and its description."""

    alt = UserTextField("What it shows", Surface.IMAGE_ALT, one_line=True)
    caption = UserTextField("Caption", Surface.IMAGE_CAPTION, optional=True)
    box = BoxesField("Covered")
    crop = BoxesField("Part to keep")
    cover = SelectMultipleField("Cover what was found", coerce=int, validate_choice=False)
    answer = SelectMultipleField("What was found", validate_choice=False)
    own_left = NumberField("From the left", validators=[Optional()])
    own_top = NumberField("From the top", validators=[Optional()])
    own_width = NumberField("Width", validators=[Optional()])
    own_height = NumberField("Height", validators=[Optional()])

    series = NumberField("Series", validators=[Optional()])
    first = NumberField("First frame", validators=[Optional()])
    last = NumberField("Last frame", validators=[Optional()])
    step = NumberField("Every so many frames", validators=[Optional()])

    def portion(self, study: Study) -> Series:
        """Return the frames to publish as a stack; series and frames are counted from 0.

        Raises:
            InvalidInputError: there are none like that.
        """
        number, first, step = self.series.data or 0, self.first.data or 0, self.step.data or 1
        try:
            # A negative number would count from the end.
            return portion(study.series[max(number, 0)], first=first, last=self.last.data, step=step)
        except IndexError:
            message = "There are no such frames in this series. Choose others."
            raise InvalidInputError(message, field="first") from None

    def edits(self, found: Sequence[RegionFinding]) -> Edits:
        """Return what the author did; ``found`` is what ``cover`` and ``answer`` number from 0."""
        covered = tuple(found[number].box for number in self.cover.data or () if 0 <= number < len(found))
        answers = (read_answer(str(one), found) for one in (self.answer.data or ())[:MAX_BOXES])
        return Edits(
            boxes=(*self.box.data, *covered, *self._own_box()),
            crop=self.crop.data[0] if self.crop.data else None,
            answers=tuple(one for one in answers if one),
        )

    def _own_box(self) -> tuple[Box, ...]:
        sides = (self.own_left.data, self.own_top.data, self.own_width.data, self.own_height.data)
        box = read_box(",".join(str(side) for side in sides))
        return (box,) if box else ()


def read_answer(raw: str, found: Sequence[RegionFinding]) -> RegionAnswer | None:
    """Return the answer in ``number:reason``, or ``None`` when it is none."""
    number, _, reason = raw.partition(":")
    if not number.isascii() or not number.isdigit() or reason not in set(RegionReason):
        return None
    index = int(number[: len("9999")])
    return RegionAnswer(found[index].box, RegionReason(reason)) if index < len(found) else None


class FrameForm(TextForm):
    """One frame of a study, counted from 0, and the window to draw it through."""

    series = NumberField("Series", validators=[Optional()])
    frame = NumberField("Frame", validators=[Optional()])
    window = NumberField("Window", validators=[Optional()])
    centre = DecimalField("Centre", validators=[Optional()])
    width = DecimalField("Width", validators=[Optional()])

    def chosen(self, study: Study) -> tuple[Series, int, Window | None]:
        """Return series, frame and window: one of the series' own by number, or by centre and width.

        Raises:
            InvalidInputError: there is no such series or window.
        """
        number = self.series.data or 0
        if not 0 <= number < len(study.series):
            message = "There is no such series in this study. Choose another."
            raise InvalidInputError(message, field="series")
        return study.series[number], self.frame.data or 0, self._window(study.series[number])

    def _window(self, series: Series) -> Window | None:
        if self.centre.data is not None and self.width.data is not None and self.width.data > 0:
            return Window("", float(self.centre.data), float(self.width.data))
        number = self.window.data or 0
        return series.windows[number] if 0 <= number < len(series.windows) else None
