"""One application as a line of JSON gives it: eleven fields of known types, or the fault that stands in the way."""

import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from medpeer.core.errors import InvalidInputError
from medpeer.jobs.rehearsal.answers import Fault
from medpeer.jobs.rehearsal.lines import Line

MAX_CHARS: Final = {
    "id": 200,
    "first": 100,
    "last": 100,
    "npi": 40,
    "licence": 60,
    "state": 60,
    "taxonomy": 40,
    "dob": 40,
    "email": 320,
}
"""More than any register holds; what a form takes is less."""
FLAGS: Final = ("controls_email", "answers_challenge")


class FaultyLineError(InvalidInputError):
    """A line is no application; ``id`` is its identifier where that could be read."""

    code = "rehearsal.faulty_line"

    def __init__(self, fault: Fault, id_: str | int | None = None) -> None:
        """Keep the fault as a word of the closed set; nothing of the line is kept."""
        super().__init__(fault.value)
        self.fault = fault
        self.id = id_


@dataclass(frozen=True, slots=True)
class Application:
    """What an applicant typed, stripped at both ends, and what they did.

    Texts may be empty; ``missing`` names those that are, and whatever else was left out.
    """

    id: str | int
    first: str
    last: str
    npi: str
    licence: str
    state: str
    taxonomy: str
    dob: str
    email: str
    controls_email: bool
    answers_challenge: bool
    missing: frozenset[str]


def read_application(line: Line) -> Application:
    """Return the application that a line holds; a field left out, ``null`` or blank is empty.

    Raises:
        FaultyLineError: it holds none; the first fault is named.
    """
    fields = _fields(line)
    id_ = fields.get("id")
    if id_ is None or id_ == "":
        raise FaultyLineError(Fault.FIELD_MISSING)
    if not isinstance(id_, str | int) or isinstance(id_, bool):
        raise FaultyLineError(Fault.FIELD_WRONG_TYPE)
    if fault := _first_fault(fields):
        raise FaultyLineError(fault, id_)
    texts: dict[str, Any] = {name: (fields.get(name) or "").strip() for name in MAX_CHARS if name != "id"}
    return Application(
        id=id_,
        **texts,
        controls_email=fields.get("controls_email") is True,
        answers_challenge=fields.get("answers_challenge") is True,
        missing=frozenset(name for name in (*texts, *FLAGS) if fields.get(name) is None or texts.get(name) == ""),
    )


def _first_fault(fields: Mapping[str, Any]) -> Fault | None:
    of_texts = (_text_fault(name, fields.get(name)) for name in MAX_CHARS)
    of_flags = (_flag_fault(fields.get(name)) for name in FLAGS)
    return next(filter(None, (*of_texts, *of_flags)), None)


def _fields(line: Line) -> Mapping[str, Any]:
    if not line.is_whole:
        raise FaultyLineError(Fault.LINE_TOO_LONG, line.find_id())
    try:
        text = line.data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FaultyLineError(Fault.NOT_TEXT, line.find_id()) from None
    if not text.strip():
        raise FaultyLineError(Fault.LINE_BLANK)
    value = _parse(text, line)
    if not isinstance(value, dict):
        raise FaultyLineError(Fault.NOT_AN_OBJECT)
    return value


def _parse(text: str, line: Line) -> object:
    try:
        return json.loads(text, object_pairs_hook=_no_repeats, parse_constant=_no_constant)
    except FaultyLineError as error:
        raise FaultyLineError(error.fault, line.find_id()) from None
    except (ValueError, RecursionError):
        # ValueError is also what an integer of thousands of digits raises.
        raise FaultyLineError(Fault.NOT_JSON, line.find_id()) from None


def _no_repeats(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    """Refuse a field given twice: readers differ on which one counts, so one of them would be deceived."""
    listed = list(pairs)
    fields = dict(listed)
    if len(fields) != len(listed):
        raise FaultyLineError(Fault.FIELD_REPEATED)
    return fields


def _no_constant(_name: str) -> object:
    raise FaultyLineError(Fault.NOT_JSON)


def _text_fault(name: str, value: object) -> Fault | None:
    """Return what is wrong with a text field; ``null`` is an empty one."""
    if value is None or (name == "id" and isinstance(value, int)):
        return None
    if not isinstance(value, str):
        return Fault.FIELD_WRONG_TYPE
    if len(value) > MAX_CHARS[name]:
        return Fault.FIELD_TOO_LONG
    if any(unicodedata.category(char) in {"Cc", "Cs", "Cn", "Co", "Zl", "Zp"} for char in value):
        return Fault.FIELD_HAS_CONTROL_CHARACTERS
    return None


def _flag_fault(value: object) -> Fault | None:
    """Refuse ``"false"`` and ``1`` alike: what is taken for true here opens a door."""
    return None if value is None or isinstance(value, bool) else Fault.FIELD_WRONG_TYPE
