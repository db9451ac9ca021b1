"""``ClearedText``: a text that passed the gate, with the number of the clearance that says so."""

from typing import Any, Self

from medpeer.gate._seal import SEAL, Seal
from medpeer.gate._sealed import check_seal


class ClearedText:
    """A checked text and its clearance id; not a ``str``, so it is never joined with something unchecked."""

    __slots__ = ("_clearance_id", "_value")

    def __init__(self, value: str, clearance_id: int, *, seal: Seal) -> None:
        """Hold ``value``; only the gate has the seal.

        Raises:
            TypeError: ``seal`` is not the gate's own.
        """
        check_seal(seal)
        self._value = value
        self._clearance_id = clearance_id

    @property
    def value(self) -> str:
        """The text, for showing, indexing and rendering."""
        return self._value

    @property
    def clearance_id(self) -> int:
        """The row of the ledger that cleared it."""
        return self._clearance_id

    @classmethod
    def load(cls, value: Any, clearance_id: Any) -> Self:
        """Return the text as the database holds it; the trigger on its table vouches for the pair."""
        return value if isinstance(value, cls) else cls(value, clearance_id, seal=SEAL)

    def __composite_values__(self) -> tuple[object, int]:
        """Return the column values: the object itself, which its column type alone can open, and the clearance."""
        return self, self._clearance_id

    def __eq__(self, other: object) -> bool:
        """Compare value and clearance."""
        if not isinstance(other, ClearedText):
            return NotImplemented
        return (other._value, other._clearance_id) == (self._value, self._clearance_id)

    def __hash__(self) -> int:
        """Hash value and clearance."""
        return hash((self._value, self._clearance_id))

    def __repr__(self) -> str:
        """Return the clearance id; the text stays out of tracebacks."""
        return f"<cleared text {self._clearance_id}>"

    def __html__(self) -> str:
        """Refuse to be printed in a page unrendered: templates say ``.value`` (escaped) or use a stored rendering."""
        message = "print .value or the rendering"
        raise TypeError(message)
