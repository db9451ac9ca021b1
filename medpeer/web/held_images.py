"""The moderators' desk for first images: a second pair of eyes before others see them."""

from http import HTTPStatus
from typing import Final

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import RadioField

from medpeer.images.vocabulary import RefusalReason
from medpeer.moderation import queries, service
from medpeer.web.access import Access, access, current_actor
from medpeer.web.state import reading, transaction

bp = Blueprint("held_images", __name__)

LET_THROUGH: Final = "let_through"


class JudgementForm(FlaskForm):
    """What becomes of one image: the button pressed."""

    outcome = RadioField(
        "Outcome",
        choices={LET_THROUGH: "Let it through"} | {one.value: one.label for one in RefusalReason},
        validate_choice=True,
    )


@bp.get("/moderation/images")
@access(Access.MODERATOR)
def show_queue() -> ResponseReturnValue:
    """Show the images that wait, the oldest first."""
    return _page(JudgementForm(formdata=None))


@bp.post("/moderation/images/<int:image_id>")
@access(Access.MODERATOR)
def judge(image_id: int) -> ResponseReturnValue:
    """Let an image through, or refuse it with a reason its author reads."""
    form = JudgementForm()
    if not form.validate():
        return _page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    outcome = form.outcome.data
    refusal = None if outcome == LET_THROUGH else RefusalReason(outcome)
    with transaction() as session:
        service.judge_image(session, current_actor(), image_id, refusal)
    flash("Let through. Others see it now." if refusal is None else "Refused. Its author reads why.", "done")
    return redirect(url_for(".show_queue"), HTTPStatus.SEE_OTHER)


def _page(form: JudgementForm) -> str:
    with reading() as session:
        held = queries.list_held(session, current_actor())
    return render_template("moderation/images.html", held=held, form=form, reasons=list(RefusalReason))
