"""Pictures as anyone would send them, and images stored through the gate."""

import zlib
from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image as Drawing
from PIL import ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from medpeer.accounts.actor import Actor
from medpeer.core.db import Database
from medpeer.discussions import queries
from medpeer.discussions import service as discussions
from medpeer.gate import ExaminedImage, ExaminedStack, Sent, Surface, clear_image, clear_stack
from medpeer.gate._seal import SEAL
from medpeer.images import service
from medpeer.imaging import Picture, finish
from medpeer.imaging.dicom import Frame, Series, Study, Window
from tests.factories.texts import cleared


def drawn(width: int = 320, height: int = 240, text: str = "") -> Drawing.Image:
    """Return a soft shadow, as a scan might look, with ``text`` written across the top."""
    image = Drawing.radial_gradient("L").resize((width, height)).point(lambda grey: 160 - grey // 2)
    if text:
        ImageDraw.Draw(image).text((12, 12), text, fill=250, font=ImageFont.load_default(24))
    return image


def encoded(image: Drawing.Image, kind: str = "PNG", **options: Any) -> bytes:
    """Return a drawing as a file of ``kind``."""
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def png(width: int = 320, height: int = 240, text: str = "", **facts: str) -> bytes:
    """Return a PNG; ``facts`` are text chunks in it."""
    info = PngInfo()
    for name, value in facts.items():
        info.add_text(name, value)
        info.add_itxt(f"{name}-international", value)
    return encoded(drawn(width, height, text), pnginfo=info)


def picture(width: int = 320, height: int = 240, text: str = "") -> Picture:
    """Return a picture as the sandbox would give it back."""
    return Picture(encoded(drawn(width, height, text)), width, height, "image/png")


@cache
def examined(width: int = 320, height: int = 240) -> ExaminedImage:
    """Return a harmless picture as if the gate had looked at it, which takes seconds and is tried where it matters."""
    return ExaminedImage(finish(picture(width, height), ()), reasons=(), seal=SEAL)


def sent(width: int = 320, height: int = 240) -> Sent:
    """Return a picture as its owner finds it when it was looked at."""
    return Sent(picture(width, height), ())


def sent_study(frames: int = 3, rows: int = 24, columns: int = 20) -> Sent:
    """Return a study of one small series as its owner finds it."""
    grey = zlib.compress(bytes(rows * columns * 2))
    series = Series(
        modality="CT",
        frames=(Frame(rows, columns, 1, grey),) * frames,
        unit="HU",
        windows=(Window("Brain", 40, 80),),
        spacing_mm=None,
        spacing_kind=None,
        kept={},
    )
    return Sent(picture(columns, rows), (), Study((series,), {}, frozenset()))


class Images:
    """Makes images in the test's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def image(
        self,
        actor: Actor,
        *,
        post_id: int | None = None,
        alt: str = "A grey disc on black, in the place of a kidney",
        caption: str = "",
        width: int = 320,
    ) -> int:
        """Store an image, to stand with ``post_id`` if one is given, and return its id."""
        looked_at = examined(width)
        with self._database.transaction() as session:
            full, thumbnail = clear_image(session, looked_at)
            new = service.NewImage(
                full=full,
                thumbnail=thumbnail,
                alt=cleared(session, alt, Surface.IMAGE_ALT),
                caption=cleared(session, caption, Surface.IMAGE_CAPTION) if caption else None,
            )
            image = service.store(session, actor, new)
            if post_id is not None:
                post = queries.access_post(session, actor, post_id)
                discussions.add_images(session, actor, post, [image.id])
            return image.id

    def stack(self, actor: Actor, *, frames: int = 3) -> int:
        """Store a small series that stands with no post yet, and return its id."""
        study = sent_study(frames).study
        assert study
        looked_at = ExaminedStack(study.series[0], examined(), seal=SEAL)
        with self._database.transaction() as session:
            stack = clear_stack(session, looked_at)
            alt = cleared(session, "A series of grey discs on black", Surface.IMAGE_ALT)
            new = service.NewImage(full=stack.full, thumbnail=stack.thumbnail, alt=alt, stack=stack)
            return service.store(session, actor, new).id
