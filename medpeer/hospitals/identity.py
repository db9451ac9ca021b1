"""What a hospital's sign-in says, once it was checked."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Identity:
    """Who signed in there: an opaque subject; the address only where they have none linked yet."""

    subject: str = field(repr=False)
    email: str = field(default="", repr=False)
    email_proved: bool = False
    sid: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Departure:
    """Who signed out there: a person, one of their sign-ins, or both."""

    subject: str = field(default="", repr=False)
    sid: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class CameBy:
    """By which link somebody came, and the keyed digest of their sign-in at the hospital, where it has a name."""

    link_id: int
    sid_digest: str | None = None
