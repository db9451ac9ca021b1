"""What members of each tier may do. Pure; reading is open to every tier.

A tier says on what licence somebody is here. Where standing takes away everything, a tier takes away what the licence
does not carry: a retired physician has no patients to ask about, and the practice forums speak of one country's rules.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from medpeer.accounts.errors import TierForbidsError
from medpeer.accounts.models import Tier


class Right(StrEnum):
    """One thing that a member may do beyond reading."""

    ASK_CASE = "ask_case"
    ANSWER = "answer"
    PRACTICE = "practice"
    CRITIQUE = "critique"
    CHAT = "chat"
    VOUCH = "vouch"
    SERVE = "serve"
    """Hold a desk: reviewer, moderator, privacy officer."""


_DISCUSSES: Final = frozenset({Right.ANSWER, Right.CRITIQUE, Right.CHAT})

RIGHTS: Final[Mapping[Tier, frozenset[Right]]] = MappingProxyType(
    {
        Tier.PHYSICIAN: frozenset(Right),
        Tier.TRAINEE: _DISCUSSES | {Right.ASK_CASE, Right.PRACTICE},
        Tier.RETIRED: _DISCUSSES | {Right.PRACTICE},
        Tier.NON_US: _DISCUSSES | {Right.ASK_CASE},
    }
)
"""Vouching and serving rest on a licence in force here; whoever decides on others must hold one."""

_WHY_NOT: Final[Mapping[tuple[Tier, Right], str]] = MappingProxyType(
    {
        (Tier.RETIRED, Right.ASK_CASE): "Cases are asked by physicians who see patients now. You can answer every one.",
        (
            Tier.NON_US,
            Right.PRACTICE,
        ): "The practice forums speak of United States rules, so members elsewhere read them.",
    }
)
_ELSE: Final = "This needs a full licence in force. Your account page says what yours lets you do."


def may(tier: Tier, right: Right) -> bool:
    """Tell whether members of ``tier`` may do this."""
    return right in RIGHTS[tier]


def check_right(tier: Tier, right: Right) -> None:
    """Refuse what a tier's licence does not carry.

    Raises:
        TierForbidsError: with a sentence that says what it is for.
    """
    if not may(tier, right):
        raise TierForbidsError(_WHY_NOT.get((tier, right), _ELSE))
