"""Comparing a claim with what the registers hold: from rows and words to evidence. Pure."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Final

from medpeer.licensing.evidence import (
    Against,
    BoardKind,
    BoardRecord,
    BoardStatus,
    ClaimedLicence,
    Consulted,
    Evidence,
    Exclusion,
    ExclusionHit,
    Possession,
    RegisterLicence,
    RegisterRecord,
)
from medpeer.licensing.leie.names import is_same_name
from medpeer.licensing.mailboxes import mailbox_kind
from medpeer.licensing.names import NameMatch, PersonName, fold, is_suspicious, match_name, without_generation
from medpeer.licensing.numbers import read_number
from medpeer.licensing.taxonomy import TaxonomyGroup, group_of, has_physician_degree

_LICENSED: Final = (BoardKind.PHYSICIAN, BoardKind.TRAINEE)
# What speaks against somebody in every state. A licence is surrendered by many who move, so that is not among them.
_SHUT_OUT: Final = frozenset({BoardStatus.SUSPENDED, BoardStatus.REVOKED, BoardStatus.DECEASED})
_ANYBODY: Final = "Anybody"


def weigh(
    claimed: ClaimedLicence,
    consulted: Consulted,
    *,
    possession: Possession,
    is_number_used: bool,
    is_mailbox_used: bool = False,
) -> Evidence:
    """Return the evidence for a claim against what the registers hold of it."""
    record = consulted.record
    names = known_names(claimed, record)
    against = against_elsewhere(claimed, consulted)
    board = deciding_record(claimed, consulted)
    return Evidence(
        claimed=claimed,
        today=consulted.today,
        nppes=consulted.nppes,
        record=record,
        name=_name_on_record(claimed.name, record) if record else NameMatch.NONE,
        is_name_suspicious=is_suspicious(claimed.name),
        licence_agrees=record is not None and licence_agrees(claimed, record),
        boards=consulted.boards,
        board=board,
        board_name=_best_match(names, board.name) if board else NameMatch.NONE,
        leie=consulted.leie,
        exclusions=frozenset(hit for _, hit in match_exclusions(claimed, consulted, board)),
        possession=possession,
        is_number_used=is_number_used,
        is_mailbox_used=is_mailbox_used,
        # Of generations only the register's word counts.
        mailbox=mailbox_kind(claimed.email, (without_generation(claimed.name), *names[1:])),
        is_licence_on_two_numbers=bool(consulted.also_licensed),
        is_licence_of_other_profession=record is not None and _is_of_other_profession(claimed, record),
        is_doubted_elsewhere=bool(against) and not any(one.is_certain for one in against),
    )


def against_elsewhere(claimed: ClaimedLicence, consulted: Consulted) -> tuple[Against, ...]:
    """Return what boards hold against the applicant at the other licences on their record."""
    names = known_names(claimed, consulted.record)
    own = speaking_record(consulted.board_records, names)
    return shut_out(consulted.elsewhere, names, _birth_years(claimed, own))


def names_on_record(record: RegisterRecord) -> tuple[PersonName, ...]:
    """Return a record's name, and other ones of the same person by their look.

    The register takes other names unproved. Somebody keeps the first name in a marriage and the last one otherwise;
    another name that shares neither may be a stranger's, written down to be them.
    """
    return (record.name, *(one for one in record.other_names if _shares_a_part(one, record.name)))


def _shares_a_part(one: PersonName, legal: PersonName) -> bool:
    halves = (PersonName(one.first, legal.last), PersonName(legal.first, one.last))
    return any(match_name(half, (legal,)) is NameMatch.STRONG for half in halves)


def _name_on_record(claimed: PersonName, record: RegisterRecord) -> NameMatch:
    grade = match_name(claimed, names_on_record(record))
    if grade is NameMatch.NONE and match_name(claimed, record.other_names) is not NameMatch.NONE:
        return NameMatch.WEAK
    return grade


def known_names(claimed: ClaimedLicence, record: RegisterRecord | None) -> tuple[PersonName, ...]:
    """Return the names of one person: the one claimed, and those on record where one of them is the claimed one."""
    held = names_on_record(record) if record else ()
    is_same = match_name(claimed.name, held) is NameMatch.STRONG
    return (claimed.name, *held) if is_same else (claimed.name,)


def licence_agrees(claimed: ClaimedLicence, record: RegisterRecord) -> bool:
    """Tell whether state and number stand together in any slot of the record."""
    return any(is_claimed(slot, claimed) for slot in record.licences)


def is_claimed(slot: RegisterLicence, claimed: ClaimedLicence) -> bool:
    """Tell whether a slot holds the licence that is claimed."""
    state = claimed.jurisdiction
    number = read_number(claimed.number, state=state)
    return slot.state == state and number.agrees_with(read_number(slot.number, state=state))


def _is_of_other_profession(claimed: ClaimedLicence, record: RegisterRecord) -> bool:
    """Tell whether the licence claimed stands on record only beside codes of other professions."""
    codes = {slot.taxonomy_code for slot in record.licences if is_claimed(slot, claimed)}
    return bool(codes) and not any(_may_be_physicians(code, record.credential) for code in codes)


def _may_be_physicians(code: str, credential: str) -> bool:
    group = group_of(code)
    is_surgeon = group is TaxonomyGroup.NEEDS_DEGREE and has_physician_degree(credential)
    # The trainees' code is every health profession's student's.
    return not code or is_surgeon or group is TaxonomyGroup.PHYSICIAN


def deciding_record(claimed: ClaimedLicence, consulted: Consulted) -> BoardRecord | None:
    """Return the board's row that a decision rests on: one that shuts the person out anywhere, else the claimed one."""
    shut = (one.board for one in against_elsewhere(claimed, consulted) if one.is_certain)
    return next(shut, None) or speaking_record(consulted.board_records, known_names(claimed, consulted.record))


def speaking_record(rows: Iterable[BoardRecord], names: tuple[PersonName, ...]) -> BoardRecord | None:
    """Return the board's row that decides among those of one state and number, or ``None`` without any.

    One number may be a physician's and a nurse's in one file, and a renewal a second row. The bearer of the name comes
    first, what is held against them before what is not, then the physician's licence in force, from a fresh file.
    """
    return min(rows, key=lambda row: _rank(row, names), default=None)


def _rank(row: BoardRecord, names: tuple[PersonName, ...]) -> tuple[bool, bool, bool, bool, bool, int, str]:
    is_adverse = bool(row.has_discipline) or row.status not in {BoardStatus.ACTIVE, BoardStatus.LAPSED}
    return (
        _best_match(names, row.name) is not NameMatch.STRONG,
        row.is_stale,
        not is_adverse,
        row.kind not in _LICENSED,
        row.status is not BoardStatus.ACTIVE,
        -(row.expires_on.toordinal() if row.expires_on else 0),
        repr(row),
    )


def shut_out(
    rows: Iterable[BoardRecord], names: Iterable[PersonName], birth_years: Collection[int] = ()
) -> tuple[Against, ...]:
    """Return the rows by which other boards have shut out the bearer of one of the ``names``, for certain or perhaps.

    The licences stand on the person's own record, so only a name that shares nothing with theirs is somebody else's:
    boards write initials, other spellings, and names from before a marriage. A restriction or discipline under their
    name does not shut them out, and somebody must read it.
    """
    known = tuple(names)
    found = ((row, _is_certain(row, known, birth_years)) for row in rows)
    return tuple(Against(row, is_certain) for row, is_certain in found if is_certain is not None)


def _is_certain(row: BoardRecord, names: tuple[PersonName, ...], birth_years: Collection[int]) -> bool | None:
    """Tell whether a row speaks against the bearer of the names for certain; ``None`` where it does not at all."""
    is_theirs = _best_match(names, row.name) is NameMatch.STRONG
    if row.status in _SHUT_OUT:
        return True if is_theirs else (False if _may_be_theirs(row, names, birth_years) else None)
    is_doubtful = is_theirs and (row.status is BoardStatus.RESTRICTED or bool(row.has_discipline))
    return False if is_doubtful else None


def _may_be_theirs(row: BoardRecord, names: tuple[PersonName, ...], birth_years: Collection[int]) -> bool:
    born = {row.birth_year, row.birth_date.year if row.birth_date else None} - {None}
    is_unnamed = not (row.name.first.strip() or row.name.last.strip())
    return is_unnamed or not born.isdisjoint(birth_years) or any(_shares_either(one, row.name) for one in names)


def _shares_either(one: PersonName, held: PersonName) -> bool:
    """Tell whether the last names are near, whatever the first ones are, or the first names, whatever the last are."""
    usual = match_name(replace(one, last=_ANYBODY), (replace(held, last=_ANYBODY),)) is NameMatch.STRONG
    pairs = ((one.last, held.last), (one.first, held.first), (one.first, held.middle), (one.middle, held.first))
    return usual or any(_is_near(mine, theirs) for mine, theirs in pairs) or _is_initial(one.first, held.first)


def _is_near(one: str, other: str) -> bool:
    """Tell whether two first or last names are the same or nearly, or share a part."""
    return match_name(PersonName(_ANYBODY, one), (PersonName(_ANYBODY, other),)) is not NameMatch.NONE


def _is_initial(one: str, other: str) -> bool:
    mine, theirs = fold(one), fold(other)
    return min(len(mine), len(theirs)) == 1 and mine[0] == theirs[0]


def _best_match(names: Iterable[PersonName], held: PersonName) -> NameMatch:
    found = {match_name(one, (held,)) for one in names}
    return next((grade for grade in (NameMatch.STRONG, NameMatch.WEAK) if grade in found), NameMatch.NONE)


def match_exclusions(
    claimed: ClaimedLicence, consulted: Consulted, board: BoardRecord | None = None
) -> Iterator[tuple[Exclusion, ExclusionHit]]:
    """Yield each entry in force that is or may be the applicant's, with what agrees.

    Every name on record counts like their own, former ones too. So does the year of birth that the board knows beside
    the date claimed, which somebody excluded would not tell.
    """
    names = searched_names(claimed, consulted.record)
    states, years = _states(claimed, consulted.record), _birth_years(claimed, board)
    for entry in consulted.exclusions:
        if entry.is_in_force(consulted.today) and (hit := _hit(entry, claimed.npi, names, states, years)):
            yield entry, hit


def searched_names(claimed: ClaimedLicence, record: RegisterRecord | None) -> tuple[PersonName, ...]:
    """Return the names under which somebody is looked for on the exclusion list; a middle name may be a first one."""
    if record is None:
        return (claimed.name,)
    by_middle = (PersonName(record.name.middle, record.name.last),) if len(record.name.middle) > 1 else ()
    return (claimed.name, record.name, *record.other_names, *by_middle)


def _birth_years(claimed: ClaimedLicence, board: BoardRecord | None) -> set[int]:
    known = (claimed.birth_date, board.birth_date if board else None)
    years = {day.year for day in known if day is not None}
    return years | ({board.birth_year} if board and board.birth_year else set())


def _states(claimed: ClaimedLicence, record: RegisterRecord | None) -> set[str]:
    """Return every state that is the applicant's: of the claim, of their addresses, of their licences."""
    if record is None:
        return {claimed.jurisdiction}
    held = (record.state, record.practice_address.state, record.mailing_address.state)
    return {claimed.jurisdiction, *held, *(slot.state for slot in record.licences)} - {""}


def _hit(
    entry: Exclusion, npi: str, names: tuple[PersonName, ...], states: set[str], years: set[int]
) -> ExclusionHit | None:
    if entry.npi and entry.npi == npi:
        return ExclusionHit.NPI
    if not any(is_same_name(one, entry.name) for one in names):
        return None
    if entry.state in states:
        return ExclusionHit.NAME_AND_STATE
    # The year alone, for a day or month is easily told wrong, and a namesake of the same year is for a person to tell.
    same_birth = entry.birth_date is not None and entry.birth_date.year in years
    return ExclusionHit.NAME_AND_BIRTH_DATE if same_birth else ExclusionHit.NAME_ONLY
