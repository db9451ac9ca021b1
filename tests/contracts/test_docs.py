"""The documents say what the code says: words, tables, commands, paths, and decisions in their order."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click
import pytest

import medpeer
from medpeer.app import COMMANDS
from medpeer.core.db import Base

ROOT: Final = Path(__file__).parents[2]
GLOSSARY: Final = (ROOT / "docs/glossary.md").read_text()
RUNNING: Final = (ROOT / "docs/running.md").read_text()
PAGES: Final = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
_PATH: Final = re.compile(r"`((?:bench|docs|medpeer|migrations|static|templates|tests|tools)/[\w./-]*[\w/])`")


def commands(command: click.Command, words: str) -> Iterator[tuple[str, click.Command]]:
    """Yield each of our commands with the words that call it."""
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            yield from commands(below, f"{words} {name}")
    else:
        yield words, command


OURS: Final = {words: command for top in COMMANDS for words, command in commands(top, f"flask --app wsgi {top.name}")}


@pytest.mark.parametrize(
    "package", sorted(path.parent.name for path in Path(medpeer.__file__).parent.glob("*/__init__.py"))
)
def test_a_package_is_a_word_of_the_glossary(package: str) -> None:
    assert f"\n| {package} |" in GLOSSARY


def test_the_glossary_says_what_a_row_of_each_table_is() -> None:
    listed = re.findall(r"^\| `(\w+)` \|", GLOSSARY, re.MULTILINE)
    assert listed == sorted(table.name for table in Base.metadata.sorted_tables)


def test_the_glossary_is_in_order_and_says_each_word_once() -> None:
    words = re.findall(r"^\| ([^`|]+?) \| ", GLOSSARY.partition("## Tables")[0], re.MULTILINE)[1:]
    assert words == sorted(set(words), key=str.casefold)


@pytest.mark.parametrize("words", sorted(OURS))
def test_a_command_stands_in_the_running_page_with_its_options(words: str) -> None:
    (line,) = [line for line in RUNNING.splitlines() if line.startswith((f"| `{words} ", f"| `{words}`"))]
    options = [name for parameter in OURS[words].params for name in parameter.opts if name.startswith("--")]
    assert [name for name in options if name not in line] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_paths_that_a_page_names_are_there(page: Path) -> None:
    source = page.read_text()
    linked = [(page.parent / target).resolve() for target in re.findall(r"\]\(([^):#]+)\)", source)]
    named = [ROOT / path for path in _PATH.findall(source)]
    assert [path for path in (*linked, *named) if not path.exists()] == []


def test_decisions_are_numbered_in_order() -> None:
    numbered = [(path.name[:3], path.read_text()) for path in sorted((ROOT / "docs/adr").glob("*.md"))]
    for number, (name, source) in enumerate(numbered, 1):
        assert name == f"{number:03}"
        assert source.startswith(f"# {number}. ")
