"""What happens to accounts, as ids."""

from dataclasses import dataclass
from typing import ClassVar

from medpeer.accounts.models import Standing
from medpeer.core.outbox import Event, event_type


@event_type
@dataclass(frozen=True, slots=True)
class EmailProofRequested(Event):
    """A link is to be mailed."""

    name: ClassVar[str] = "accounts.email_proof_requested"
    proof_id: int


@event_type
@dataclass(frozen=True, slots=True)
class SignUpRepeated(Event):
    """Somebody signed up with an address that has an account; its owner is told by mail, the page says nothing."""

    name: ClassVar[str] = "accounts.sign_up_repeated"
    physician_id: int


@event_type
@dataclass(frozen=True, slots=True)
class StandingChanged(Event):
    """A person's standing changed; sockets and caches follow."""

    name: ClassVar[str] = "accounts.standing_changed"
    physician_id: int
    standing: Standing


@event_type
@dataclass(frozen=True, slots=True)
class SessionEnded(Event):
    """A sign-in ended; its sockets are cut."""

    name: ClassVar[str] = "accounts.session_ended"
    device_session_id: int


@event_type
@dataclass(frozen=True, slots=True)
class PolicyTightened(Event):
    """The gate holds a person more strictly from now on; they are told."""

    name: ClassVar[str] = "accounts.policy_tightened"
    physician_id: int
