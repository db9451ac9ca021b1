"""The acting physician as every service and query gets them: a frozen value, read once a request."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from medpeer.accounts import tiers
from medpeer.accounts.models import Role, Specialty, Standing, Tier
from medpeer.accounts.tiers import Right
from medpeer.gate import Strictness

READING_STANDINGS: Final = frozenset({Standing.ACTIVE, Standing.LAPSED_READONLY})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. ``may_read`` admits to clinical content, ``may_write`` to adding to it.

    ``tightened_until`` is the moment up to which the gate holds them more strictly, if it does; ``proved_at`` when they
    last proved in this browser who they are.
    """

    physician_id: int
    standing: Standing
    roles: frozenset[Role]
    specialty: Specialty | None
    device_session_id: int | None = None
    tightened_until: datetime | None = None
    proved_at: datetime | None = None
    tier: Tier = Tier.PHYSICIAN

    @property
    def is_verified(self) -> bool:
        """Whether clinical content is open to this person: active members, and read-only ones in their grace time."""
        return self.standing in READING_STANDINGS

    @property
    def strictness(self) -> Strictness:
        """How strictly the gate holds what this person writes."""
        return Strictness.TIGHTENED if self.tightened_until else Strictness.USUAL

    @property
    def may_write(self) -> bool:
        """Whether this person may add anything."""
        return self.standing is Standing.ACTIVE

    def has(self, role: Role) -> bool:
        """Tell whether this person holds ``role`` and may serve: a role outlives no suspension and no lesser tier."""
        return role in self.roles and self.may(Right.SERVE)

    def may(self, right: Right) -> bool:
        """Tell whether this person may do ``right`` now: an active member of a tier that carries it."""
        return self.may_write and tiers.may(self.tier, right)
