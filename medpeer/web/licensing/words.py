"""What onboarding and review say: each closed word of licensing as a physician reads it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from medpeer.core.clock import day_words
from medpeer.licensing.evidence import LEIE, NPPES, ClaimedLicence, Possession, PossessionProof, RegisterRecord
from medpeer.licensing.policy import (
    POSSESSION_REASONS,
    REASONS,
    CheckFinding,
    CheckKind,
    CheckResult,
    DecisionAct,
    DecisionReason,
)
from medpeer.licensing.queries.claims import ToldCheck
from medpeer.licensing.queries.preview import NumberPreview, preview_of
from medpeer.licensing.taxonomy import label_of
from medpeer.web.licensing.finding_words import DETAILS, TITLES

_STATES: Final = {
    CheckResult.PASSED: "passed",
    CheckResult.REVIEW: "differs",
    CheckResult.FAILED: "failed",
    CheckResult.HELD: "failed",
    CheckResult.WAITING: "waiting",
}
PROOFS: Final = {
    PossessionProof.INSTITUTION_EMAIL: ("Hospital e-mail", "Proved at an institution on our list"),
    PossessionProof.CODE_OF_RECORD: ("Code of record", "The code sent to the address on record was entered"),
    PossessionProof.DOCUMENT: ("Document", "A reviewer saw it and believes it"),
    PossessionProof.VOUCHERS: ("Two colleagues", "They vouch from the same institution"),
    PossessionProof.REACHED_BY_REVIEWER: ("A reviewer’s word", "They made sure who it is"),
}
_REGISTERS: Final = {NPPES: "NPPES", LEIE: "Exclusion list"}
_NOT_ONES_OWN: Final = frozenset({CheckFinding.MAILBOX_SHARED, CheckFinding.MAILBOX_OF_ANOTHER})
# No register here holds an address abroad that a code could go to.
_DETAILS_ABROAD: Final = {
    CheckFinding.BOARD_MISSING: "We hold no list of that board. A document shows it",
    CheckFinding.BOARD_STALE: "The board’s list is too old. A document shows it",
}
_COMING: Final = (
    CheckKind.NUMBER_VALID,
    CheckKind.NUMBER_ACTIVE,
    CheckKind.PHYSICIAN_CODE,
    CheckKind.NAME,
    CheckKind.LICENCE,
    CheckKind.BOARD_STATUS,
    CheckKind.EXCLUSION,
)
REASON_WORDS: Final = {
    DecisionReason.ALL_CHECKS_PASSED: "Every check passed, and the address is an institution’s.",
    DecisionReason.NUMBER_OF_ORGANISATION: "The number belongs to an organisation, not to a person.",
    DecisionReason.NUMBER_DEACTIVATED: "The register says the number is out of use.",
    DecisionReason.INSTITUTION_CONFIRMED: "The institution confirmed them",
    DecisionReason.PRACTICE_CALLED: "Reached on the practice’s published number",
    DecisionReason.NAME_EXPLAINED: "Former, hyphenated or second name; the rest agrees",
    DecisionReason.BOARD_SITE_AGREES: "The board’s own site agrees",
    DecisionReason.DOCUMENT_READ: "The document shows them, and the rest agrees",
    DecisionReason.ASK_NAME: "Why the name differs",
    DecisionReason.ASK_LICENCE: "Which licence is right",
    DecisionReason.ASK_POSSESSION: "How to reach them at work",
    DecisionReason.NOT_A_PHYSICIAN: "Not a physician",
    DecisionReason.NOT_THAT_PERSON: "Not shown to be that physician",
    DecisionReason.NOT_LICENSED: "No licence in force",
    DecisionReason.NO_ANSWER: "No answer to the question",
}
ACT_WORDS: Final = {DecisionAct.APPROVE: "To approve", DecisionAct.ASK: "To ask", DecisionAct.REJECT: "To reject"}
# What a refused applicant reads: what was decided, nothing of how.
REFUSED: Final = {
    DecisionReason.NUMBER_OF_ORGANISATION: "The number you gave belongs to an organisation. Change it to your own.",
    DecisionReason.NUMBER_DEACTIVATED: "The register says this number is out of use. If that is wrong, tell us below.",
    DecisionReason.NOT_A_PHYSICIAN: "What we found does not show a physician. medpeer is for physicians only.",
    DecisionReason.NOT_THAT_PERSON: "We could not make sure that you are the physician you named.",
    DecisionReason.NOT_LICENSED: "We found no licence in force.",
    DecisionReason.NO_ANSWER: "The reviewer’s question was not answered.",
}
_COUNTS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One line of a checklist as the component wants it."""

    state: str
    title: str
    detail: str
    source: str


def days_old(dated_on: date, now: datetime) -> int:
    """Return the age of a file in whole days."""
    return (now.date() - dated_on).days


def register_words(register: str) -> str:
    """Return what a register is called where its age stands beside it."""
    return _REGISTERS.get(register, "Board")


def source_words(row: ToldCheck, now: datetime) -> str:
    """Return where an answer comes from and how old that is, ``NPPES file, 9 days old``."""
    if row.source is None or row.source_dated_on is None:
        return ""
    days = days_old(row.source_dated_on, now)
    age = "today" if days == 0 else f"{days} {'day' if days == 1 else 'days'} old"
    return f"{register_words(row.source)} file, {age}"


def check_items(
    checks: Iterable[ToldCheck], claimed: ClaimedLicence, record: RegisterRecord | None, *, now: datetime
) -> list[CheckItem]:
    """Return a claim's checks as its applicant reads them; of the register's row only a masked preview."""
    items: list[CheckItem] = []
    named: set[str] = set()
    for row in checks:
        words = source_words(row, now)
        # The age of each file stands once; below it the name of the source is enough.
        short = register_words(row.source) if row.source and words in named else words
        named.add(words)
        items.append(CheckItem(_STATES[row.result], TITLES[row.kind], _detail(row, claimed, record), short))
    return items


def proof_items(
    possession: Possession,
    domain: str,
    finding: CheckFinding | None = None,
    shown_on: Mapping[PossessionProof, date] | None = None,
) -> list[CheckItem]:
    """Return the ways in which it was shown who an applicant is, as lines of a checklist, with the day where known.

    ``finding`` is what the check of them came to: a mailbox at an institution that is another's shows nothing.
    """
    days = {proof: day_words(day) for proof, day in (shown_on or {}).items()}
    items = [CheckItem("passed", *words, days.get(proof, "")) for proof, words in PROOFS.items() if proof in possession]
    if PossessionProof.INSTITUTION_EMAIL not in possession:
        return items
    mailbox, *others = items
    if finding in _NOT_ONES_OWN:
        return [replace(mailbox, state="differs", detail=DETAILS[finding]), *others]
    return [replace(mailbox, detail=f"Proved at {domain}, an institution on our list"), *others]


def coming_items() -> list[CheckItem]:
    """Return the register's checks before a claim is filed: what will be looked at."""
    return [CheckItem("waiting", TITLES[kind], "", "") for kind in _COMING]


def _detail(row: ToldCheck, claimed: ClaimedLicence, record: RegisterRecord | None) -> str:
    if row.finding is CheckFinding.BOARD_ACTIVE:
        until = f" until {day_words(row.valid_until)}" if row.valid_until else ""
        return f"{claimed.place}’s board says active{until}"
    if claimed.is_abroad and row.finding in _DETAILS_ABROAD:
        return _DETAILS_ABROAD[row.finding]
    if row.finding is CheckFinding.BOARD_LAPSED and row.valid_until:
        return f"The board says it lapsed on {day_words(row.valid_until)}"
    return _record_detail(row.finding, claimed, record) if record else DETAILS.get(row.finding, "")


def _record_detail(finding: CheckFinding, claimed: ClaimedLicence, record: RegisterRecord) -> str:
    if finding is CheckFinding.FOUND_ACTIVE:
        return preview_words(preview_of(record))
    if finding is CheckFinding.PHYSICIAN:
        return f"{label_of(record.leading_code)}, {record.leading_code}"
    if finding is CheckFinding.LICENCE_AGREES:
        held = len({(slot.state, slot.number) for slot in record.licences if slot.number})
        return f"{claimed.place}, {'the only one' if held == 1 else f'one of {count_word(held)}'} on record"
    return DETAILS.get(finding, "")


def preview_words(shown: NumberPreview) -> str:
    """Return whose number it is as far as that is shown: "J••• D•e, internal medicine, California"."""
    return ", ".join(filter(None, (shown.name, shown.specialty, shown.place)))


def count_word(number: int) -> str:
    """Return a small number in letters, a larger one in digits."""
    return _COUNTS[number] if number < len(_COUNTS) else str(number)


def wait_words(wait: timedelta) -> str:
    """Return a waiting time as the desk prints it: ``35 min``, ``3 h 10``, ``2 days``."""
    minutes = int(wait.total_seconds()) // 60
    if minutes < 60:  # noqa: PLR2004 - minutes an hour
        return f"{minutes} min"
    if minutes < 24 * 60:
        return f"{minutes // 60} h {minutes % 60:02d}"
    days = minutes // (24 * 60)
    return "1 day" if days == 1 else f"{days} days"


def reason_groups(
    acts: Iterable[DecisionAct], *, with_possession: bool, with_document: bool
) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return the reasons a reviewer may give, grouped by act; without possession an approval must show it."""

    def fits(act: DecisionAct, reason: DecisionReason) -> bool:
        if reason is DecisionReason.DOCUMENT_READ:
            return with_document
        return with_possession or act is not DecisionAct.APPROVE or reason in POSSESSION_REASONS

    return [
        (act.value, ACT_WORDS[act], [(one.value, REASON_WORDS[one]) for one in REASONS[act] if fits(act, one)])
        for act in acts
    ]
