"""The seal without which no ``ClearedText`` is made. Import contracts keep it inside ``medpeer.gate``."""

from typing import Final


class Seal:
    """The type of the one seal; holding the object is the permission."""

    __slots__ = ()


SEAL: Final = Seal()
