"""``ClearedImage``: bytes that passed the gate, with the number of the clearance that says so."""

from typing import Any, Self

from medpeer.gate._seal import SEAL, Seal
from medpeer.gate._sealed import check_seal


class ClearedImage:
    """A file's checked bytes and its clearance id: a re-encoded picture, or the samples of one frame."""

    __slots__ = ("_clearance_id", "_data")

    def __init__(self, data: bytes, clearance_id: int, *, seal: Seal) -> None:
        """Hold ``data``; only the gate has the seal.

        Raises:
            TypeError: ``seal`` is not the gate's own.
        """
        check_seal(seal)
        self._data = data
        self._clearance_id = clearance_id

    @property
    def data(self) -> bytes:
        """The bytes, for showing."""
        return self._data

    @property
    def clearance_id(self) -> int:
        """The row of the ledger that cleared it."""
        return self._clearance_id

    @classmethod
    def load(cls, data: Any, clearance_id: Any) -> Self:
        """Return the image as the database holds it; the trigger on its table vouches for the pair."""
        return data if isinstance(data, cls) else cls(bytes(data), clearance_id, seal=SEAL)

    def __composite_values__(self) -> tuple[object, int]:
        """Return the column values: the object itself, which its column type alone can open, and the clearance."""
        return self, self._clearance_id

    def __eq__(self, other: object) -> bool:
        """Compare bytes and clearance."""
        if not isinstance(other, ClearedImage):
            return NotImplemented
        return (other._data, other._clearance_id) == (self._data, self._clearance_id)

    def __hash__(self) -> int:
        """Hash the clearance."""
        return hash(self._clearance_id)

    def __repr__(self) -> str:
        """Return the clearance id; the bytes stay out of tracebacks."""
        return f"<cleared image {self._clearance_id}>"
