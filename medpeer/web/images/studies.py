"""A study being prepared: its owner looks through it, takes a frame as a picture, or publishes a part as a stack."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from medpeer import gate
from medpeer.core.errors import InvalidInputError, NotFoundError, TooManyError
from medpeer.images.pending import Pending
from medpeer.imaging.dicom import Series, Study
from medpeer.web.access import Access, access, current_actor
from medpeer.web.images.answers import ready, refusal, status_of, wants_page
from medpeer.web.images.blueprint import bp
from medpeer.web.images.forms import FinishForm, FrameForm
from medpeer.web.images.preparing import unstored
from medpeer.web.images.rows import FRAME_TYPE
from medpeer.web.limits import limiter
from medpeer.web.state import state


@bp.get("/images/pending/<token>/study")
@access(Access.VERIFIED)
def show_study(token: str) -> ResponseReturnValue:
    """Show the series of a study to its owner: the way without JavaScript."""
    return _page(token, FinishForm(formdata=None))


@bp.get("/images/pending/<token>/<int:series>/<int:position>.png")
@access(Access.VERIFIED)
def draw_pending_frame(token: str, series: int, position: int) -> ResponseReturnValue:
    """Send a frame drawn through the first window of its series."""
    _frame(token, series, position)
    picture = gate.frame_picture(_series(token, series), position)
    return Response(picture.data, mimetype=picture.media_type)


@bp.get("/images/pending/<token>/<int:series>/<int:position>")
@access(Access.VERIFIED)
def send_pending_frame(token: str, series: int, position: int) -> ResponseReturnValue:
    """Send the deflated samples of a frame."""
    return Response(_frame(token, series, position), mimetype=FRAME_TYPE)


@bp.post("/images/pending/<token>/choose")
@limiter.limit("120 per hour")
@access(Access.VERIFIED)
def choose_frame(token: str) -> ResponseReturnValue:
    """Make a picture of one frame, to be prepared like any other; the study stays where it is."""
    form = FrameForm()
    try:
        return ready(_chosen(*_study(token), form))
    except (InvalidInputError, TooManyError) as error:
        if not wants_page():
            return refusal(error)
        finish = FinishForm(formdata=None)
        finish.form_errors.append(error.advice)
        return _page(token, finish), status_of(error)


def _chosen(pending: Pending, study: Study, form: FrameForm) -> Pending:
    series, position, window = form.chosen(study)
    sent = gate.inspect_frame(series, position, window)
    return state().pending_images.keep(current_actor().physician_id, sent, post_id=pending.post_id)


def _page(token: str, form: FinishForm) -> str:
    pending, _ = _study(token)
    return render_template("images/study.html", pending=pending, form=form, findings=form.shown_findings())


def _study(token: str) -> tuple[Pending, Study]:
    pending = unstored(token)
    if pending.study is None:
        raise NotFoundError
    return pending, pending.study


def _series(token: str, number: int) -> Series:
    _, study = _study(token)
    if number >= len(study.series):
        raise NotFoundError
    return study.series[number]


def _frame(token: str, series: int, position: int) -> bytes:
    frames = _series(token, series).frames
    if position >= len(frames):
        raise NotFoundError
    return frames[position].deflated
