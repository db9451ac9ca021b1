"""How a person's standing may change, and why: the one table of states and transitions. Pure.

``EXPIRING`` is no standing of its own: it is ``ACTIVE`` with a licence that ends within sixty days, and nothing is
closed to it.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from medpeer.accounts.errors import StandingConflictError
from medpeer.accounts.models import Cause, Standing

_TO_DESK: Final = {
    Standing.AUTO_OK: Cause.CHECKS_PASSED,
    Standing.NEEDS_REVIEW: Cause.CHECKS_OPEN,
    Standing.REJECTED: Cause.REGISTER_REFUSES,
    Standing.HELD: Cause.REGISTER_SPEAKS_AGAINST,
    Standing.SUSPENDED: Cause.BY_STAFF,
}
"""Where the checks of a claim lead, whichever state it was filed from."""
_OUT_OF_MEMBERSHIP: Final = {Standing.HELD: Cause.REGISTER_SPEAKS_AGAINST, Standing.SUSPENDED: Cause.BY_STAFF}

_TABLE: Final[Mapping[Standing, Mapping[Standing, Cause]]] = MappingProxyType(
    {
        Standing.REGISTERED: {Standing.EMAIL_OK: Cause.EMAIL_PROVED, Standing.SUSPENDED: Cause.BY_STAFF},
        Standing.EMAIL_OK: _TO_DESK,
        Standing.AUTO_OK: {**_TO_DESK, Standing.ACTIVE: Cause.ADMITTED},
        Standing.NEEDS_REVIEW: {
            **_TO_DESK,
            Standing.ACTIVE: Cause.ADMITTED,
            Standing.MORE_INFO: Cause.ASKED,
            Standing.REJECTED: Cause.REFUSED,
        },
        Standing.MORE_INFO: {
            **_TO_DESK,
            Standing.NEEDS_REVIEW: Cause.ANSWERED,
            Standing.ACTIVE: Cause.ADMITTED,
            Standing.REJECTED: Cause.REFUSED,
        },
        Standing.ACTIVE: {**_OUT_OF_MEMBERSHIP, Standing.LAPSED_READONLY: Cause.LICENCE_ENDED},
        Standing.LAPSED_READONLY: {
            **_OUT_OF_MEMBERSHIP,
            Standing.ACTIVE: Cause.LICENCE_RENEWED,
            Standing.SUSPENDED: Cause.GRACE_OVER,
        },
        Standing.HELD: {
            Standing.ACTIVE: Cause.CLEARED,
            Standing.SUSPENDED: Cause.UPHELD,
        },
        Standing.REJECTED: {**_TO_DESK, Standing.NEEDS_REVIEW: Cause.CLAIM_CHANGED, Standing.APPEAL: Cause.APPEALED},
        Standing.SUSPENDED: {
            Standing.ACTIVE: Cause.LICENCE_RENEWED,
            Standing.APPEAL: Cause.APPEALED,
            Standing.HELD: Cause.REGISTER_SPEAKS_AGAINST,
        },
        Standing.APPEAL: {
            Standing.ACTIVE: Cause.CLEARED,
            Standing.REJECTED: Cause.UPHELD,
            Standing.SUSPENDED: Cause.UPHELD,
            Standing.HELD: Cause.REGISTER_SPEAKS_AGAINST,
        },
    }
)
_OUT: Final = {Standing.LEFT: Cause.DELETED}
"""Anybody may go, wherever they stand; nobody comes back."""
TRANSITIONS: Final[Mapping[Standing, Mapping[Standing, Cause]]] = MappingProxyType(
    {before: {to: cause for to, cause in ways.items() if to is not before} | _OUT for before, ways in _TABLE.items()}
    | {Standing.LEFT: {}}
)
"""From each standing, where it can go, and the cause where none is given. What is not here cannot happen."""


def may_change(before: Standing, after: Standing) -> bool:
    """Tell whether ``after`` can follow ``before``."""
    return after in TRANSITIONS[before]


def check_transition(before: Standing, after: Standing) -> Cause:
    """Return why ``after`` usually follows ``before``.

    Raises:
        StandingConflictError: it cannot follow.
    """
    if not may_change(before, after):
        raise StandingConflictError
    return TRANSITIONS[before][after]
