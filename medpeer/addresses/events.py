"""What happens to addresses, as ids. Each is one mail to one mailbox."""

from dataclasses import dataclass
from typing import ClassVar

from medpeer.core.outbox import Event, event_type


@event_type
@dataclass(frozen=True, slots=True)
class NewAddressAsked(Event):
    """The mailbox that is to count is asked whether it is the member's."""

    name: ClassVar[str] = "addresses.new_address_asked"
    change_id: int


@event_type
@dataclass(frozen=True, slots=True)
class OldAddressAsked(Event):
    """The mailbox that counts now is asked to agree, or to say that it was not its owner."""

    name: ClassVar[str] = "addresses.old_address_asked"
    change_id: int


@event_type
@dataclass(frozen=True, slots=True)
class AddressChanged(Event):
    """Another mailbox counts from now; the one before is told how to undo it."""

    name: ClassVar[str] = "addresses.address_changed"
    change_id: int
