"""Odd texts are tried for a few seconds; what the fuzzer calls broken is broken."""

import random

import pytest

from bench.deid import fuzz
from medpeer.deid import Category, Severity, Span


def test_no_odd_text_breaks_a_rule_in_a_few_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    assert fuzz.main(["--seconds", "3"]) == 0, capsys.readouterr().out
    assert "no rule broken" in capsys.readouterr().out


def test_the_same_seed_gives_the_same_text() -> None:
    one, other = (fuzz.odd_text(random.Random(5)) for _ in range(2))  # noqa: S311 - reproducible, not secret
    assert one == other


@pytest.mark.parametrize("end", [1, 400])
def test_a_finding_outside_the_text_is_called_broken(end: int, monkeypatch: pytest.MonkeyPatch) -> None:
    span = Span(1, end, Category.EMAIL, 0.9, Severity.MUST_GO, "planted")
    monkeypatch.setattr(fuzz, "find_identifiers", lambda _, **__: (span,))
    assert fuzz.broken_rule("short") == "findings overlap or lie outside the text"


def test_a_crash_is_called_broken_and_the_text_is_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def crash(_: str, **__: object) -> None:
        raise KeyError(_)

    monkeypatch.setattr(fuzz, "find_identifiers", crash)
    assert fuzz.main(["--seconds", "3", "--seed", "9"]) == 1
    assert capsys.readouterr().out.startswith("seed 9: KeyError: ")
