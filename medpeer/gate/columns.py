"""The column type that takes nothing but the gate's own value, and the mapping of a text in one attribute."""

from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Composite, composite, mapped_column
from sqlalchemy.types import TypeDecorator

from medpeer.gate.errors import UnclearedTextError
from medpeer.gate.image import ClearedImage
from medpeer.gate.rendering import RenderedHtml
from medpeer.gate.text import ClearedText


class Cleared(TypeDecorator[Any]):
    """Free text from a person; binds only ``ClearedText``, loads ``str``."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Give the cleared value.

        Raises:
            UnclearedTextError: the value did not come from the gate.
        """
        if value is None:
            return None
        if type(value) is not ClearedText:
            raise UnclearedTextError
        return value.value


class ClearedBytes(TypeDecorator[Any]):
    """A picture or a frame; binds only ``ClearedImage``, loads ``bytes``."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        """Give the cleared bytes.

        Raises:
            UnclearedTextError: the value did not come from the gate.
        """
        if type(value) is not ClearedImage:
            raise UnclearedTextError
        return value.data


class Rendered(TypeDecorator[Any]):
    """HTML from the one renderer; binds only ``RenderedHtml``."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Give the HTML.

        Raises:
            UnclearedTextError: the value did not come from ``render_markdown``.
        """
        if value is None:
            return None
        if type(value) is not RenderedHtml:
            raise UnclearedTextError
        return str(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> RenderedHtml | None:
        """Give the HTML, marked as safe for templates."""
        return None if value is None else RenderedHtml(value)


def cleared_text(name: str) -> Composite[ClearedText]:
    """Return the mapping of one text as one attribute over ``<name>_text`` and ``<name>_clearance_id``.

    The attribute must be called ``name``; the pair is guarded by a trigger on the table.
    """
    return composite(
        ClearedText.load,
        mapped_column(f"{name}_text", Cleared, nullable=False),
        mapped_column(f"{name}_clearance_id", ForeignKey("clearance.id"), unique=True, nullable=False),
    )


def optional_cleared_text(name: str) -> Composite[ClearedText | None]:
    """Return the same mapping for a text that may be absent; both columns are then NULL."""
    return composite(
        _load_optional,
        mapped_column(f"{name}_text", Cleared, nullable=True),
        mapped_column(f"{name}_clearance_id", ForeignKey("clearance.id"), unique=True, nullable=True),
        default=None,
    )


def cleared_image(name: str) -> Composite[ClearedImage]:
    """Return the mapping of one image's bytes as one attribute over ``<name>_bytes`` and ``<name>_clearance_id``.

    The attribute must be called ``name``; the pair is guarded by a trigger on the table.
    """
    return composite(
        ClearedImage.load,
        mapped_column(f"{name}_bytes", ClearedBytes, nullable=False),
        mapped_column(f"{name}_clearance_id", ForeignKey("clearance.id"), unique=True, nullable=False),
    )


def _load_optional(value: Any, clearance_id: Any) -> ClearedText | None:
    return None if value is None else ClearedText.load(value, clearance_id)
