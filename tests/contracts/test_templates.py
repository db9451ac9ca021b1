"""Templates are all in use: each is named by code or by another, each that is named is there, each macro is called."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from flask import Flask

ROOT: Final = Path(__file__).parents[2]
FOLDER: Final = ROOT / "templates"
PAGES: Final = sorted(FOLDER.rglob("*.html"))
_NAME: Final = re.compile(r"[a-z_]+(?:/[a-z_]+)*\.html")
_IN_TEMPLATE: Final = re.compile(r"""["']([a-z_/]+\.html)["']""")
_MACRO: Final = re.compile(r"{%-?\s*macro\s+(\w+)")


def named_by_code() -> Iterator[str]:
    """Yield every template's name that stands as a string in the package."""
    for path in (ROOT / "medpeer").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _NAME.fullmatch(node.value):
                yield node.value


def named_by_templates() -> Iterator[str]:
    """Yield every template's name that another template extends, includes or imports."""
    for path in PAGES:
        yield from _IN_TEMPLATE.findall(path.read_text())


def test_the_templates_there_are_and_those_that_are_named_are_the_same() -> None:
    there = {path.relative_to(FOLDER).as_posix() for path in PAGES}
    assert there == {*named_by_code(), *named_by_templates()}


def test_each_macro_is_called() -> None:
    sources = {path: path.read_text() for path in PAGES}
    whole = "\n".join(sources.values())
    macros = {name for source in sources.values() for name in _MACRO.findall(source)}
    assert {name for name in macros if not re.search(rf"(?<!macro )\b{name}\(", whole)} == set()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_a_template_compiles(app: Flask, path: Path) -> None:
    app.jinja_env.get_template(path.relative_to(FOLDER).as_posix())


def test_mails_have_a_subject_and_a_link() -> None:
    for path in (FOLDER / "email").iterdir():
        source = path.read_text()
        assert source.startswith("Subject: "), path.name
        assert "$link" in source, path.name
