"""The reviewer's table: what the applicant says beside what the register says, differing letters marked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from medpeer.licensing.evidence import EntityType, RegisterRecord, licence_agrees
from medpeer.licensing.names import NameMatch, PersonName, differing_runs, match_name
from medpeer.licensing.npi import print_npi
from medpeer.licensing.queries.review import Dossier
from medpeer.licensing.states import label_of_state
from medpeer.licensing.taxonomy import label_of
from medpeer.web.licensing.words import days_old

Runs = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class CompareRow:
    """One line: the item, what each side says, whether they differ. ``said`` comes in runs with marked letters."""

    item: str
    said: Runs
    held: str
    differs: bool = False


def compare_rows(dossier: Dossier) -> list[CompareRow]:
    """Return the lines of a dossier; without a register's row only what the applicant says."""
    return list(_rows(dossier, dossier.record))


def source_age(dossier: Dossier, now: datetime) -> str:
    """Return the register and the age of its file, ``NPPES, 9 d``."""
    if dossier.register_age is None:
        return "no register"
    return f"NPPES, {days_old((now - dossier.register_age).date(), now)} d"


def _plain(text: str) -> Runs:
    return ((text, False),) if text else ()


def _rows(dossier: Dossier, record: RegisterRecord | None) -> Iterator[CompareRow]:
    claimed = dossier.claimed
    held = record or RegisterRecord(claimed.npi, EntityType.UNSTATED, PersonName("", ""), dossier.claim.filed_at.date())
    yield CompareRow("NPI", _plain(print_npi(claimed.npi)), print_npi(record.npi) if record else "", record is None)
    if record:
        yield CompareRow("Number", (), _number_status(record), record.is_deactivated)
    yield from _name_rows(claimed.name, held, is_known=record is not None)
    yield CompareRow("Specialty", (), _specialty(held), record is not None and not held.leading_code)
    if held.credential:
        yield CompareRow("Credential", (), held.credential)
    said = f"{claimed.state.value} {claimed.number}"
    licences = "; ".join(f"{slot.state} {slot.number}" for slot in held.licences if slot.number)
    differs = record is not None and not licence_agrees(claimed, record)
    runs = differing_runs(said, _nearest(said, held)) if differs else _plain(said)
    yield CompareRow("Licence", runs, licences, differs)
    place = ", ".join(filter(None, (held.city.title(), label_of_state(held.state))))
    yield CompareRow("Practice", (), place)


def _nearest(said: str, record: RegisterRecord) -> str:
    """Return the licence on record that lacks the fewest letters of ``said``."""
    held = (f"{slot.state} {slot.number}" for slot in record.licences if slot.number)
    return min(held, key=lambda one: sum(len(run) for run, marked in differing_runs(said, one) if marked), default="")


def _name_rows(said: PersonName, held: RegisterRecord, *, is_known: bool) -> Iterator[CompareRow]:
    strong = match_name(said, (held.name, *held.other_names)) is NameMatch.STRONG
    for item, mine, theirs in (
        ("Surname", said.last, held.name.last),
        ("First name", said.first, " ".join(filter(None, (held.name.first, held.name.middle)))),
    ):
        runs = differing_runs(mine, theirs)
        differs = is_known and not strong and any(marked for _, marked in runs)
        yield CompareRow(item, runs if differs else _plain(mine), _titled(theirs), differs)
        if item == "Surname":
            others = "; ".join(_titled(f"{one.first} {one.last}") for one in held.other_names)
            yield CompareRow("Former name", (), others)


def _titled(name: str) -> str:
    """Return a register's capitals as a name is written."""
    return name.title() if name.isupper() else name


def _specialty(record: RegisterRecord) -> str:
    return "; ".join(f"{label_of(code)}, {code}" for code in record.codes)


def _number_status(record: RegisterRecord) -> str:
    if record.entity is EntityType.ORGANISATION:
        return "An organisation’s"
    if record.is_deactivated and record.deactivated_on:
        return f"Out of use since {record.deactivated_on:%d %B %Y}"
    return "A person’s, in use"
