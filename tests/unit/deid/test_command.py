"""The command reads text, JSON lines and folders, and says what it could not read."""

import io
import json
from pathlib import Path

import pytest

from medpeer.deid.command import main
from medpeer.deid.long_texts import find_in_long

LETTER = "Mr. Delroy Pruitt was seen on 14 March 2024."


def test_json_lines_give_one_line_of_findings_each(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join(json.dumps({"id": name, "text": LETTER}) for name in "ab"), encoding="utf-8")
    assert main([str(source), "--output", str(target), "--quiet"]) == 0
    rows = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["a", "b"]
    assert set(rows[0]["spans"][0]) == {"start", "end", "category", "score", "severity"}
    assert LETTER[rows[0]["spans"][0]["start"] : rows[0]["spans"][0]["end"]] == "Delroy Pruitt"


def test_redaction_keeps_the_rest_of_the_text(tmp_path: Path) -> None:
    source, target = tmp_path / "letter.txt", tmp_path / "out.txt"
    source.write_text(LETTER, encoding="utf-8")
    assert main([str(source), "--redact", "--output", str(target)]) == 0
    assert target.read_text(encoding="utf-8") == "The patient was seen on D0.\n"


def test_the_report_marks_and_escapes(tmp_path: Path) -> None:
    source, target = tmp_path / "letter.txt", tmp_path / "out.html"
    source.write_text(LETTER + " K < 3 & falling", encoding="utf-8")
    assert main([str(source), "--html", "--output", str(target)]) == 0
    page = target.read_text(encoding="utf-8")
    assert '<mark class="must_go"' in page
    assert "K &lt; 3 &amp; falling" in page


def test_a_bad_line_is_named_and_its_text_is_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"id": "a", "text": "fine"}\nRosa Diaz\n', encoding="utf-8")
    assert main([str(source), "--output", str(tmp_path / "out")]) == 1
    said = capsys.readouterr().err
    assert "in.jsonl:2" in said
    assert "Rosa" not in said


def test_standard_input_is_read_as_one_text(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(LETTER))
    assert main(["--output", str(tmp_path / "out"), "--quiet"]) == 0
    assert json.loads((tmp_path / "out").read_text())["id"] == "-"


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt"):
        (tmp_path / name).write_text(LETTER, encoding="utf-8")
    out = tmp_path / "out.json"
    assert main([str(tmp_path), "--output", str(out), "--jobs", "2", "--quiet"]) == 0
    assert [json.loads(line)["id"] for line in out.read_text().splitlines()] == ["a.txt", "b.txt"]


def test_a_text_longer_than_one_call_is_read_in_stretches() -> None:
    text = "word " * 21_000 + LETTER
    assert [text[span.start : span.end] for span in find_in_long(text)] == ["Delroy Pruitt", "14 March 2024"]
