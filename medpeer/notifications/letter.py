"""What a mail is before it is written."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail is made of: a template's name, who gets it, and the link in it.

    ``to`` is where it goes instead of the address that counts: one of two between which an account moves.
    """

    template: str
    physician_id: int
    path: str
    to: str = ""
