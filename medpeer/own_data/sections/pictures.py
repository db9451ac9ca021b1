"""Pictures and stacks: what is told of each, and the files that go with them into the archive."""

import zlib
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer.images.models import Image, ImageFile, StackFrame
from medpeer.images.queries import StackView, file_of, frame_of, stack_of
from medpeer.images.vocabulary import MediaType, Variant
from medpeer.own_data.values import Row, Section

EXTENSIONS: Final = {MediaType.PNG: "png", MediaType.JPEG: "jpg"}
_SAMPLES: Final = {1: "signed 16-bit, little-endian", 3: "red, green and blue, a byte each"}


@dataclass(frozen=True, slots=True)
class PictureFile:
    """One file of the archive: a picture as large as it is kept, or a frame of a stack as bare samples."""

    name: str
    image_id: int
    frame: int | None = None

    def content(self, session: Session) -> bytes:
        """Return its bytes; one at a time, for a stack can be larger than memory."""
        if self.frame is None:
            return file_of(session, self.image_id, Variant.FULL).image.data
        return zlib.decompress(frame_of(session, self.image_id, self.frame).data)


def images(session: Session, physician_id: int) -> Section:
    """Return every picture with its description and where it stands."""
    names = {one.image_id: one.name for one in list_files(session, physician_id) if one.frame is None}
    found = session.scalars(select(Image).where(Image.uploader_id == physician_id).order_by(Image.id)).all()
    rows = [_image(session, one, names.get(one.id)) for one in found]
    return Section("images", "Pictures", "As the product keeps them: drawn anew, without what the files held.", rows)


def _image(session: Session, image: Image, name: str | None) -> Row:
    stack = stack_of(session, image.id)
    return {
        "picture": image.id,
        "post": image.post_id,
        "added": image.created_at,
        "state": image.state,
        "refused_because": image.refusal,
        "description": image.alt.value,
        "caption": image.caption.value if image.caption else None,
        "width": image.width,
        "height": image.height,
        "file": name,
        "stack": _stack(image.id, stack) if stack else None,
    }


def _stack(image_id: int, stack: StackView) -> Row:
    return {
        "modality": stack.modality,
        "frames": stack.frames,
        "files": f"pictures/{image_id}/, one a frame, row by row",
        "rows": stack.rows,
        "columns": stack.columns,
        "samples": _SAMPLES[stack.samples],
        "meaning": f"sample × {stack.slope:g} + {stack.intercept:g}{f' {stack.unit}' if stack.unit else ''}",
        "spacing_mm": list(stack.spacing_mm) if stack.spacing_mm else None,
        "kept": {fact.value: value for fact, value in stack.kept.items()} or None,
    }


def list_files(session: Session, physician_id: int) -> list[PictureFile]:
    """Return the files of a person's pictures, then their stacks' frames in order."""
    full = session.execute(
        select(Image.id, ImageFile.media_type)
        .join(ImageFile, ImageFile.image_id == Image.id)
        .where(Image.uploader_id == physician_id, ImageFile.variant == Variant.FULL)
        .order_by(Image.id)
    )
    frames = session.execute(
        select(Image.id, StackFrame.position)
        .join(StackFrame, StackFrame.image_id == Image.id)
        .where(Image.uploader_id == physician_id)
        .order_by(Image.id, StackFrame.position)
    )
    files = [PictureFile(f"pictures/{row.id}.{EXTENSIONS[row.media_type]}", row.id) for row in full]
    return files + [PictureFile(f"pictures/{row.id}/{row.position:04}.raw", row.id, row.position) for row in frames]
