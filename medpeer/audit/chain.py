"""The arithmetic of the audit chain: links, their hashes, and what is wrong with a row of them. Pure and streaming."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

GENESIS: Final = "0" * 64
"""What the first link says it follows."""


@dataclass(frozen=True, slots=True)
class Break:
    """One place that does not verify: where, and what is wrong, in the operator's words."""

    place: str
    fault: str


@dataclass(frozen=True, slots=True)
class Link:
    """One entry as it was found: after tampering a field may hold anything. ``at`` is ISO 8601, aware, in UTC."""

    seq: int
    at: str
    actor_id: int | None
    action: str
    object_kind: str
    object_id: int
    reason: str
    clearance_id: int | None
    previous_hash: str
    hash: str
    evidence_digest: str | None = None

    def expected_hash(self) -> str | None:
        """Return the hash that the other fields ask for, or ``None`` when they are no entry's."""
        try:
            return link_hash(
                seq=self.seq,
                at=datetime.fromisoformat(self.at),
                actor_id=self.actor_id,
                action=self.action,
                object_kind=self.object_kind,
                object_id=self.object_id,
                reason=self.reason,
                clearance_id=self.clearance_id,
                previous_hash=self.previous_hash,
                evidence_digest=self.evidence_digest,
            )
        except (TypeError, ValueError):
            return None


def link_hash(
    *,
    seq: int,
    at: datetime,
    actor_id: int | None,
    action: str,
    object_kind: str,
    object_id: int,
    reason: str,
    clearance_id: int | None,
    previous_hash: str,
    evidence_digest: str | None = None,
) -> str:
    """Return the hex SHA-256 over every field of a link and the hash of the one before."""
    fields = [seq, at.isoformat(), actor_id, action, object_kind, object_id, reason, clearance_id, previous_hash]
    if evidence_digest is not None:
        # Left out where there is none, so that links from before there was such a field keep their hash.
        fields.append(evidence_digest)
    return hashlib.sha256(json.dumps(fields, separators=(",", ":")).encode()).hexdigest()


def verify_links(links: Iterable[Link], *, head: str | None = None) -> Iterator[Break]:
    """Yield every break of ``links``, which come in the order of their numbers; holds one link at a time.

    ``head`` is the hash of a last link noted earlier, where the operator cannot write: it must still stand in the
    chain. Without it, cutting off the end, or forging every hash from some link to the end, is not found.
    """
    previous, expected, seen = GENESIS, 1, head in {None, GENESIS}
    for link in links:
        place = f"audit entry {link.seq}"
        if link.seq != expected:
            yield Break(place, f"stands where entry {expected} should")
        if link.previous_hash != previous:
            yield Break(place, "does not follow the entry before it")
        if link.hash != link.expected_hash():
            yield Break(place, "was changed after it was written")
        seen = seen or link.hash == head
        previous = link.hash
        expected = _after(link, expected)
    if not seen:
        yield Break("the end", "the head noted earlier is not in the chain: entries were cut off or written anew")


def _after(link: Link, expected: int) -> int:
    # An export may hold anything where the number should be.
    number: object = link.seq
    return number + 1 if isinstance(number, int) else expected + 1
