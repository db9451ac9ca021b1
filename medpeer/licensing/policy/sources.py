"""On which register's row an answer rests, and how long it holds. Pure."""

from datetime import date

from medpeer.licensing.evidence import BoardRecord, Evidence, ExclusionHit, RegisterAge, RegisterRecord
from medpeer.licensing.policy.checks import BOARD_CHECKS, NPPES_CHECKS, Check, CheckFinding, CheckKind


def source_of(kind: CheckKind, evidence: Evidence) -> RegisterAge | None:
    """Return the register that answered a question, or ``None`` where none was asked or none is loaded."""
    if kind in NPPES_CHECKS:
        return evidence.nppes
    if kind is CheckKind.EXCLUSION:
        return evidence.leie
    if kind not in BOARD_CHECKS:
        return None
    named = evidence.board.register if evidence.board else None
    mine = (one for one in evidence.boards if named in {None, one.register})
    return min(mine, key=lambda one: (one.age, one.register), default=None)


def row_of(kind: CheckKind, evidence: Evidence) -> RegisterRecord | BoardRecord | frozenset[ExclusionHit] | None:
    """Return what an answer was read from, for a digest that shows later what it rested on."""
    if kind in NPPES_CHECKS:
        return evidence.record
    if kind is CheckKind.EXCLUSION:
        return evidence.exclusions or None
    return evidence.board if kind in BOARD_CHECKS else None


def valid_until(check: Check, evidence: Evidence) -> date | None:
    """Return until when the board says that the licence holds, where that is what the answer says."""
    said = check.finding in {CheckFinding.BOARD_ACTIVE, CheckFinding.BOARD_LAPSED}
    return evidence.board.expires_on if said and evidence.board else None
