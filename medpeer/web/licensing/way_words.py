"""The ways to prove that it is you, as the applicant's page lists them, and how far each has come."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from medpeer.core.db import context_of
from medpeer.licensing.models import OPEN_STATUSES, LicenceClaim
from medpeer.licensing.policy.codes import CodeChannel
from medpeer.licensing.policy.vouchers import VOUCHERS_NEEDED
from medpeer.licensing.queries import codes, vouchers
from medpeer.licensing.queries.documents import list_documents
from medpeer.web.licensing.words import CheckItem, count_word

_BY: Final = {CodeChannel.LETTER: "by letter", CodeChannel.FAX: "by fax", CodeChannel.PHONE: "by phone"}


@dataclass(frozen=True, slots=True)
class Started:
    """What an applicant has set going for a claim; ``asked`` is how many addresses of colleagues."""

    code_by: CodeChannel | None = None
    asked: int = 0
    has_document: bool = False


def read_started(session: Session, claim: LicenceClaim) -> Started:
    """Return what is on its way for a claim; nothing for one that is decided."""
    if claim.status not in OPEN_STATUSES:
        return Started()
    code = codes.newest_code(session, claim)
    is_coming = code is not None and codes.is_open(code, context_of(session).clock.now())
    return Started(
        code_by=code.channel if code and is_coming else None,
        asked=vouchers.count_asked(session, claim.id),
        has_document=any(not one.is_destroyed for one in list_documents(session, claim.id)),
    )


def way_items(started: Started, *, email_domain: str, takes_code: bool) -> list[CheckItem]:
    """Return the ways as lines of a checklist; no register here holds the practice of a licence from abroad."""
    mailbox = f"Yours is at {email_domain}, which is not on our list. "
    mailbox += "An account with your institution’s address counts at once"
    code = ("A code to your practice", _code_words(started.code_by))
    ways = (
        ("Hospital e-mail", mailbox),
        *((code,) if takes_code else ()),
        ("Two colleagues", _colleague_words(started.asked)),
        ("A document", _document_words(has_document=started.has_document)),
    )
    return [CheckItem("waiting", title, detail, "") for title, detail in ways]


def _code_words(channel: CodeChannel | None) -> str:
    if channel is None:
        return "By letter, fax or phone, to the address that the register holds"
    return f"A code is on its way {_BY[channel]}"


def _colleague_words(asked: int) -> str:
    if not asked:
        return "Members of your institution who know you vouch for you"
    said = "One colleague asked" if asked == 1 else f"{count_word(asked).capitalize()} colleagues asked"
    return said if asked >= VOUCHERS_NEEDED else f"{said}. It takes two"


def _document_words(*, has_document: bool) -> str:
    if has_document:
        return "A document is with the reviewers"
    return "Two reviewers read it; it is destroyed within 30 days of the decision"
