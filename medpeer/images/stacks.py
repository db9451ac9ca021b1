"""Writing the rows of a stack, for ``service`` alone."""

import re

from sqlalchemy.orm import Session

from medpeer.gate import ClearedStack
from medpeer.images.models import FACT_VALUE, UNIT, ImageStack, StackFact, StackFrame, StackWindow
from medpeer.imaging.dicom import Series


def add_stack(session: Session, image_id: int, stack: ClearedStack) -> None:
    """Add the frames of a cleared series, and what is kept of its making, to an image."""
    session.add(_shared(image_id, stack.series))
    session.flush()
    for position, window in enumerate(stack.series.windows):
        session.add(
            StackWindow(
                image_id=image_id, position=position, label=window.label, centre=window.centre, width=window.width
            )
        )
    for fact, value in stack.series.kept.items():
        if re.fullmatch(FACT_VALUE, value):
            session.add(StackFact(image_id=image_id, name=fact, value=value))
    for position, frame in enumerate(stack.frames):
        session.add(StackFrame(image_id=image_id, position=position, data=frame))


def _shared(image_id: int, series: Series) -> ImageStack:
    first, spacing = series.frames[0], series.spacing_mm or (None, None)
    return ImageStack(
        image_id=image_id,
        modality=series.modality,
        frames=len(series.frames),
        rows=first.rows,
        columns=first.columns,
        samples=first.samples,
        slope=series.slope,
        intercept=series.intercept,
        unit=series.unit if series.unit and re.fullmatch(UNIT, series.unit) else None,
        row_spacing_mm=spacing[0],
        column_spacing_mm=spacing[1],
        spacing_kind=series.spacing_kind,
    )
