"""``examine``, then ``clear``: the only way between what a person typed and what the product keeps.

The examination takes as long as the engine does, so it stands before the write transaction, which all others wait for;
``clear`` then enters what passed into the ledger, and runs no engine.

A clearance is this program's check. It is not a legal determination under 45 CFR 164.514(b).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.orm import Session

from medpeer.core.db import context_of, sha256_hex
from medpeer.gate._seal import SEAL
from medpeer.gate.errors import IdentifiersFoundError, UnclearedTextError, UnusableTextError
from medpeer.gate.examined import Examined
from medpeer.gate.findings import Attestation, Finding
from medpeer.gate.models import Clearance, ClearanceAttestation, RenderedText
from medpeer.gate.raw import RawText
from medpeer.gate.rendering import RENDERER_VERSION, render_markdown
from medpeer.gate.surfaces import POLICIES, POLICY_VERSION, Surface
from medpeer.gate.text import ClearedText
from medpeer.gate.verdict import check_usable, judge


@dataclass(frozen=True, slots=True)
class Candidate:
    """One field of a form on its way through the gate."""

    raw: RawText
    surface: Surface
    attestations: tuple[Attestation, ...] = ()


def examine(
    raw: RawText, surface: Surface, attestations: Iterable[Attestation] = (), *, field: str = "body"
) -> Examined:
    """Return ``raw`` with leave to be cleared on ``surface``; before the write transaction, for this takes its time.

    ``attestations`` settle findings that the author may decide; their category and reason are kept, never the words.
    ``field`` names the form field in the error.

    Raises:
        UnusableTextError: empty, too long, or with hidden characters.
        IdentifiersFoundError: something must go, or waits for the author's word.
        RuntimeError: a write transaction is open.
    """
    try:
        check_usable(raw, surface)
    except UnusableTextError as error:
        raise UnusableTextError(error.advice, field=field) from None
    given = tuple(attestations)
    verdict = judge(raw, surface)
    if verdict.open_findings(given):
        raise IdentifiersFoundError({field: verdict.findings})
    return Examined(
        raw,
        surface,
        attested=frozenset(
            (word.category, word.reason) for word in given if any(word.covers(found) for found in verdict.findings)
        ),
        html=render_markdown(raw.open_for_check()) if POLICIES[surface].markdown else None,
        seal=SEAL,
    )


def examine_together(candidates: Mapping[str, Candidate]) -> dict[str, Examined]:
    """Return all fields of a form examined, or raise with the findings of all of them at once.

    Raises:
        UnusableTextError: of the first field that cannot be taken.
        IdentifiersFoundError: with every field's findings.
        RuntimeError: a write transaction is open.
    """
    examined: dict[str, Examined] = {}
    refused: dict[str, Sequence[Finding]] = {}
    for name, one in candidates.items():
        try:
            examined[name] = examine(one.raw, one.surface, one.attestations, field=name)
        except IdentifiersFoundError as error:
            refused |= error.findings
    if refused:
        raise IdentifiersFoundError(refused)
    return examined


def clear(session: Session, examined: Examined) -> ClearedText:
    """Return an examined text as cleared text and write its clearance, in the running transaction.

    Raises:
        UnclearedTextError: the value did not come from ``examine``.
    """
    if type(examined) is not Examined:
        raise UnclearedTextError
    text = _enter(session, examined.open_to_clear(seal=SEAL), examined.surface, examined.policy_version)
    for category, reason in sorted(examined.attested):
        session.add(ClearanceAttestation(clearance_id=text.clearance_id, category=category, reason=reason))
    if examined.html is not None:
        session.add(RenderedText(clearance_id=text.clearance_id, renderer_version=RENDERER_VERSION, html=examined.html))
    return text


def clear_together(session: Session, examined: Mapping[str, Examined]) -> dict[str, ClearedText]:
    """Return all examined fields of a form cleared."""
    return {name: clear(session, one) for name, one in examined.items()}


def clear_tombstone(session: Session) -> ClearedText:
    """Return a cleared empty text: what stands where a purged one stood."""
    return _enter(session, "", Surface.TOMBSTONE, POLICY_VERSION)


def forget(session: Session, clearance_ids: Iterable[int]) -> None:
    """Delete clearances with their renderings and attestations: the digest of a short text could be guessed.

    Call after the texts themselves were replaced; the foreign key refuses otherwise.
    """
    ids = list(clearance_ids)
    session.flush()
    for table in (RenderedText, ClearanceAttestation):
        session.execute(delete(table).where(table.clearance_id.in_(ids)))
    session.execute(delete(Clearance).where(Clearance.id.in_(ids)))


def _enter(session: Session, value: str, surface: Surface, policy_version: str) -> ClearedText:
    clearance = Clearance(
        surface=surface,
        policy_version=policy_version,
        digest=sha256_hex(value),
        cleared_at=context_of(session).clock.now(),
    )
    session.add(clearance)
    session.flush()
    return ClearedText(value, clearance.id, seal=SEAL)
