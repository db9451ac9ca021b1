"""Fields with what does not belong there; each line is otherwise as good as it can be."""

from typing import Any, Final

from bench.onboarding.impostors.trick import Trick
from bench.onboarding.world import World, application

RAW: Final = "raw"
"""The key under which a trick hands in a line as it stands instead of fields."""


def _field(name: str, value: object) -> Trick:
    def trick(world: World) -> dict[str, Any]:
        return application(world.person(), **{name: value})

    return trick


def _without(name: str) -> Trick:
    def trick(world: World) -> dict[str, Any]:
        return {key: value for key, value in application(world.person()).items() if key != name}

    return trick


def _raw(text: str) -> Trick:
    def trick(_world: World) -> dict[str, Any]:
        return {RAW: text}

    return trick


_FIELDS: Final = ("first", "last", "npi", "licence", "state", "taxonomy", "dob", "email")
_FLAGS: Final = ("controls_email", "answers_challenge")
_VALUES: Final[tuple[object, ...]] = (None, "", " ", [], {}, True, 0, 1.5, "A" * 100_000, "\x00", "\ud800", ["x"])
TRICKS: Final = (
    *(_field(name, value) for value in _VALUES for name in _FIELDS),
    *(_field("controls_email", value) for value in ("true", "yes", 1, [True], {"a": 1}, None, "1", 2**70)),
    *(_without(name) for name in (*_FIELDS, *_FLAGS)),
    *map(_field, ("first", "last") * 3, ("<script>alert(1)</script>", "{{7*7}}", "'; DROP TABLE physician;--") * 2),
    *(
        _field("first", text)
        for text in ("Marco 5551234567", "../../etc/passwd", "%00", "NULL", "-----", "N/A", "_", "%")
    ),
    *(_field("last", text) for text in ("*", "%", "Dr", "MD", ".", "-", "1", "a", "Ω")),
    *(
        _field("licence", text)
        for text in ("0", "-", "$$$$$$$$$", "********", "_________", "078-05-1120", "MD", "%", "*")
    ),
    *(_field("dob", text) for text in ("0000-00-00", "1899-01-01", "2031-01-01", "yesterday", "1970-13-45", "1970")),
    *map(
        _raw,
        (
            "",
            "null",
            "[]",
            "{}",
            "{",
            '"text"',
            "NaN",
            "[" * 100_000,
            '{"id": 1e999}',
            "{'id': 'x'}",
            "\ufeff",
            '{"id": ' + "9" * 5_000 + "}",
        ),
    ),
)
