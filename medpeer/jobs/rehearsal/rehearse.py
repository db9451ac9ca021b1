"""Deciding a file of applications in order, against the registers in use, without writing anything."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import BinaryIO, Final

from medpeer.core.crypto import token_digest
from medpeer.core.db import Database
from medpeer.jobs.rehearsal.answers import Answer, Fault
from medpeer.jobs.rehearsal.application import Application, FaultyLineError, read_application
from medpeer.jobs.rehearsal.considering import Admitted, View, consider
from medpeer.jobs.rehearsal.lines import Line, read_lines
from medpeer.licensing.policy import Outcome
from medpeer.licensing.queries.consulting import registers_in_use

LINES_A_SNAPSHOT: Final = 2_000
"""Lines decided on one view of the database: a view held for hours would keep its old pages from being cleaned."""


@dataclass(slots=True)
class Tally:
    """How often each decision was given, and each reason."""

    decisions: Counter[Outcome] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, answer: Answer) -> None:
        """Count one answer."""
        self.decisions[answer.decision] += 1
        self.reasons.update(answer.reasons)


def rehearse(database: Database, stream: BinaryIO, domains: Iterable[str]) -> Iterator[Answer]:
    """Yield the answer to each line of ``stream`` in order; an admission uses its number and mailbox for later lines.

    ``domains`` are the institutions' that settings list, beside those of the register. Nothing is written: the
    session cannot.
    """
    lines, listed, seen, admitted = read_lines(stream), frozenset(domains), set[str](), Admitted()
    for first in lines:
        with database.reading() as session:
            view = View(session, registers_in_use(session), listed)
            for line in chain((first,), islice(lines, LINES_A_SNAPSHOT - 1)):
                application = _application(line, seen)
                yield application if isinstance(application, Answer) else consider(view, application, admitted)


def _application(line: Line, seen: set[str]) -> Application | Answer:
    """Return the application of a line, or the answer to one that is none or repeats an identifier."""
    try:
        application = read_application(line)
    except FaultyLineError as error:
        return Answer(error.id, Outcome.REFUSE, (error.fault,))
    # A digest, so that a file of millions of long identifiers stays in memory.
    digest = token_digest(repr(application.id))[:24]
    if digest in seen:
        return Answer(application.id, Outcome.REFUSE, (Fault.ID_TAKEN,))
    seen.add(digest)
    return application
