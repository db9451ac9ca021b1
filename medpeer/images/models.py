"""Tables of images. The bytes stand in the database beside the post, so that both are stored and purged together."""

from datetime import datetime
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from medpeer.core.columns import Identifier, UtcDateTime, Vocabulary
from medpeer.core.db import Base
from medpeer.gate import ClearedImage, ClearedText, cleared_image, cleared_text, optional_cleared_text
from medpeer.images.vocabulary import ImageState, MediaType, RefusalReason, Variant
from medpeer.imaging.dicom import Fact, SpacingKind

UNIT: Final = r"[A-Z][A-Z0-9/]{0,15}"
FACT_VALUE: Final = r"[A-Za-z0-9-][A-Za-z0-9 .,/+_-]{0,60}"


class Image(Base):
    """One picture or stack. Before its post is published it is nobody's but its uploader's (``post_id`` is null).

    A refused one keeps its row, so that its author sees why; its files are gone and its description is a tombstone.
    """

    __tablename__ = "image"
    # Purged images leave their numbers in the audit log.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    uploader_id: Mapped[int] = mapped_column(ForeignKey("physician.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    width: Mapped[int]
    height: Mapped[int]
    alt: Mapped[ClearedText] = cleared_text("alt")
    caption: Mapped[ClearedText | None] = optional_cleared_text("caption")
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"), index=True, default=None)
    position: Mapped[int] = mapped_column(default=0)
    state: Mapped[ImageState] = mapped_column(Vocabulary(ImageState), default=ImageState.HELD, index=True)
    refusal: Mapped[RefusalReason | None] = mapped_column(Vocabulary(RefusalReason), default=None)


class ImageFile(Base):
    """One encoding of a picture: as large as it is kept, or its thumbnail."""

    __tablename__ = "image_file"
    __table_args__ = (UniqueConstraint("image_id", "variant"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    image_id: Mapped[int] = mapped_column(ForeignKey("image.id"))
    variant: Mapped[Variant] = mapped_column(Vocabulary(Variant))
    media_type: Mapped[MediaType] = mapped_column(Vocabulary(MediaType))
    data: Mapped[ClearedImage] = cleared_image("data")


class ImageStack(Base):
    """What the frames of a series share. The image's own picture is the middle one.

    A frame of one sample holds signed 16-bit numbers, and a number means ``number * slope + intercept`` in ``unit``;
    one of three samples holds bytes of red, green and blue. Spacings are of rows and of columns, in millimetres.
    """

    __tablename__ = "image_stack"
    __table_args__ = (
        CheckConstraint("frames > 0", name="frames"),
        CheckConstraint("samples IN (1, 3)", name="samples"),
    )

    image_id: Mapped[int] = mapped_column(ForeignKey("image.id"), primary_key=True)
    modality: Mapped[str] = mapped_column(Identifier(r"[A-Z]{2,16}"))
    frames: Mapped[int]
    rows: Mapped[int]
    columns: Mapped[int]
    samples: Mapped[int]
    slope: Mapped[float]
    intercept: Mapped[float]
    unit: Mapped[str | None] = mapped_column(Identifier(UNIT), default=None)
    row_spacing_mm: Mapped[float | None] = mapped_column(default=None)
    column_spacing_mm: Mapped[float | None] = mapped_column(default=None)
    spacing_kind: Mapped[SpacingKind | None] = mapped_column(Vocabulary(SpacingKind), default=None)


class StackWindow(Base):
    """A window that a stack can be looked at through, the first being the one to begin with."""

    __tablename__ = "stack_window"

    image_id: Mapped[int] = mapped_column(ForeignKey("image_stack.image_id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str] = mapped_column(Identifier(r"[A-Za-z][A-Za-z0-9 ]{0,30}"))
    centre: Mapped[float]
    width: Mapped[float]


class StackFact(Base):
    """A plain fact of a stack's making, from an allow-list: a word of a closed set or a number."""

    __tablename__ = "stack_fact"

    image_id: Mapped[int] = mapped_column(ForeignKey("image_stack.image_id"), primary_key=True)
    name: Mapped[Fact] = mapped_column(Vocabulary(Fact), primary_key=True)
    value: Mapped[str] = mapped_column(Identifier(FACT_VALUE))


class StackFrame(Base):
    """One frame: its samples row by row, little-endian, deflated."""

    __tablename__ = "stack_frame"
    __table_args__ = (UniqueConstraint("image_id", "position"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    image_id: Mapped[int] = mapped_column(ForeignKey("image_stack.image_id"))
    position: Mapped[int]
    data: Mapped[ClearedImage] = cleared_image("data")
