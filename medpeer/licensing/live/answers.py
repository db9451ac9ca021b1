"""What the registry's answer says of a number. Whatever is not plainly an answer says nothing. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from medpeer.licensing.evidence import EntityType, PostalAddress, RegisterLicence, RegisterRecord
from medpeer.licensing.names import PersonName

Body = Mapping[str, object]
_ENTITIES: Final = {"NPI-1": EntityType.PERSON, "NPI-2": EntityType.ORGANISATION}
_ACTIVE: Final = "A"
_NOTHING: Final = frozenset({"--", "-----", "N/A"})


class LiveOutcome(StrEnum):
    """What asking came to. Unknown is no answer: too many asked, an error, a body without results."""

    FOUND = "found"
    ABSENT = "absent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class LiveAnswer:
    """The outcome, with the record where the number was found."""

    outcome: LiveOutcome
    record: RegisterRecord | None = None


UNKNOWN: Final = LiveAnswer(LiveOutcome.UNKNOWN)


def read_answer(body: object, npi: str, today: date) -> LiveAnswer:
    """Return what a decoded body says of ``npi``.

    Absent needs an empty list of results and a count of 0. A body of errors has no list, and is unknown; so is a
    result of another number, of a kind or a status that is not known, or two results where there can be one.
    """
    results = body.get("results") if isinstance(body, Mapping) else None
    if not isinstance(body, Mapping) or not isinstance(results, list):
        return UNKNOWN
    if not results:
        return LiveAnswer(LiveOutcome.ABSENT) if body.get("result_count") == 0 else UNKNOWN
    found = results[0]
    if len(results) > 1 or not isinstance(found, Mapping) or _text(found, "number") != npi:
        return UNKNOWN
    record = _record(found, npi, today)
    return LiveAnswer(LiveOutcome.FOUND, record) if record else UNKNOWN


def _record(found: Body, npi: str, today: date) -> RegisterRecord | None:
    basic, entity = _part(found, "basic"), _ENTITIES.get(_text(found, "enumeration_type"))
    deactivated_on = _day(basic, "deactivation_date")
    if entity is None or (_text(basic, "status") != _ACTIVE and deactivated_on is None):
        return None
    practice, mailing = _address(found, "LOCATION"), _address(found, "MAILING")
    place = _postal(practice)
    return RegisterRecord(
        npi=npi,
        entity=entity,
        name=_name(basic),
        dated_on=today,
        credential=_text(basic, "credential"),
        city=place.city,
        state=place.state,
        other_names=tuple(_other_names(found, _name(basic))),
        licences=tuple(_licences(found)),
        deactivated_on=deactivated_on,
        reactivated_on=_day(basic, "reactivation_date"),
        enumerated_on=_day(basic, "enumeration_date"),
        updated_on=_day(basic, "last_updated"),
        phone=_text(practice, "telephone_number"),
        fax=_text(practice, "fax_number"),
        practice_address=place,
        mailing_address=_postal(mailing),
    )


def _text(part: Body, name: str) -> str:
    """Return a value as text; older answers give numbers as integers, and dashes stand for nothing."""
    value = part.get(name)
    written = str(value).strip() if isinstance(value, str | int) else ""
    return "" if written in _NOTHING else written


def _day(part: Body, name: str) -> date | None:
    try:
        return date.fromisoformat(_text(part, name))
    except ValueError:
        return None


def _part(found: Body, name: str) -> Body:
    part = found.get(name)
    return part if isinstance(part, Mapping) else {}


def _parts(found: Body, name: str) -> Iterable[Body]:
    parts = found.get(name)
    return (part for part in parts if isinstance(part, Mapping)) if isinstance(parts, list) else ()


def _name(basic: Body) -> PersonName:
    first, last, middle, suffix = (
        _text(basic, name) for name in ("first_name", "last_name", "middle_name", "name_suffix")
    )
    return PersonName(first, last, middle, suffix)


def _other_names(found: Body, own: PersonName) -> Iterator[PersonName]:
    for other in _parts(found, "other_names"):
        first, last = _text(other, "first_name") or own.first, _text(other, "last_name")
        if last:
            yield PersonName(first, last, _text(other, "middle_name"))


def _licences(found: Body) -> Iterator[RegisterLicence]:
    for slot in _parts(found, "taxonomies"):
        yield RegisterLicence(
            _text(slot, "code"), _text(slot, "license"), _text(slot, "state"), slot.get("primary") is True
        )


def _address(found: Body, purpose: str) -> Body:
    return next((one for one in _parts(found, "addresses") if _text(one, "address_purpose") == purpose), {})


def _postal(address: Body) -> PostalAddress:
    lines = tuple(filter(None, (_text(address, "address_1"), _text(address, "address_2"))))
    return PostalAddress(lines, _text(address, "city"), _text(address, "state"), _text(address, "postal_code"))
