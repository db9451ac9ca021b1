"""What the reviewers' desk says beside the table: parts of the queue, what to mind, what an approval would be."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from medpeer.accounts.models import Standing
from medpeer.core.clock import day_words
from medpeer.licensing.membership import Ground
from medpeer.licensing.models import WAITING_STATUSES
from medpeer.licensing.models.departed import DepartedMark
from medpeer.licensing.policy import CheckFinding
from medpeer.licensing.policy.endorsing import ApprovalStep
from medpeer.licensing.policy.queue import QueueKind, QueueView
from medpeer.licensing.queries.dossiers import Dossier
from medpeer.licensing.queries.queue import QueueRow

VIEW_WORDS: Final = {
    QueueView.ALL: "All",
    QueueView.NEW: "New",
    QueueView.SECOND: "Second word",
    QueueView.HELD: "Held",
    QueueView.APPEAL: "Appeals",
    QueueView.MEMBER: "Members",
    QueueView.LATE: "Late",
}
KIND_WORDS: Final = {QueueKind.HELD: "Held", QueueKind.APPEAL: "Appeal", QueueKind.MEMBER: "Member"}
GROUND_WORDS: Final = {
    Ground.EXCLUDED: "the exclusion list has their number",
    Ground.NUMBER_DEACTIVATED: "their number is out of use",
    Ground.NUMBER_OF_ORGANISATION: "their number is an organisation’s",
    Ground.LICENCE_SUSPENDED: "the board has suspended the licence",
    Ground.LICENCE_REVOKED: "the board has revoked the licence",
    Ground.LICENCE_SURRENDERED: "the licence was surrendered",
    Ground.LICENCE_RESTRICTED: "the board has restricted the licence",
    Ground.DISCIPLINE: "the board lists discipline",
    Ground.DECEASED: "the board says deceased",
    Ground.SHUT_OUT_ELSEWHERE: "another state’s board has suspended or revoked their licence, or says deceased",
    Ground.POSSIBLY_SHUT_OUT: "another state’s board may hold something against them",
    Ground.POSSIBLY_EXCLUDED: "the exclusion list has their name with their state or birth date",
    Ground.NUMBER_GONE: "their number is no longer in the file",
    Ground.STATUS_UNKNOWN: "the board’s word for the licence is not known here",
    Ground.KIND_UNKNOWN: "the board’s kind of licence is not a physician’s",
    Ground.LICENCE_ENDED: "the licence has ended",
}
APPROVE_WORDS: Final = {
    ApprovalStep.FIRST: "Approve, first of two",
    ApprovalStep.SECOND: "Approve, second of two",
}
NOT_NOW: Final = {
    ApprovalStep.GIVEN: "You gave your word. Another reviewer settles it.",
    ApprovalStep.SENIOR: "It is held: a senior reviewer approves.",
}


_MEMBERS: Final = frozenset({Standing.HELD, Standing.ACTIVE, Standing.LAPSED_READONLY})


def follows(dossier: Dossier) -> dict[str, str]:
    """Return what approving and what rejecting leads to, a sentence each."""
    reject = "They have a mail, and can appeal."
    if dossier.step is ApprovalStep.FIRST:
        return {"approve": "It takes another reviewer. The applicant is not told yet.", "reject": reject}
    if dossier.standing in _MEMBERS:
        approve = "They stay a member, and have a mail."
        return {"approve": approve, "reject": "They are suspended, have a mail, and can appeal."}
    return {"approve": "They come in at once, and have a mail.", "reject": reject}


@dataclass(frozen=True, slots=True)
class Told:
    """The one banner of a dossier: its kind, what is so, what follows."""

    kind: str
    title: str
    text: str


def told(dossier: Dossier) -> Told | None:
    """Return what stands above the table, the gravest alone; nothing where there is nothing to decide."""
    if dossier.claim.status not in WAITING_STATUSES:
        return None
    if dossier.step is ApprovalStep.OTHERS:
        text = "A hold or an appeal goes to a reviewer who had no part in it. You can read it here."
        return Told("info", "You decided on this applicant before.", text)
    if dossier.kind is QueueKind.APPEAL:
        text = "Read what was decided and what they answer. Who decided then does not decide now."
        return Told("must", "This is an appeal.", text)
    if dossier.kind is QueueKind.HELD:
        return Told("must", "Held for a senior reviewer.", _held_words(dossier))
    if dossier.kind is QueueKind.MEMBER:
        text = "Nothing is closed to them meanwhile. Approving keeps them; rejecting suspends them."
        return Told("tell", "A register speaks against a member.", text)
    return _two(dossier)


def _held_words(dossier: Dossier) -> str:
    if dossier.standing is Standing.HELD:
        return "The member is shut out until it is decided. Approving lets them back; rejecting suspends them."
    return "The applicant reads only that a reviewer looks. A senior reviewer approves; anybody here asks or rejects."


def _two(dossier: Dossier) -> Told | None:
    match dossier.step:
        case ApprovalStep.FIRST:
            text = "A picture is easily made: two reviewers read it, each for themselves."
            return Told("tell", "Only a document shows who it is.", text)
        case ApprovalStep.SECOND:
            return Told(
                "tell", "One reviewer would approve. Yours is the second word.", "Look at the document yourself."
            )
        case ApprovalStep.GIVEN:
            return Told("info", "You gave your word.", "Another reviewer settles it. Until then you can take it back.")
        case _:
            return None


def cautions(dossier: Dossier) -> Iterator[str]:
    """Yield what else a reviewer should mind, a sentence each."""
    if dossier.grounds:
        yield f"Today {_listed([GROUND_WORDS[one] for one in dossier.grounds])}."
    if dossier.departed:
        yield _departed_words(dossier.departed)
    elif dossier.is_contested:
        yield "Another account holds or claims this number or licence. The applicants are not told."
    if dossier.is_mailbox_contested and not dossier.departed:
        yield "Another account has this mailbox in another spelling. The applicants are not told."
    if dossier.is_colleague:
        yield f"Their address is at {dossier.email_domain}, as yours is. If you know them, leave them to another."


def _departed_words(mark: DepartedMark) -> str:
    how = "while it was shut out or refused" if mark.is_barred else "in good standing"
    return f"An account with this number, licence or mailbox was deleted on {day_words(mark.left_at.date())}, {how}."


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def cause_words(row: QueueRow, because: Mapping[CheckFinding, tuple[str, str]]) -> str:
    """Return why a row is in the queue, in a few words."""
    found = [because[check.finding][0] for check in row.checks if check.finding in because]
    more = f", and {len(found) - 1} more" if len(found) > 1 else ""
    # Some causes say themselves that they hold.
    kind = "" if found and found[0].startswith(KIND_WORDS.get(row.kind, "-")) else KIND_WORDS.get(row.kind, "")
    return ". ".join(filter(None, (kind, f"{found[0]}{more}" if found else "", _word(row)))) or "Last look"


def _word(row: QueueRow) -> str:
    if row.is_mine:
        return "Your word is given"
    return "Second word needed" if row.words else ""
