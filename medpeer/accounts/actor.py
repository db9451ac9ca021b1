"""The acting physician as every service and query gets them: a frozen value, read once a request."""

from dataclasses import dataclass
from typing import Final

from medpeer.accounts.models import Role, Specialty, Standing

READING_STANDINGS: Final = frozenset({Standing.ACTIVE, Standing.LAPSED_READONLY})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. ``may_read`` admits to clinical content, ``may_write`` to adding to it."""

    physician_id: int
    standing: Standing
    roles: frozenset[Role]
    specialty: Specialty | None
    device_session_id: int | None = None

    @property
    def is_verified(self) -> bool:
        """Whether clinical content is open to this person: active members, and read-only ones in their grace time."""
        return self.standing in READING_STANDINGS

    @property
    def may_write(self) -> bool:
        """Whether this person may add anything."""
        return self.standing is Standing.ACTIVE

    def has(self, role: Role) -> bool:
        """Tell whether this person is active and holds ``role``: a role outlives no suspension."""
        return self.standing is Standing.ACTIVE and role in self.roles
