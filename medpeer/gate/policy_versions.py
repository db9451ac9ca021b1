"""Every version of the policies there was, with its digest: a change without a new version fails a test."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from medpeer.gate.surfaces import (
    POLICIES,
    SENSITIVE_MUST_GO,
    SENSITIVE_TELL_SCORE,
    TIGHTENED_MUST_GO,
    AttestationReason,
    SurfacePolicy,
)


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """One version: its name as clearances carry it, the digest of its tables, and what it changed, for reviewers."""

    version: str
    digest: str
    changed: str


HISTORY: Final = (
    PolicyVersion("2026-11", "", "The first table. Its digest was not kept."),
    PolicyVersion(
        "2026-11.2",
        "dc239b93684cde40cabe776f9c9c371af5bf21977f8ccc5c020f2579b1dcb0e7",
        "Sensitive topics and tightened authors: places, names and dates that must go, and more that is asked about.",
    ),
)
"""Oldest first. Append a line for each change; a version that was in use is never changed again."""


def policy_digest() -> str:
    """Return the SHA-256 of everything that decides what a finding asks for, in hexadecimal."""
    table: dict[str, object] = {surface.value: _row(policy) for surface, policy in POLICIES.items()}
    table |= {
        "sensitive_tell_score": SENSITIVE_TELL_SCORE,
        "sensitive_must_go": _sorted(SENSITIVE_MUST_GO),
        "tightened_must_go": _sorted(TIGHTENED_MUST_GO),
        "attestation_reasons": _sorted(AttestationReason),
    }
    return hashlib.sha256(json.dumps(table, sort_keys=True).encode()).hexdigest()


def _row(policy: SurfacePolicy) -> Mapping[str, object]:
    return {
        "max_chars": policy.max_chars,
        "markdown": policy.markdown,
        "clinical": policy.clinical,
        "blank_allowed": policy.blank_allowed,
        "rules": {category.value: rule.value for category, rule in policy.rules.items()},
    }


def _sorted(words: Iterable[str]) -> list[str]:
    return sorted(str(word) for word in words)
