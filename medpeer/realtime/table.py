"""The table of socket events: each declares its arguments, its texts with their surface, and how often it may come."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from medpeer.accounts.actor import Actor
from medpeer.deid import Category
from medpeer.gate import Attestation, AttestationReason, RawText, Surface
from medpeer.realtime.edge import Edge
from medpeer.realtime.errors import Ack, BadArgumentsError
from medpeer.realtime.limits import Rate
from medpeer.realtime.registry import Connection

MAX_WORD_CHARS: Final = 64
MAX_SEQ: Final = 2**31 - 1
_MAX_ATTESTATIONS: Final = 50


@dataclass(frozen=True, slots=True)
class Argument:
    """One named argument: how it is read, the surface when it is a person's text, whether it may be left out."""

    read: Callable[[object], Any]
    surface: Surface | None = None
    optional: bool = False


def _refuse() -> BadArgumentsError:
    return BadArgumentsError()


def _word(value: object) -> str:
    if isinstance(value, str) and len(value) <= MAX_WORD_CHARS:
        return value
    raise _refuse()


def _number(value: object) -> int:
    # bool is an int to Python, not to anybody else.
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_SEQ:
        return value
    raise _refuse()


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise _refuse()


def _raw(value: object) -> RawText:
    if isinstance(value, str):
        return RawText(value)
    raise _refuse()


def _attestations(value: object) -> tuple[Attestation, ...]:
    if isinstance(value, list) and len(value) <= _MAX_ATTESTATIONS:
        return tuple(_attestation(one) for one in value)
    raise _refuse()


def _attestation(value: object) -> Attestation:
    match value:
        case {"start": int(start), "end": int(end), "category": str(category), "reason": str(reason)}:
            try:
                return Attestation(start, end, Category(category), AttestationReason(reason))
            except ValueError:
                raise _refuse() from None
        case _:
            raise _refuse()


WORD: Final = Argument(_word)
NUMBER: Final = Argument(_number)
OPTIONAL_NUMBER: Final = Argument(_number, optional=True)
ATTESTATIONS: Final = Argument(_attestations, optional=True)
FLAG: Final = Argument(_flag, optional=True)


def text(surface: Surface) -> Argument:
    """Return an argument that is what a person typed: ``RawText`` from here on."""
    return Argument(_raw, surface=surface)


@dataclass(frozen=True, slots=True)
class Call:
    """One event as its handler gets it: on which socket, by whom, with which arguments."""

    edge: Edge
    connection: Connection
    actor: Actor
    arguments: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        """Return an argument; an optional one left out is ``None``."""
        return self.arguments.get(name)


EventHandler = Callable[[Call], Ack]


@dataclass(frozen=True, slots=True)
class SocketEvent:
    """One row of the table."""

    name: str
    handler: EventHandler
    rate: Rate
    arguments: Mapping[str, Argument]

    @property
    def texts(self) -> dict[str, Surface]:
        """The arguments that are a person's text, each with the surface by which the gate judges it."""
        return {name: one.surface for name, one in self.arguments.items() if one.surface is not None}

    def read(self, given: object) -> dict[str, Any]:
        """Return the arguments of one event, read and checked; texts are ``RawText``.

        Raises:
            BadArgumentsError: something is missing or of the wrong kind.
        """
        if not isinstance(given, dict):
            raise _refuse()
        if any(given.get(name) is None and not one.optional for name, one in self.arguments.items()):
            raise _refuse()
        return {name: one.read(given[name]) for name, one in self.arguments.items() if given.get(name) is not None}


EVENTS: Final[dict[str, SocketEvent]] = {}


def event(name: str, rate: Rate, **arguments: Argument) -> Callable[[EventHandler], EventHandler]:
    """Enter the decorated handler into the table under ``name``."""

    def enter(handler: EventHandler) -> EventHandler:
        EVENTS[name] = SocketEvent(name, handler, rate, arguments)
        return handler

    return enter
