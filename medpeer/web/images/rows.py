"""What scripts get of images."""

from typing import Any, Final

from flask import url_for

from medpeer.gate import RegionFinding
from medpeer.images.pending import Pending
from medpeer.images.queries import StackView
from medpeer.imaging import Box
from medpeer.imaging.dicom import Series, Study, may_show_face

FRAME_TYPE: Final = "application/octet-stream"
"""What frames are sent as: samples deflated (zlib), for the viewer's script alone."""


def pending_row(pending: Pending) -> dict[str, object]:
    """Return a picture being prepared: for its owner alone."""
    return {
        "token": pending.token,
        "width": pending.picture.width,
        "height": pending.picture.height,
        "url": url_for("images.show_pending", token=pending.token),
        "finish": url_for("images.finish", token=pending.token),
        "reads_text": pending.reads_text,
        "regions": [region_row(one) for one in pending.findings],
        "must_crop": pending.must_crop,
        "crop": box_row(pending.crop) if pending.crop else None,
        "study": study_row(pending, pending.study) if pending.study else None,
    }


def study_row(pending: Pending, study: Study) -> dict[str, object]:
    """Return a study being prepared: its series, what was left out and what to be careful of."""
    return {
        "choose": url_for("images.choose_frame", token=pending.token),
        "series": [
            series_row(series)
            | {
                "frame": _numbered("images.send_pending_frame", token=pending.token, series=number),
                "drawn": _numbered("images.draw_pending_frame", token=pending.token, series=number),
                "may_show_face": may_show_face(series),
            }
            for number, series in enumerate(study.series)
        ],
        "left_out": {fault.value: count for fault, count in study.left_out.items()},
        "cautions": sorted(caution.value for caution in study.cautions),
    }


def series_row(series: Series | StackView) -> dict[str, object]:
    """Return what the viewer of a stack needs; the address of its frames is added, with ``{n}`` for the number."""
    shape = series if isinstance(series, StackView) else series.frames[0]
    return {
        "modality": series.modality,
        "count": series.frames if isinstance(series, StackView) else len(series.frames),
        "rows": shape.rows,
        "columns": shape.columns,
        "samples": shape.samples,
        "slope": series.slope,
        "intercept": series.intercept,
        "unit": series.unit,
        "spacing": series.spacing_mm,
        "spacing_kind": series.spacing_kind.value if series.spacing_kind else None,
        "windows": [{"label": one.label, "centre": one.centre, "width": one.width} for one in series.windows],
        "facts": {fact.value: value for fact, value in series.kept.items()},
    }


def stored_stack_row(image_id: int, stack: StackView, signature: str) -> dict[str, object]:
    """Return a stored stack for the viewer; its frames open for the member whom ``signature`` is for."""
    return series_row(stack) | {"frame": _numbered("images.send_frame", image_id=image_id, s=signature)}


def _numbered(endpoint: str, **values: Any) -> str:
    """Return an address with ``{n}`` where the number of a frame goes."""
    path, mark, query = url_for(endpoint, position=0, **values).partition("?")
    return f"{path.removesuffix('.png').removesuffix('/0')}/{{n}}{'.png' if path.endswith('.png') else ''}{mark}{query}"


def box_row(box: Box) -> dict[str, int]:
    """Return a box in pixels."""
    return {"left": box.left, "top": box.top, "width": box.width, "height": box.height}


def region_row(found: RegionFinding) -> dict[str, object]:
    """Return one place of a picture; what was read there goes back to whoever sent it."""
    row: dict[str, object] = {
        "kind": found.kind.value,
        "left": found.box.left,
        "top": found.box.top,
        "width": found.box.width,
        "height": found.box.height,
        "verdict": found.severity.value if found.severity else "none",
        "label": found.label,
        "why": found.why,
    }
    return row | {"text": found.text} if found.text else row
