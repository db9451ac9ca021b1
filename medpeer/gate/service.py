"""``clear``: the only function between what a person typed and what the product keeps.

A clearance is this program's check. It is not a legal determination under 45 CFR 164.514(b).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.orm import Session

from medpeer.core.db import context_of, sha256_hex
from medpeer.gate._seal import SEAL
from medpeer.gate.errors import IdentifiersFoundError, UnusableTextError
from medpeer.gate.findings import Attestation
from medpeer.gate.models import Clearance, ClearanceAttestation, RenderedText
from medpeer.gate.raw import RawText
from medpeer.gate.rendering import RENDERER_VERSION, render
from medpeer.gate.surfaces import POLICIES, POLICY_VERSION, Surface
from medpeer.gate.text import ClearedText
from medpeer.gate.verdict import check_usable, judge


def clear(
    session: Session, raw: RawText, surface: Surface, attestations: Iterable[Attestation] = (), *, field: str = "body"
) -> ClearedText:
    """Return ``raw`` as cleared text and write its clearance, in the running transaction.

    ``attestations`` settle findings that the author may decide; their category and reason are kept, never the words.
    ``field`` names the form field in the error.

    Raises:
        UnusableTextError: empty, too long, or with hidden characters.
        IdentifiersFoundError: something must go, or waits for the author's word. Nothing was written.
    """
    try:
        check_usable(raw, surface)
    except UnusableTextError as error:
        raise UnusableTextError(error.advice, field=field) from None
    given = tuple(attestations)
    verdict = judge(raw, surface)
    if verdict.open_findings(given):
        raise IdentifiersFoundError({field: verdict.findings})
    text = _enter(session, raw.open_for_check(), surface)
    attested = {(word.category, word.reason) for word in given if any(word.covers(found) for found in verdict.findings)}
    for category, reason in sorted(attested):
        session.add(ClearanceAttestation(clearance_id=text.clearance_id, category=category, reason=reason))
    if POLICIES[surface].markdown:
        session.add(RenderedText(clearance_id=text.clearance_id, renderer_version=RENDERER_VERSION, html=render(text)))
    return text


@dataclass(frozen=True, slots=True)
class Candidate:
    """One field of a form on its way through the gate."""

    raw: RawText
    surface: Surface
    attestations: tuple[Attestation, ...] = ()


def clear_together(session: Session, candidates: Mapping[str, Candidate]) -> dict[str, ClearedText]:
    """Return all fields of a form cleared, or raise with the findings of all of them at once.

    Raises:
        UnusableTextError: of the first field that cannot be taken.
        IdentifiersFoundError: with every field's findings; nothing was written that survives the rollback.
    """
    cleared: dict[str, ClearedText] = {}
    refused: dict[str, IdentifiersFoundError] = {}
    for name, one in candidates.items():
        try:
            cleared[name] = clear(session, one.raw, one.surface, one.attestations, field=name)
        except IdentifiersFoundError as error:
            refused[name] = error
    if refused:
        raise IdentifiersFoundError({name: error.findings[name] for name, error in refused.items()})
    return cleared


def clear_tombstone(session: Session) -> ClearedText:
    """Return a cleared empty text: what stands where a purged one stood."""
    return _enter(session, "", Surface.TOMBSTONE)


def forget(session: Session, clearance_ids: Iterable[int]) -> None:
    """Delete clearances with their renderings and attestations: the digest of a short text could be guessed.

    Call after the texts themselves were replaced; the foreign key refuses otherwise.
    """
    ids = list(clearance_ids)
    session.flush()
    for table in (RenderedText, ClearanceAttestation):
        session.execute(delete(table).where(table.clearance_id.in_(ids)))
    session.execute(delete(Clearance).where(Clearance.id.in_(ids)))


def _enter(session: Session, value: str, surface: Surface) -> ClearedText:
    clearance = Clearance(
        surface=surface,
        policy_version=POLICY_VERSION,
        digest=sha256_hex(value),
        cleared_at=context_of(session).clock.now(),
    )
    session.add(clearance)
    session.flush()
    return ClearedText(value, clearance.id, seal=SEAL)
