"""What onboarding and review say: each closed word of licensing as a physician reads it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from medpeer.licensing.evidence import MAX_REGISTER_AGE, ClaimedLicence, RegisterRecord
from medpeer.licensing.models import ClaimCheck
from medpeer.licensing.names import mask_name
from medpeer.licensing.policy import (
    POSSESSION_REASONS,
    REASONS,
    REGISTER_CHECKS,
    CheckFinding,
    CheckKind,
    CheckResult,
    DecisionAct,
    DecisionReason,
)
from medpeer.licensing.states import label_of_state
from medpeer.licensing.taxonomy import label_of

_STATES: Final = {
    CheckResult.PASSED: "passed",
    CheckResult.REVIEW: "differs",
    CheckResult.FAILED: "failed",
    CheckResult.WAITING: "waiting",
}
TITLES: Final = {
    CheckKind.NUMBER_VALID: "Number is valid",
    CheckKind.NUMBER_ACTIVE: "Found and active",
    CheckKind.PHYSICIAN_CODE: "Physician specialty",
    CheckKind.NAME: "Name matches the register",
    CheckKind.LICENCE: "Licence matches the register",
    CheckKind.NUMBER_FREE: "Not claimed by anybody else",
    CheckKind.POSSESSION: "Hospital e-mail",
}
# Findings that need no word of the record.
_DETAILS: Final = {
    CheckFinding.CHECK_DIGIT_AGREES: "Check digit agrees",
    CheckFinding.NOT_FOUND: "Not among the file’s physicians. New numbers appear weekly",
    CheckFinding.NO_REGISTER: "No register is loaded yet. A reviewer looks it up",
    CheckFinding.REGISTER_STALE: f"The file is over {MAX_REGISTER_AGE.days} days old. A reviewer looks it up",
    CheckFinding.ORGANISATION: "This is an organisation’s number. Give your own",
    CheckFinding.DEACTIVATED: "The register says this number is out of use",
    CheckFinding.TRAINEE: "Listed as in training",
    CheckFinding.DEGREE_MISSING: "Oral surgery, without a physician’s degree on record",
    CheckFinding.NO_PHYSICIAN_CODE: "No physician’s specialty on record",
    CheckFinding.NAME_AGREES: "First and last name agree",
    CheckFinding.NAME_NEAR: "Near, not the same. A former or double name?",
    CheckFinding.NAME_DIFFERS: "Another name stands on record",
    CheckFinding.LICENCE_DIFFERS: "State and number are not among those on record",
    CheckFinding.NUMBER_FREE: "No other account has this number",
    CheckFinding.NUMBER_IN_USE: "Another account holds or claims this number",
    CheckFinding.INSTITUTION_EMAIL: "Proved at an institution on the list",
    CheckFinding.POSSESSION_MISSING: "Not shown yet",
}
# What sent a claim to the desk, in the reviewer's list and in the sentence under the name.
SENT_BECAUSE: Final = {
    CheckFinding.NO_REGISTER: ("No register loaded", "no register is loaded"),
    CheckFinding.REGISTER_STALE: ("Register file too old", "the register’s file is too old"),
    CheckFinding.NOT_FOUND: ("Not in the register", "the number is not in the register"),
    CheckFinding.ORGANISATION: ("Number of an organisation", "the number is an organisation’s"),
    CheckFinding.DEACTIVATED: ("Number out of use", "the number is out of use"),
    CheckFinding.TRAINEE: ("In training", "the register says “in training”"),
    CheckFinding.DEGREE_MISSING: ("No physician’s degree", "no physician’s degree is on record"),
    CheckFinding.NO_PHYSICIAN_CODE: ("No physician’s specialty", "no physician’s specialty is on record"),
    CheckFinding.NAME_NEAR: ("Name near", "the name is near, not the same"),
    CheckFinding.NAME_DIFFERS: ("Name differs", "the name differs"),
    CheckFinding.LICENCE_DIFFERS: ("Licence not among the 15", "the licence is not among those on record"),
    CheckFinding.NUMBER_IN_USE: ("Number already used", "another account holds or claims the number"),
    CheckFinding.POSSESSION_MISSING: ("Possession missing", "nothing shows yet that they are that physician"),
}
REASON_WORDS: Final = {
    DecisionReason.ALL_CHECKS_PASSED: "Every check passed, and the address is an institution’s.",
    DecisionReason.NUMBER_OF_ORGANISATION: "The number belongs to an organisation, not to a person.",
    DecisionReason.NUMBER_DEACTIVATED: "The register says the number is out of use.",
    DecisionReason.INSTITUTION_CONFIRMED: "The institution confirmed them",
    DecisionReason.PRACTICE_CALLED: "Reached on the practice’s published number",
    DecisionReason.NAME_EXPLAINED: "Former, hyphenated or second name; the rest agrees",
    DecisionReason.BOARD_SITE_AGREES: "The board’s own site agrees",
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


def source_words(dated_on: date | None, now: datetime) -> str:
    """Return where an answer comes from and how old that is."""
    if dated_on is None:
        return ""
    days = days_old(dated_on, now)
    return "NPPES file, today" if days == 0 else f"NPPES file, {days} {'day' if days == 1 else 'days'} old"


def check_items(
    checks: Iterable[ClaimCheck], claimed: ClaimedLicence, record: RegisterRecord | None, *, now: datetime
) -> list[CheckItem]:
    """Return a claim's checks as its applicant reads them; of the register's row only a masked preview."""
    items: list[CheckItem] = []
    for row in checks:
        words = source_words(row.source_dated_on, now)
        # The age stands once; below it the name of the source is enough.
        short = "NPPES" if words and any(item.source for item in items) else words
        items.append(CheckItem(_STATES[row.result], TITLES[row.kind], _detail(row.finding, claimed, record), short))
    return items


def coming_items() -> list[CheckItem]:
    """Return the register's checks before a claim is filed: what will be looked at."""
    kinds = [CheckKind.NUMBER_VALID, *(kind for kind in CheckKind if kind in REGISTER_CHECKS)]
    return [CheckItem("waiting", TITLES[kind], "", "") for kind in kinds]


def _detail(finding: CheckFinding, claimed: ClaimedLicence, record: RegisterRecord | None) -> str:
    if record is None:
        return _DETAILS.get(finding, "")
    if finding is CheckFinding.FOUND_ACTIVE:
        parts = (f"{mask_name(record.name.first)} {mask_name(record.name.last)}", _specialty(record), _place(record))
        return ", ".join(filter(None, parts))
    if finding is CheckFinding.PHYSICIAN:
        return f"{label_of(record.leading_code)}, {record.leading_code}"
    if finding is CheckFinding.LICENCE_AGREES:
        held = len({(slot.state, slot.number) for slot in record.licences if slot.number})
        return f"{claimed.state.label}, {'the only one' if held == 1 else f'one of {count_word(held)}'} on record"
    return _DETAILS.get(finding, "")


def _specialty(record: RegisterRecord) -> str:
    return label_of(record.leading_code).lower() if record.leading_code else ""


def _place(record: RegisterRecord) -> str:
    return label_of_state(record.state)


def count_word(number: int) -> str:
    """Return a small number in letters, a larger one in digits."""
    return _COUNTS[number] if number < len(_COUNTS) else str(number)


def place_words(place: int) -> str:
    """Return where in the queue somebody is, counted from 1."""
    if place == 1:
        return "You are next."
    before = count_word(place - 1).capitalize()
    return f"{before} applicant is before you." if before == "One" else f"{before} applicants are before you."


def wait_words(wait: timedelta) -> str:
    """Return a waiting time as the desk prints it: ``35 min``, ``3 h 10``, ``2 days``."""
    minutes = int(wait.total_seconds()) // 60
    if minutes < 60:  # noqa: PLR2004 - minutes an hour
        return f"{minutes} min"
    if minutes < 24 * 60:
        return f"{minutes // 60} h {minutes % 60:02d}"
    days = minutes // (24 * 60)
    return "1 day" if days == 1 else f"{days} days"


def missing_sentences(checks: Sequence[ClaimCheck]) -> list[str]:
    """Return what a waiting applicant can do something about, a sentence each."""
    return [_MISSING[row.finding] for row in checks if row.finding in _MISSING]


_MISSING: Final = {
    CheckFinding.NOT_FOUND: "The register does not show your number yet. Each newer file is looked at by itself.",
    CheckFinding.REGISTER_STALE: "The register’s file is too old. A newer one is looked at by itself.",
    CheckFinding.NO_REGISTER: "No register is loaded yet. A reviewer looks you up.",
    CheckFinding.TRAINEE: "The register says “in training”. If you are licensed, say since when.",
    CheckFinding.DEGREE_MISSING: "The register shows no physician’s degree. Say which one you hold.",
    CheckFinding.NO_PHYSICIAN_CODE: "The register shows no physician’s specialty. Say what you practise.",
    CheckFinding.NAME_NEAR: "Your name is near the one on record. Say whether it changed.",
    CheckFinding.NAME_DIFFERS: "Another name stands on record. Say whether yours changed.",
    CheckFinding.LICENCE_DIFFERS: "That licence is not on record. Check state and number, or say which is newer.",
    CheckFinding.POSSESSION_MISSING: "Nothing shows yet that it is you. Say how we reach you through your institution.",
}


def reason_groups(acts: Iterable[DecisionAct], *, with_possession: bool) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the reasons a reviewer may give, grouped by act; without possession an approval must show it."""
    return [
        (
            ACT_WORDS[act],
            [
                (reason.value, REASON_WORDS[reason])
                for reason in REASONS[act]
                if with_possession or act is not DecisionAct.APPROVE or reason in POSSESSION_REASONS
            ],
        )
        for act in acts
    ]
