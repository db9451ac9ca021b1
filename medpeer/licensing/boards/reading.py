"""Reading a manifest: every fault of it is told at once, with what was probably meant."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from medpeer.licensing.boards.asked import Asked
from medpeer.licensing.boards.manifest import Column, Manifest, NameOrder, NumberStep, fold_word
from medpeer.licensing.boards.places import place_of, place_of_id
from medpeer.licensing.boards.plain_yaml import read_yaml
from medpeer.licensing.delimited import Shape
from medpeer.licensing.errors import ManifestError
from medpeer.licensing.evidence import LEIE, NPPES, REGISTER_SLUG, Authority, BoardKind, BoardStatus

KEYS: Final = (
    "id",
    "name",
    "title",
    "description",
    "source",
    "jurisdiction",
    "file",
    "columns",
    "type_map",
    "default_kind",
    "status_map",
    "number_norm",
    "name_order",
    "date_format",
    "date_formats",
    "authority",
    "max_age_days",
)
_FILE_KEYS: Final = ("delimiter", "encoding", "header")
_DELIMITERS: Final = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|", "\\t": "\t"}
_USUAL_DATES: Final = ("%Y-%m-%d", "%m/%d/%Y", "%Y%m%d")
_USUAL_NORM: Final = (NumberStep.UPPER, NumberStep.STRIP_NONALNUM)
_USUAL_AGE_DAYS: Final = 35
_MAX_AGE_DAYS: Final = 3_660
# Ids of lists that are no board's.
TAKEN: Final = frozenset({NPPES, LEIE, "institutions"})


def read_manifest(path: Path) -> Manifest:
    """Return the manifest in a file.

    Raises:
        ManifestError: with every fault there is.
    """
    asked = Asked(read_yaml(path))
    asked.check_keys("", asked.top, KEYS)
    manifest = _manifest(asked)
    if asked.faults:
        raise ManifestError(asked.faults)
    return manifest


def _manifest(asked: Asked) -> Manifest:
    columns = _columns(asked)
    name = _id(asked)
    return Manifest(
        id=name,
        title=asked.text("title") or asked.text("name") or name,
        jurisdiction=_jurisdiction(asked, name, columns),
        shape=_shape(asked),
        columns=columns,
        type_map=_word_map(asked, "type_map", BoardKind, needed=Column.TYPE in columns),
        status_map=_word_map(asked, "status_map", BoardStatus, needed=True),
        number_norm=_number_norm(asked),
        date_formats=_date_formats(asked),
        authority=asked.word("authority", Authority, Authority.SECONDARY),
        max_age_days=asked.number("max_age_days", _USUAL_AGE_DAYS, _MAX_AGE_DAYS),
        default_kind=asked.word("default_kind", BoardKind, BoardKind.UNKNOWN),
        name_order=asked.word("name_order", NameOrder, NameOrder.FIRST_LAST),
    )


def _id(asked: Asked) -> str:
    name = asked.text("id")
    if not re.fullmatch(REGISTER_SLUG, name):
        asked.fault("id", "give 2 to 40 small letters, digits and hyphens, such as us-wa-doh")
    elif name in TAKEN:
        asked.fault("id", f"{name} is the id of another list")
    return name


def _columns(asked: Asked) -> Mapping[Column, str]:
    given = dict(asked.section("columns"))
    if isinstance(jurisdiction := asked.top.get("jurisdiction"), dict):
        asked.check_keys("jurisdiction", jurisdiction, ("column",))
        given.setdefault("state", jurisdiction.get("column", ""))
    asked.check_keys("columns", given, tuple(Column))
    columns = {Column(word): str(name).strip() for word, name in given.items() if word in set(Column) and name}
    for word in (Column.NUMBER, Column.STATUS):
        if word not in columns:
            asked.fault(f"columns › {word}", "name the file's column; without it no licence can be checked")
    if Column.NAME not in columns and not {Column.LAST, Column.FIRST} <= columns.keys():
        asked.fault("columns › last, first", "name both columns of the holder's name, or one as name")
    return columns


def _jurisdiction(asked: Asked, name: str, columns: Mapping[Column, str]) -> str:
    given = asked.top.get("jurisdiction")
    if isinstance(given, str) and given:
        place = place_of(given)
        if not place:
            advice = f"“{given}” is no state or country; write US-WA, GB, or three letters such as DEU"
            asked.fault("jurisdiction", advice)
        return place
    if Column.STATE in columns:
        return ""
    place = place_of_id(name)
    if not place:
        asked.fault("jurisdiction", "say which state or country the register is of, or map the column state")
    return place


def _shape(asked: Asked) -> Shape:
    given = asked.section("file")
    asked.check_keys("file", given, _FILE_KEYS)
    delimiter = str(given.get("delimiter", ","))
    delimiter = _DELIMITERS.get(delimiter.strip().casefold(), delimiter)
    if len(delimiter) != 1:
        asked.fault("file › delimiter", "give one character, or comma, semicolon, tab or pipe")
    header = str(given.get("header", "true")).casefold()
    if header not in {"true", "yes", "false", "no"}:
        asked.fault("file › header", "say true or false")
    return Shape(delimiter, asked.encoding(str(given.get("encoding", "utf-8-sig"))), header in {"true", "yes"})


def _word_map(asked: Asked, key: str, target: Any, *, needed: bool) -> dict[str, Any]:
    given = asked.section(key)
    if needed and not given:
        asked.fault(key, f"say what the file's words mean: each one of {', '.join(target)}")
    words = {}
    for written, meant in given.items():
        if fold_word(written) in words:
            asked.fault(f"{key} › {written}", "stands twice; capitals and spaces do not count")
        words[fold_word(written)] = asked.member(f"{key} › {written}", meant, target)
    return words


def _number_norm(asked: Asked) -> tuple[NumberStep, ...]:
    steps = asked.words("number_norm")
    return tuple(asked.member("number_norm", step, NumberStep) for step in steps) or _USUAL_NORM


def _date_formats(asked: Asked) -> tuple[str, ...]:
    formats = (*asked.words("date_format"), *asked.words("date_formats"))
    for form in formats:
        if not (re.search("%[Yy]", form) and re.search("%[mbB]", form) and "%d" in form):
            asked.fault("date_format", f"“{form}” lacks year, month or day; write it like %m/%d/%Y")
    return formats or _USUAL_DATES
