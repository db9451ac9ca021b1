"""The reviewer's table: what the applicant says beside what each register says, differing letters marked."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from medpeer.core.clock import day_words
from medpeer.licensing.evidence import (
    BoardKind,
    BoardRecord,
    BoardStatus,
    EntityType,
    ExclusionHit,
    RegisterAge,
    RegisterRecord,
)
from medpeer.licensing.names import NameMatch, PersonName, match_name
from medpeer.licensing.npi import print_npi
from medpeer.licensing.queries.dossiers import Dossier
from medpeer.licensing.shown_names import differing_runs
from medpeer.licensing.states import label_of_state
from medpeer.licensing.taxonomy import label_of
from medpeer.licensing.weighing import (
    against_elsewhere,
    deciding_record,
    known_names,
    licence_agrees,
    match_exclusions,
)
from medpeer.web.licensing.words import register_words

Runs = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class CompareRow:
    """One line: the item, what each side says, whether they differ. ``said`` comes in runs with marked letters.

    ``source`` is the register that holds it and the age of its file; ``is_old`` when a newer file was missed.
    """

    item: str
    said: Runs
    held: str
    differs: bool = False
    source: str = ""
    is_old: bool = False


def compare_rows(dossier: Dossier) -> list[CompareRow]:
    """Return the lines of a dossier: of the national register, of the board, of the exclusion list."""
    consulted = dossier.consulted
    national = () if dossier.claimed.is_abroad else _rows(dossier, dossier.record)
    sources = (
        (national, consulted.nppes, "no register"),
        (_board_rows(dossier), _board_age(dossier), "no board’s list"),
        (_birth_rows(dossier), _board_age(dossier), "no board’s list"),
        (_exclusion_rows(dossier), consulted.leie, "no exclusion list"),
    )
    compared = [
        replace(row, source=source_age(age, without), is_old=age is None or age.is_stale)
        for rows, age, without in sources
        for row in rows
    ]
    return [*compared, *_elsewhere_rows(dossier)]


def registry_rows(dossier: Dossier, record: RegisterRecord) -> list[CompareRow]:
    """Return the lines of what the registry itself says of the number now."""
    return [replace(row, source="NPPES registry, now") for row in _rows(dossier, record)]


def source_age(register: RegisterAge | None, without: str) -> str:
    """Return a register and the age of its file, ``NPPES, 9 d``; ``without`` where none is loaded."""
    if register is None:
        return without
    return _age_words(register.register, register.age.days, is_stale=register.is_stale)


def _age_words(register: str, days: int, *, is_stale: bool) -> str:
    return f"{register_words(register)}, {days} d{', too old' if is_stale else ''}"


def _board_age(dossier: Dossier) -> RegisterAge | None:
    named = dossier.board.register if dossier.board else None
    mine = (one for one in dossier.consulted.boards if named in {None, one.register})
    return min(mine, key=lambda one: one.age, default=None)


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
    said = f"{claimed.jurisdiction} {claimed.number}"
    licences = "; ".join(f"{slot.state} {slot.number}" for slot in held.licences if slot.number)
    differs = record is not None and not licence_agrees(claimed, record)
    runs = differing_runs(said, _nearest(said, held)) if differs else _plain(said)
    yield CompareRow("Licence", runs, licences, differs)
    for other in dossier.consulted.also_licensed:
        yield CompareRow("Licence also under", (), f"{print_npi(other.npi)}, {_titled(_whole(other.name))}", True)
    place = ", ".join(filter(None, (held.city.title(), label_of_state(held.state))))
    yield CompareRow("Practice", (), place)
    if held.phone:
        yield CompareRow("Practice’s telephone", (), held.phone)


def _board_rows(dossier: Dossier) -> Iterator[CompareRow]:
    board, said = dossier.board, f"{dossier.claimed.jurisdiction} {dossier.claimed.number}"
    if board is None:
        yield CompareRow("Board’s licence", _plain(said), "", bool(dossier.consulted.boards))
        return
    name = _whole(board.name)
    known = known_names(dossier.claimed, dossier.record)
    agrees = any(match_name(one, (board.name,)) is NameMatch.STRONG for one in known)
    yield CompareRow("Board’s licence", _plain(said), f"{board.jurisdiction} {board.number}")
    given = f"{dossier.claimed.name.first} {dossier.claimed.name.last}"
    yield CompareRow(
        "Board’s name", _plain(given) if agrees else differing_runs(given, name), _titled(name), not agrees
    )
    yield CompareRow("Licence for", (), board.kind.value.capitalize(), board.kind is not BoardKind.PHYSICIAN)
    until = f", until {day_words(board.expires_on)}" if board.expires_on else ""
    discipline = ", discipline listed" if board.has_discipline else ""
    status = f"{board.status.value.capitalize()}{until}{discipline}"
    yield CompareRow("Licence status", (), status, board.status is not BoardStatus.ACTIVE or bool(board.has_discipline))


def _elsewhere_rows(dossier: Dossier) -> Iterator[CompareRow]:
    """Yield what other states' boards hold of the further licences on record."""
    consulted = dossier.consulted
    against = [one.board for one in against_elsewhere(dossier.claimed, consulted)]
    for one in consulted.elsewhere:
        held = f"{one.jurisdiction} {one.number}, {_titled(_whole(one.name))}: {one.status.value}"
        held += ", discipline listed" if one.has_discipline else ""
        age = _age_words(one.register, (consulted.today - one.dated_on).days, is_stale=one.is_stale)
        yield CompareRow("Licence elsewhere", (), held, one in against, age, one.is_stale)


def _birth_rows(dossier: Dossier) -> Iterator[CompareRow]:
    said, board = dossier.claimed.birth_date, dossier.board
    held = day_words(board.birth_date) or str(board.birth_year or "") if board else ""
    if said is None and not held:
        return
    is_other = said is not None and board is not None and not _may_be_born(said, board)
    yield CompareRow("Born", _plain(day_words(said)), held, is_other)


def _may_be_born(said: date, board: BoardRecord) -> bool:
    return board.birth_date in {None, said} and board.birth_year in {None, said.year}


def _exclusion_rows(dossier: Dossier) -> Iterator[CompareRow]:
    today = dossier.consulted.today
    in_force = [one for one in dossier.consulted.exclusions if one.is_in_force(today)]
    board = deciding_record(dossier.claimed, dossier.consulted)
    found = match_exclusions(dossier.claimed, dossier.consulted, board)
    against = [entry for entry, hit in found if hit is not ExclusionHit.NAME_ONLY]
    if dossier.consulted.leie and not in_force:
        yield CompareRow("Exclusions", (), "No match, by number or by name")
    for entry in in_force:
        since = f" since {day_words(entry.excluded_on)}" if entry.excluded_on else ""
        born = f"born {day_words(entry.birth_date)}" if entry.birth_date else ""
        parts = (_titled(f"{entry.name.first} {entry.name.last}"), label_of_state(entry.state), entry.npi or "", born)
        yield CompareRow("Excluded", (), ", ".join(filter(None, parts)) + since, entry in against)


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


def _whole(name: PersonName) -> str:
    return " ".join(filter(None, (name.first, name.middle, name.last)))


def _titled(name: str) -> str:
    """Return a register's capitals as a name is written."""
    return name.title() if name.isupper() else name


def _specialty(record: RegisterRecord) -> str:
    return "; ".join(f"{label_of(code)}, {code}" for code in record.codes)


def _number_status(record: RegisterRecord) -> str:
    if record.entity is EntityType.ORGANISATION:
        return "An organisation’s"
    if record.is_deactivated and record.deactivated_on:
        return f"Out of use since {day_words(record.deactivated_on)}"
    return "A person’s, in use"
