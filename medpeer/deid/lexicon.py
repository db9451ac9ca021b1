"""What kind of word a word is: given name, surname, English word, medical term, town, country.

The lists load on first use and are shared; ``tools/deid/build_lexicon.py`` makes them, ``data/SOURCES.md`` says
of what.
"""

import gzip
from importlib.resources import files
from typing import Final

from medpeer.deid.shared import loaded_once

FIRST, LAST, WORD, MEDICAL, PLACE, REGION = 0, 2, 4, 7, 9, 11
"""Bit places of the levels in a value."""

Lexicon = dict[str, int]
"""Packed levels by word or phrase, in lower case without accents."""

PLACE_WORDS: Final = 4
"""Most words of a town's name that are looked up together."""


@loaded_once
def lexicon() -> Lexicon:
    """Return the shared table; 0.2 s the first time, about 45 MB. Must not be changed."""
    packed = (files("medpeer.deid") / "data" / "lexicon.txt.gz").read_bytes()
    table: Lexicon = {}
    for line in gzip.decompress(packed).decode("ascii").split("\n"):
        value, _, words = line.partition("\t")
        table.update(dict.fromkeys(words.split("|"), int(value)))
    return table


def level(value: int, field: int) -> int:
    """Give one field of a packed value: names and towns 0..3, words 0..5, medicine 0..2, region 0..1."""
    return value >> field & (7 if field == WORD else 1 if field == REGION else 3)
