"""Certain calls live in certain files. The walk finds them by syntax, so comments and strings do not count."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "medpeer"
SOURCES = sorted(PACKAGE.rglob("*.py"))

# What may be called or named where; a path prefix below medpeer/.
HOMES = {
    # The second is the index writer's own.
    "commit": ("core/db.py", "search/whoosh_backend.py"),
    "environ": (),
    "getenv": (),
    "Markup": ("gate/rendering.py", "web/pages.py", "search/snippets.py", "search/finder.py"),
    "open_for_check": ("gate/", "web/user_text.py", "web/gate.py"),
    "select": (
        "accounts/",
        "addresses/",
        "audit/",
        "chat/",
        "core/",
        "credentials/",
        "critiques/",
        "discussions/",
        "gate/",
        "hospitals/",
        "images/",
        "jobs/",
        "leaving/",
        "licensing/",
        "moderation/",
        "notifications/",
        "own_data/",
        "search/",
        "statistics/",
        "unmasking/",
        "cli/",
    ),
}


def uses(path: Path) -> Iterator[tuple[str, int]]:
    """Yield each called or read name of a file with its line."""
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
                yield name, node.lineno
            case ast.Attribute(attr="environ" as name):
                yield name, node.lineno


@pytest.mark.parametrize("name", sorted(HOMES))
def test_a_call_stays_in_its_homes(name: str) -> None:
    strays = [
        f"{path.relative_to(PACKAGE)}:{line}"
        for path in SOURCES
        for used, line in uses(path)
        if used == name and not str(path.relative_to(PACKAGE)).startswith(HOMES[name] or ("\0",))
    ]
    assert strays == []


def test_no_module_imports_inside_a_function() -> None:
    inner = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in SOURCES
        for function in ast.walk(ast.parse(path.read_text()))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inner == []


def test_nothing_is_named_for_having_no_name() -> None:
    nameless = [str(path.relative_to(ROOT)) for path in SOURCES if path.stem in {"utils", "helpers", "common", "misc"}]
    assert nameless == []


def test_public_things_have_docstrings() -> None:
    bare, total = [], 0
    for path in SOURCES:
        tree = ast.parse(path.read_text())
        for node in [tree, *ast.walk(tree)]:
            if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                continue
            if not isinstance(node, ast.Module) and node.name.startswith("_"):
                continue
            total += 1
            if not ast.get_docstring(node):
                bare.append(f"{path.relative_to(PACKAGE)}:{getattr(node, 'name', 'module')}")
    assert len(bare) <= total * 0.05, bare


def test_templates_never_declare_text_safe_and_hold_no_inline_code() -> None:
    for path in (ROOT / "templates").rglob("*.html"):
        source = path.read_text()
        for banned in ("|safe", "| safe", "style=", "onclick=", "onsubmit=", "onload=", "javascript:"):
            assert banned not in source, f"{path.relative_to(ROOT)} holds {banned}"


def test_every_relationship_is_lazy_raise() -> None:
    """An N+1 query is an error: either no relationship at all, or one that refuses to load by itself."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "relationship":
                lazy = [word.value for word in node.keywords if word.arg == "lazy"]
                assert [getattr(value, "value", None) for value in lazy] == ["raise"], path
