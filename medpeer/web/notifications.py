"""The inbox. Opening it changes nothing: what is read is marked so by a button, or by reading the thread."""

from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms.validators import NumberRange, Optional

from medpeer.notifications import queries, service
from medpeer.notifications.models import OF_TIER, NotificationKind
from medpeer.notifications.queries import NotificationRow
from medpeer.web.access import Access, access, current_actor
from medpeer.web.numbers import NumberField
from medpeer.web.state import reading, transaction

bp = Blueprint("notifications", __name__, url_prefix="/notifications")


class ReadForm(FlaskForm):
    """Up to which notification all are read; empty for all there are."""

    newest = NumberField("Newest", validators=[Optional(), NumberRange(min=1, max=2**31 - 1)])


@bp.get("")
@access(Access.VERIFIED)
def list_notifications() -> ResponseReturnValue:
    """Show one page of the inbox."""
    with reading() as session:
        page = queries.list_notifications(session, current_actor(), page=request.args.get("page", 1, type=int))
    return render_template("notifications/list.html", page=page, address=address)


@bp.post("/read")
@access(Access.VERIFIED)
def mark_read() -> ResponseReturnValue:
    """Mark as read what the page showed; what came since stays unread."""
    form = ReadForm()
    newest = form.newest.data if form.validate() else None
    with transaction() as session:
        service.mark_read(session, current_actor(), up_to=newest)
    return redirect(url_for(".list_notifications"), HTTPStatus.SEE_OTHER)


def address(row: NotificationRow) -> str:
    """Return where a notification leads: its paper or thread at the post, or the member's own page; '' for nowhere."""
    if row.kind is NotificationKind.UNMASKED:
        return url_for("unmasking.list_openings")
    if row.kind in OF_TIER:
        return url_for("account.show_account")
    if row.unmasking_id is not None:
        return url_for("unmasking.show_request", unmasking_id=row.unmasking_id)
    anchor = f"p{row.post_id}" if row.post_id and not row.is_opening else None
    if row.paper_id is not None:
        return url_for("critiques.show_paper", paper_id=row.paper_id, _anchor=anchor)
    if row.thread_id is not None:
        return url_for("discussions.show_thread", thread_id=row.thread_id, _anchor=anchor)
    return ""
