"""Reading the list of institutions: which domains count, and which were refused and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from medpeer.licensing.delimited import ListFile, Shape, Table
from medpeer.licensing.domains import Refusal, read_domain

DOMAIN: Final = "domain"
INSTITUTION: Final = "institution"


@dataclass(frozen=True, slots=True)
class RefusedDomain:
    """A line that does not count. ``written`` is what stands there."""

    line: int
    written: str
    reason: Refusal


@dataclass(frozen=True, slots=True)
class DomainList:
    """Institutions by domain, in the file's order, and the lines that do not count."""

    institutions: Mapping[str, str]
    refused: tuple[RefusedDomain, ...]


def read_domains(file: ListFile) -> DomainList:
    """Return the list in a file of two columns, ``domain`` and ``institution``, with or without a header.

    Raises:
        RegisterFileError: at the first line that cannot be read, naming it and its column.
    """
    institutions: dict[str, str] = {}
    refused = []
    for number, written, institution in _lines(file):
        domain = read_domain(written)
        if isinstance(domain, Refusal):
            refused.append(RefusedDomain(number, written, domain))
        else:
            institutions.setdefault(domain, institution)
    return DomainList(institutions, tuple(refused))


def _lines(file: ListFile) -> Iterator[tuple[int, str, str]]:
    for line in Table(file, Shape(), {DOMAIN: DOMAIN, INSTITUTION: INSTITUTION}, usual=(DOMAIN, INSTITUTION)):
        if not line[INSTITUTION]:
            message = "names no institution; say whose mailboxes these are."
            raise line.fault(INSTITUTION, message)
        yield line.number, line[DOMAIN], line[INSTITUTION]
