"""The closed set of column kinds a text may have; free text is the gate's alone (``medpeer.gate.columns.Cleared``)."""

import re
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final, TypeVar

from sqlalchemy import DateTime, LargeBinary, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

E = TypeVar("E", bound=StrEnum)

HEX_DIGEST: Final = r"[0-9a-f]{64}"
SLUG: Final = r"[a-z]+(?:-[a-z]+)*"


class Vocabulary(TypeDecorator[E]):
    """A member of one closed ``StrEnum``, stored as its value."""

    impl = String(64)
    cache_ok = True

    def __init__(self, members: type[E]) -> None:
        """Accept only members of ``members``."""
        super().__init__()
        self.members = members

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Give the member's value; a string that is no member raises ``ValueError``."""
        return None if value is None else self.members(value).value

    def process_result_value(self, value: Any, dialect: Dialect) -> E | None:
        """Give the member."""
        return None if value is None else self.members(value)


class Identifier(TypeDecorator[str]):
    """A machine identifier that matches one pattern whole (DOI, NPI, slug, hex digest)."""

    impl = String(255)
    cache_ok = True

    def __init__(self, pattern: str) -> None:
        """Accept only values that match ``pattern`` from end to end."""
        super().__init__()
        self.pattern = pattern

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Give the value back when it matches.

        Raises:
            ValueError: it does not; the message never holds the value.
        """
        if value is not None and not re.fullmatch(self.pattern, value):
            message = f"value does not match {self.pattern}"
            raise ValueError(message)
        return None if value is None else str(value)


class Sealed(TypeDecorator[bytes]):
    """A value that ``core.crypto.Vault`` encrypted; plain text is refused."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        """Give sealed bytes back; anything that is not a Fernet token raises ``ValueError``."""
        if value is not None and not (isinstance(value, bytes) and value.startswith(b"gAAAA")):
            message = "only sealed values are stored here"
            raise ValueError(message)
        return value


class SystemText(TypeDecorator[str]):
    """A text the program wrote: payloads of ids, hashes, register rows of public data. Never what a member typed."""

    impl = Text
    cache_ok = True


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, aware and in UTC on both sides; a naive datetime is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> datetime | None:
        """Give the moment in UTC; a naive one raises ``ValueError``."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "moments must be aware"
            raise ValueError(message)
        moment: datetime = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Give the moment, aware, in UTC."""
        if value is None:
            return None
        moment: datetime = value if value.tzinfo else value.replace(tzinfo=UTC)
        return moment.astimezone(UTC)
