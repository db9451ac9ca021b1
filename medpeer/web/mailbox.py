"""The demo's mailbox: every mail the product sent, readable by whoever tries it. Absent outside the demo."""

from collections.abc import Iterator

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from medpeer.core.errors import NotFoundError
from medpeer.notifications import mailbox
from medpeer.web.access import Access, access
from medpeer.web.state import state

bp = Blueprint("mailbox", __name__, url_prefix="/mailbox")


@bp.before_request
def only_in_the_demo() -> None:
    """Answer as if there were no such page where real people's mails would show."""
    if not state().settings.demo:
        abort(404)


@bp.get("")
@access(Access.PUBLIC)
def show_mailbox() -> ResponseReturnValue:
    """List the mails, newest first."""
    return render_template("mailbox/mailbox.html", mails=mailbox.list_mails(state().settings.mailbox_dir))


@bp.get("/<name>")
@access(Access.PUBLIC)
def show_mail(name: str) -> ResponseReturnValue:
    """Show one mail with its links."""
    mail = mailbox.find_mail(state().settings.mailbox_dir, name)
    if mail is None:
        raise NotFoundError
    return render_template("mailbox/mail.html", mail=mail, pieces=tuple(link_pieces(mail.body)))


def link_pieces(body: str) -> Iterator[tuple[str, str]]:
    """Yield a mail's text in pieces with the path each leads to; empty for what is no link of ours."""
    base = state().settings.base_url
    for line in body.splitlines(keepends=True):
        address = line.strip()
        is_ours = address.startswith(f"{base}/")
        yield line, address.removeprefix(base) if is_ours else ""
