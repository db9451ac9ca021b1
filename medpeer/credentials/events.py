"""What happens to credentials, as ids."""

from dataclasses import dataclass
from typing import ClassVar

from medpeer.core.outbox import Event, event_type
from medpeer.credentials.models import CredentialChange


@event_type
@dataclass(frozen=True, slots=True)
class CredentialChanged(Event):
    """A way to sign in was added, taken away or used up; its owner is told by mail."""

    name: ClassVar[str] = "credentials.credential_changed"
    physician_id: int
    change: CredentialChange


@event_type
@dataclass(frozen=True, slots=True)
class NewDeviceSeen(Event):
    """Somebody signed in from a browser not seen with their account before; they are told by mail."""

    name: ClassVar[str] = "credentials.new_device_seen"
    physician_id: int


@event_type
@dataclass(frozen=True, slots=True)
class SignInLinkAsked(Event):
    """Somebody gave the right password while others guess at the account; a link goes to its owner."""

    name: ClassVar[str] = "credentials.sign_in_link_asked"
    link_id: int


@event_type
@dataclass(frozen=True, slots=True)
class SecondStepFailed(Event):
    """Somebody had the password and gave wrong codes too often; the account's owner is told by mail."""

    name: ClassVar[str] = "credentials.second_step_failed"
    physician_id: int


@event_type
@dataclass(frozen=True, slots=True)
class PasswordResetAsked(Event):
    """Somebody forgot their password, or says so; a link goes to the account's address."""

    name: ClassVar[str] = "credentials.password_reset_asked"
    reset_id: int
