"""Bringing lists into use: exclusions, boards' registers, institutions' domains.

As with NPPES, lines are added in many short transactions under a reading that no query sees; the last one puts it in
use and notes what it says otherwise of members. A fault or a kill leaves the list in use as it was.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from medpeer.core.db import Database
from medpeer.jobs.list_reading import open_reading
from medpeer.jobs.waiting_claims import recheck_waiting
from medpeer.licensing.boards import Manifest, read_licences
from medpeer.licensing.delimited import open_list
from medpeer.licensing.errors import RegisterFileError
from medpeer.licensing.evidence import LEIE
from medpeer.licensing.institutions import RefusedDomain, read_domains
from medpeer.licensing.leie import read_exclusions
from medpeer.licensing.models import RegisterImport
from medpeer.licensing.queries.boards import count_unknown
from medpeer.licensing.queries.editions import INSTITUTIONS
from medpeer.licensing.service import list_changes, lists
from medpeer.licensing.service.lists import ListTotals


@dataclass(frozen=True, slots=True)
class ListReport:
    """What a reading came to. ``changes`` are those noted of members, ``decided`` the waiting claims it settled.

    ``unknown`` licences have a type or status that the manifest does not name.
    """

    register: str
    dated_on: date
    totals: ListTotals
    changes: int = 0
    decided: int = 0
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class DomainReport:
    """What a reading of institutions' domains came to, with the lines that do not count.

    ``decided`` are the waiting claims it settled.
    """

    dated_on: date
    in_use: int
    refused: tuple[RefusedDomain, ...]
    decided: int = 0


def import_leie(
    database: Database, path: Path, *, dated_on: date | None = None, may_shrink: bool = False
) -> ListReport:
    """Read the full exclusion list and put it in use in place of the one before.

    Raises:
        RegisterFileError: the file cannot be read; the list in use is untouched.
    """
    with open_list(path) as file, open_reading(database, LEIE, path, dated_on) as reading:
        rows = reading.load(read_exclusions(file), lists.add_exclusions)
        totals = ListTotals(rows, rows, file.digest)
        changes = reading.complete(totals, list_changes.note_exclusions, may_shrink=may_shrink)
    return ListReport(LEIE, reading.dated_on, totals, changes, recheck_waiting(database))


def import_board(
    database: Database, manifest: Manifest, path: Path, *, dated_on: date | None = None, may_shrink: bool = False
) -> ListReport:
    """Read a board's file by its manifest and put it in use in place of the one before.

    Raises:
        RegisterFileError: the file cannot be read; the register in use is untouched.
    """

    def note(session: Session, after: RegisterImport, before: RegisterImport | None) -> int:
        lists.cover(session, after.id, manifest)
        return list_changes.note_licences(session, after, before)

    with open_list(path) as file, open_reading(database, manifest.id, path, dated_on) as reading:
        rows = reading.load(read_licences(file, manifest), lists.add_licences)
        totals = ListTotals(rows, rows, file.digest)
        changes = reading.complete(totals, note, may_shrink=may_shrink)
    with database.reading() as session:
        unknown = count_unknown(session, reading.id)
    return ListReport(manifest.id, reading.dated_on, totals, changes, recheck_waiting(database), unknown)


def import_domains(database: Database, path: Path, *, dated_on: date | None = None) -> DomainReport:
    """Read institutions' domains and put those that count in use in place of the list before.

    Raises:
        RegisterFileError: the file cannot be read, or no domain in it counts; the list in use is untouched.
    """
    with open_list(path) as file:
        listed = read_domains(file)
        if not listed.institutions:
            message = "no domain in it counts."
            raise RegisterFileError(message)
        with open_reading(database, INSTITUTIONS, path, dated_on) as reading:
            reading.load(iter(listed.institutions.items()), lists.add_domains)
            rows = len(listed.institutions)
            totals = ListTotals(rows + len(listed.refused), rows, file.digest)
            reading.complete(totals, _note_nothing, may_shrink=True)
    return DomainReport(reading.dated_on, rows, listed.refused, recheck_waiting(database))


def _note_nothing(_session: Session, _after: RegisterImport, _before: RegisterImport | None) -> int:
    """Note nothing of members: who showed possession once keeps it."""
    return 0
