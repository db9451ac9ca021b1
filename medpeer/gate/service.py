"""``clear``, after ``examine``: the only way between what a person typed and what the product keeps.

The examination takes as long as the engine does, so it stands before the write transaction, which all others wait for;
``clear`` then enters what passed into the ledger, and runs no engine.

A clearance is this program's check. It is not a legal determination under 45 CFR 164.514(b).
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import delete
from sqlalchemy.orm import Session

from medpeer.core.db import sha256_hex
from medpeer.gate._seal import SEAL
from medpeer.gate.errors import UnclearedTextError
from medpeer.gate.examined import Examined
from medpeer.gate.ledger import enter
from medpeer.gate.models import Clearance, ClearanceAttestation, ClearanceRegion, RenderedText, Rescreening
from medpeer.gate.rendering import RENDERER_VERSION
from medpeer.gate.surfaces import POLICY_VERSION, Surface
from medpeer.gate.text import ClearedText


def clear(session: Session, examined: Examined) -> ClearedText:
    """Return an examined text as cleared text and write its clearance, in the running transaction.

    Raises:
        UnclearedTextError: the value did not come from ``examine``.
    """
    if type(examined) is not Examined:
        raise UnclearedTextError
    value = examined.open_to_clear(seal=SEAL)
    clearance_id = enter(
        session,
        sha256_hex(value),
        examined.surface,
        examined.policy_version,
        engine_version=examined.engine_version,
        terms=examined.terms,
    )
    text = ClearedText(value, clearance_id, seal=SEAL)
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
    return ClearedText("", enter(session, sha256_hex(""), Surface.TOMBSTONE, POLICY_VERSION), seal=SEAL)


def forget(session: Session, clearance_ids: Iterable[int]) -> None:
    """Delete clearances with their renderings and what was attested: the digest of a short text could be guessed.

    Call after the texts and images themselves were replaced; the foreign key refuses otherwise.
    """
    ids = list(clearance_ids)
    session.flush()
    for table in (RenderedText, ClearanceAttestation, ClearanceRegion, Rescreening):
        session.execute(delete(table).where(table.clearance_id.in_(ids)))
    session.execute(delete(Clearance).where(Clearance.id.in_(ids)))
