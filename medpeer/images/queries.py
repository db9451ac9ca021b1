"""Every read of images. Whether the post itself may be read is the caller's to know: discussions stand above."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.core.errors import NotFoundError
from medpeer.gate import ClearedImage
from medpeer.images import policy
from medpeer.images.models import Image, ImageFile, ImageStack, StackFact, StackFrame, StackWindow
from medpeer.images.vocabulary import ImageState, MediaType, RefusalReason, Variant
from medpeer.imaging import Picture
from medpeer.imaging.dicom import Fact, Frame, SpacingKind, Window, render

_ANY: Final = Window("", 0, 65535)
"""For a stack without a window of its own, as those of colour are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageView:
    """An image as the actor sees it; without description and caption where they may not see it."""

    id: int
    post_id: int | None
    alt: str
    caption: str
    width: int
    height: int
    state: ImageState
    refusal: RefusalReason | None
    frames: int
    mine: bool
    is_open: bool

    @property
    def is_stack(self) -> bool:
        """Whether there are frames to scroll through."""
        return self.frames > 0


@dataclass(frozen=True, slots=True)
class FileView:
    """One encoding of a picture, to be sent."""

    image: ClearedImage
    media_type: MediaType


@dataclass(frozen=True, slots=True, kw_only=True)
class StackView:
    """What the frames of a stack share; a sample means ``sample * slope + intercept`` in ``unit``."""

    modality: str
    frames: int
    rows: int
    columns: int
    samples: int
    slope: float
    intercept: float
    unit: str | None
    spacing_mm: tuple[float, float] | None
    spacing_kind: SpacingKind | None
    windows: tuple[Window, ...]
    kept: Mapping[Fact, str]


def images_of(session: Session, actor: Actor, post_ids: Iterable[int]) -> dict[int, tuple[ImageView, ...]]:
    """Return the images of each post that has some, in their order; refused ones only to their uploader."""
    rows = session.execute(
        _select_views().where(Image.post_id.in_(list(post_ids))).order_by(Image.post_id, Image.position, Image.id)
    )
    found: defaultdict[int, list[ImageView]] = defaultdict(list)
    for row in rows:
        view = _view(row, actor)
        if view.state is not ImageState.REFUSED or view.mine:
            found[row.post_id].append(view)
    return {post_id: tuple(views) for post_id, views in found.items()}


def own_unattached(session: Session, actor: Actor, image_ids: Sequence[int]) -> tuple[ImageView, ...]:
    """Return those of the images that are the actor's and stand with no post yet, in the given order."""
    rows = session.execute(
        _select_views().where(
            Image.id.in_(list(image_ids)), Image.uploader_id == actor.physician_id, Image.post_id.is_(None)
        )
    )
    found = {row.id: _view(row, actor) for row in rows}
    return tuple(found[image_id] for image_id in dict.fromkeys(image_ids) if image_id in found)


def find_image(session: Session, image_id: int) -> Image:
    """Return an image, whoever may see it.

    Raises:
        NotFoundError: there is none.
    """
    image = session.get(Image, image_id)
    if image is None:
        raise NotFoundError
    return image


def view_image(session: Session, actor: Actor, image_id: int) -> ImageView:
    """Return the view of an image that the actor was found to have access to.

    Raises:
        NotFoundError: there is none.
    """
    row = session.execute(_select_views().where(Image.id == image_id)).first()
    if row is None:
        raise NotFoundError
    return _view(row, actor, has_access=True)


def file_of(session: Session, image_id: int, variant: Variant) -> FileView:
    """Return one encoding of an image that the actor was found to have access to.

    Raises:
        NotFoundError: it has none.
    """
    found = session.scalar(select(ImageFile).where(ImageFile.image_id == image_id, ImageFile.variant == variant))
    if found is None:
        raise NotFoundError
    return FileView(found.data, found.media_type)


def has_unattached(session: Session, before: datetime) -> bool:
    """Tell whether images made before ``before`` stand with no post."""
    return (
        session.scalar(select(Image.id).where(Image.post_id.is_(None), Image.created_at < before).limit(1)) is not None
    )


def stack_of(session: Session, image_id: int) -> StackView | None:
    """Return what the frames of an image share, or ``None`` for a single picture; access is the caller's to check."""
    stack = session.get(ImageStack, image_id)
    if stack is None:
        return None
    windows = session.scalars(
        select(StackWindow).where(StackWindow.image_id == image_id).order_by(StackWindow.position)
    )
    facts = session.scalars(select(StackFact).where(StackFact.image_id == image_id))
    spacing = (stack.row_spacing_mm, stack.column_spacing_mm)
    return StackView(
        modality=stack.modality,
        frames=stack.frames,
        rows=stack.rows,
        columns=stack.columns,
        samples=stack.samples,
        slope=stack.slope,
        intercept=stack.intercept,
        unit=stack.unit,
        spacing_mm=(spacing[0], spacing[1]) if spacing[0] and spacing[1] else None,
        spacing_kind=stack.spacing_kind,
        windows=tuple(Window(one.label, one.centre, one.width) for one in windows),
        kept={one.name: one.value for one in facts},
    )


def frame_of(session: Session, image_id: int, position: int) -> ClearedImage:
    """Return the deflated samples of one frame, counted from 0; access is the caller's to check.

    Raises:
        NotFoundError: there is none.
    """
    wanted = select(StackFrame).where(StackFrame.image_id == image_id, StackFrame.position == position)
    found = session.scalar(wanted)
    if found is None:
        raise NotFoundError
    return found.data


def drawn(frame: ClearedImage, stack: StackView) -> Picture:
    """Return a frame of a stack drawn through the window that it opens with; asks nothing."""
    samples = Frame(stack.rows, stack.columns, stack.samples, frame.data, stack.slope, stack.intercept)
    return render(samples, stack.windows[0] if stack.windows else _ANY)


def bytes_of(session: Session, image_id: int) -> list[bytes]:
    """Return everything that is kept of an image's pixels: its pictures, then its frames in their order."""
    files = select(ImageFile).where(ImageFile.image_id == image_id).order_by(ImageFile.id)
    frames = select(StackFrame).where(StackFrame.image_id == image_id).order_by(StackFrame.position)
    return [row.data.data for row in (*session.scalars(files), *session.scalars(frames))]


def _select_views() -> Select[*tuple[Any, ...]]:
    texts = Image.__table__.c
    return select(
        Image.id,
        Image.post_id,
        Image.uploader_id,
        Image.width,
        Image.height,
        Image.state,
        Image.refusal,
        texts.alt_text,
        texts.caption_text,
        ImageStack.frames,
    ).outerjoin(ImageStack, ImageStack.image_id == Image.id)


def _view(row: Row[*tuple[Any, ...]], actor: Actor, *, has_access: bool = False) -> ImageView:
    is_open = has_access or policy.is_open_to(actor, state=row.state, uploader_id=row.uploader_id)
    return ImageView(
        id=row.id,
        post_id=row.post_id,
        alt=row.alt_text if is_open else "",
        caption=(row.caption_text or "") if is_open else "",
        width=row.width,
        height=row.height,
        state=row.state,
        refusal=row.refusal,
        frames=row.frames or 0,
        mine=row.uploader_id == actor.physician_id,
        is_open=is_open,
    )
