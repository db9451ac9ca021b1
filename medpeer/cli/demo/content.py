"""The demo's synthetic people and writing, read from the tables beside this file."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).parent
Row = dict[str, Any]
"""One table of a TOML file, as its own comments describe it."""


def _read(name: str) -> dict[str, list[Row]]:
    with (FOLDER / name).open("rb") as file:
        return tomllib.load(file)


def physicians() -> list[Row]:
    """Return the members."""
    return _read("physicians.toml")["physician"]


def applicants() -> list[Row]:
    """Return the people who are still on their way in."""
    return _read("physicians.toml")["applicant"]


def threads() -> Iterator[Row]:
    """Yield every case and practice thread."""
    for path in sorted(FOLDER.glob("cases_*.toml")):
        yield from _read(path.name)["thread"]
    yield from _read("practice.toml")["thread"]


def papers() -> list[Row]:
    """Return the journal club's papers with their discussions."""
    return _read("papers.toml")["paper"]


def rooms() -> list[Row]:
    """Return the rooms with their messages."""
    return _read("rooms.toml")["room"]
