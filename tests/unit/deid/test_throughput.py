"""The archive of the throughput bench is synthetic, reproducible and free of held-out texts; its runs are counted."""

import json
from pathlib import Path

import pytest

from bench.deid.archive import training_texts, write_archive
from bench.deid.throughput import main, size_of
from tools.deid.posts import TEXTS


def test_no_held_out_text_and_no_label_is_in_it() -> None:
    texts = training_texts()
    held_out = [path.read_text(encoding="utf-8") for path in TEXTS.glob("heldout_*")]
    assert len(texts) > 1000
    assert held_out
    assert not [text for text in texts if len(text) > 60 and any(text in held for held in held_out)]
    assert not [text for text in texts if "{N " in text]


def test_an_archive_has_its_size_and_is_the_same_every_time(tmp_path: Path) -> None:
    count = write_archive(tmp_path / "a", 50_000)
    write_archive(tmp_path / "b", 50_000)
    assert 50_000 <= (tmp_path / "a").stat().st_size < 60_000
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert (
        len([json.loads(line)["text"] for line in (tmp_path / "a").read_text(encoding="utf-8").splitlines()]) == count
    )


@pytest.mark.parametrize(("words", "size"), [("5M", 5_000_000), ("1.5g", 1_500_000_000), ("20k", 20_000), ("7", 7)])
def test_a_size_is_read(words: str, size: int) -> None:
    assert size_of(words) == size


def test_both_runs_and_their_ratio_are_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--size", "20K", "--folder", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "| json | 2 | 0.0 |" in said
    assert "| json | 1 | 0.0 |" in said
    assert "times as fast as one" in said
    assert list(tmp_path.iterdir()) == []
