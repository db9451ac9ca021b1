"""Without its model the engine works on, says so, and asks the author about more."""

from pathlib import Path

import pytest

from medpeer.deid import Mode, Severity, encoder, engine_status, find_identifiers
from medpeer.deid.command import main

LETTER = "Mr. Delroy Pruitt, MRN 00381-7742, was seen on 14 March 2024."
UNLED = "Then Rosalinda cried, and Kowalczyk wept."


@pytest.fixture
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take a model file away."""
    monkeypatch.setattr(encoder, "encoder", lambda: None)


def test_with_its_model_the_engine_says_that_it_is_whole() -> None:
    assert engine_status().mode is Mode.FULL
    assert engine_status().threshold_factor == 1


@pytest.mark.usefixtures("no_model")
def test_without_its_model_the_engine_says_so() -> None:
    assert engine_status().mode is Mode.RULES_ONLY
    assert "model file is missing" in engine_status().note


@pytest.mark.usefixtures("no_model")
def test_without_its_model_the_rules_find_what_has_a_shape() -> None:
    found = [LETTER[span.start : span.end] for span in find_identifiers(LETTER)]
    assert found == ["Mr. Delroy Pruitt", "00381-7742", "14 March 2024"]


@pytest.mark.usefixtures("no_model")
def test_without_its_model_the_author_is_asked_about_every_listed_name() -> None:
    found = [(UNLED[span.start : span.end], span.severity) for span in find_identifiers(UNLED)]
    assert found == [("Rosalinda", Severity.TELL_AUTHOR), ("Kowalczyk", Severity.TELL_AUTHOR)]


@pytest.mark.usefixtures("no_model")
def test_without_its_model_the_author_is_told_from_a_lower_score_on() -> None:
    scores = [span.score for span in find_identifiers(UNLED)]
    assert all(0.3 <= score < 0.5 for score in scores)


@pytest.mark.usefixtures("no_model")
def test_the_command_says_that_the_model_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "letter.txt").write_text(LETTER, encoding="utf-8")
    assert main([str(tmp_path / "letter.txt"), "--output", str(tmp_path / "out")]) == 0
    assert "model file is missing" in capsys.readouterr().err
