"""The engine's stamp follows its files, so that a new model is a new version without anybody remembering to say so."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from medpeer.deid import LocalWords, engine_version, parse_local_words, version
from medpeer.gate import use_local_words
from medpeer.gate.house import local_words
from medpeer.gate.stamp import engine_stamp


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a small engine's folder in place of the real one."""
    (tmp_path / "data").mkdir()
    (tmp_path / "rules.py").write_text("RULE = 1\n")
    (tmp_path / "data" / "field.crf.gz").write_bytes(b"model")
    monkeypatch.setattr(version, "_FOLDER", tmp_path)
    engine_version.cache_clear()
    yield tmp_path
    engine_version.cache_clear()


def again() -> str:
    engine_version.cache_clear()
    return engine_version()


def test_a_changed_file_is_another_version(folder: Path) -> None:
    before = engine_version()
    assert again() == before
    (folder / "data" / "field.crf.gz").write_bytes(b"modem")
    assert again() != before
    (folder / "data" / "field.crf.gz").write_bytes(b"model")
    (folder / "rules.py").write_text("RULE = 2\n")
    assert again() != before


def test_a_missing_model_is_another_version_and_what_is_no_part_of_it_none(folder: Path) -> None:
    before = engine_version()
    (folder / "data" / "SOURCES.md").write_text("Where it comes from.")
    assert again() == before
    (folder / "data" / "field.crf.gz").unlink()
    assert again() != before


def test_the_houses_words_are_part_of_the_stamp() -> None:
    words = local_words()
    try:
        use_local_words(None)
        bare = engine_stamp()
        use_local_words(parse_local_words("the Quayside"))
        assert engine_stamp() != bare
        use_local_words(LocalWords(()))
        assert engine_stamp() != bare
    finally:
        use_local_words(words)
