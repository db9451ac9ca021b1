"""The policies are reviewed data: one table, a version for each state of it, and known terms at every door."""

import ast
from pathlib import Path
from typing import Final

import pytest

from medpeer.deid import Category
from medpeer.gate import POLICIES, POLICY_VERSION, Surface
from medpeer.gate import policy_versions as versions
from medpeer.gate.policy_versions import HISTORY, policy_digest
from medpeer.gate.surfaces import Rule, SurfacePolicy

PACKAGE: Final = Path(__file__).parents[2] / "medpeer"
EXAMINERS: Final = {"examine", "examine_together", "judge_start"}


def test_the_table_is_that_of_its_version() -> None:
    """After a change: give ``POLICY_VERSION`` a new name and append it to ``HISTORY`` with the digest shown here."""
    assert (HISTORY[-1].version, HISTORY[-1].digest) == (POLICY_VERSION, policy_digest())


def test_no_version_comes_twice() -> None:
    assert len({one.version for one in HISTORY}) == len({one.digest for one in HISTORY}) == len(HISTORY)
    assert all(one.changed.endswith(".") for one in HISTORY)


@pytest.mark.parametrize(
    "changed",
    [
        SurfacePolicy("Case text", 8_001, markdown=True, clinical=True),
        SurfacePolicy("Case text", 8_000, markdown=True),
        SurfacePolicy("Case text", 8_000, markdown=True, clinical=True, rules={Category.DATE: Rule.ALLOW}),
    ],
)
def test_a_changed_rule_changes_the_digest(monkeypatch: pytest.MonkeyPatch, changed: SurfacePolicy) -> None:
    """The control."""
    before = policy_digest()
    monkeypatch.setattr(versions, "POLICIES", {**POLICIES, Surface.CASE_POST: changed})
    assert policy_digest() != before


def test_every_edge_says_under_which_terms_it_examines() -> None:
    """A view that forgets them would hold a tightened author as loosely as anyone."""
    strays = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for folder in ("web", "realtime")
        for path in sorted((PACKAGE / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) in EXAMINERS
        and not any("terms" in ast.unparse(one) for one in [*node.args, *(word.value for word in node.keywords)])
    ]
    assert strays == []
