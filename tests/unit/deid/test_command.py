"""The command reads text, JSON lines and folders, names what it cannot read, and ends cleanly whatever happens."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from medpeer.deid import command, results, working
from medpeer.deid.arguments import parser
from medpeer.deid.command import main
from medpeer.deid.long_texts import find_in_long
from medpeer.deid.reading import MAX_DOCUMENT_CHARS, Document

LETTER: Final = "Mr. Delroy Pruitt was seen on 14 March 2024."
COMMAND: Final = (sys.executable, "-m", "medpeer.deid")


def _rows(path: Path, *texts: str) -> Path:
    lines = (json.dumps({"id": f"n{number}", "text": text}) for number, text in enumerate(texts))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _piped(given: bytes, *options: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*COMMAND, *options], input=given, capture_output=True, check=False)  # noqa: S603


def test_json_lines_give_one_line_of_findings_each(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    assert main([str(_rows(tmp_path / "in.jsonl", LETTER, LETTER)), "--output", str(target), "--quiet"]) == 0
    rows = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["n0", "n1"]
    assert set(rows[0]["spans"][0]) == {"start", "end", "category", "score", "severity"}
    assert LETTER[rows[0]["spans"][0]["start"] : rows[0]["spans"][0]["end"]] == "Mr. Delroy Pruitt"


def test_redaction_keeps_the_rest_of_the_text(tmp_path: Path) -> None:
    source, target = tmp_path / "letter.txt", tmp_path / "out.txt"
    source.write_text(LETTER, encoding="utf-8")
    assert main([str(source), "--redact", "--output", str(target)]) == 0
    assert target.read_text(encoding="utf-8") == "The patient was seen on D0.\n"


def test_redacted_json_lines_are_json_lines_again(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    assert main([str(_rows(tmp_path / "in.jsonl", LETTER + "\nWell.")), "--redact", "--output", str(target)]) == 0
    assert json.loads(target.read_text()) == {"id": "n0", "text": "The patient was seen on D0.\nWell."}


def test_standard_input_is_one_text_or_json_lines() -> None:
    assert _piped(LETTER.encode(), "--redact").stdout.decode() == "The patient was seen on D0.\n"
    rows = b'\n{"id": 7, "text": "fine"}\n{"text": "fine"}\n'
    assert [json.loads(line)["id"] for line in _piped(rows).stdout.splitlines()] == ["7", "-:3"]
    assert json.loads(_piped(b"").stdout)["spans"] == []


def test_a_folder_is_read_in_the_order_of_names_and_says_what_it_left(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in" / "inner").mkdir(parents=True)
    for name in ("b.txt", "a.txt", "inner/a.txt", "scan.png"):
        (tmp_path / "in" / name).write_text(LETTER, encoding="utf-8")
    out = tmp_path / "out.json"
    assert main([str(tmp_path / "in"), "--output", str(out), "--jobs", "2", "--quiet"]) == 1
    assert [json.loads(line)["id"] for line in out.read_text().splitlines()] == ["a.txt", "b.txt", "inner/a.txt"]
    assert "1 file of other kinds not read" in capsys.readouterr().err


def test_what_cannot_be_read_is_named_by_line_and_the_rest_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = b'{"id": "a", "text": "fine"}\nRosa Diaz\n{"text": 3}\n["Rosa"]\n\n{"text": "\xff"}\n' + b"[" * 90_000
    long = json.dumps({"text": "a" * (MAX_DOCUMENT_CHARS + 1)}).encode()
    (tmp_path / "in.jsonl").write_bytes(bad + b"\n" + long + b'\n{"id": "z", "text": "fine"}')
    (tmp_path / "latin.txt").write_bytes("one\ntwo\nPérez".encode("latin-1"))
    (tmp_path / "long.txt").write_bytes(b"a" * 10_000_000)
    out = tmp_path / "out"
    names = ("in.jsonl", "latin.txt", "gone.txt", "long.txt")
    assert main([*(str(tmp_path / name) for name in names), "--output", str(out)]) == 1
    assert [json.loads(line)["id"] for line in out.read_text().splitlines()] == ["a", "z"]
    said = capsys.readouterr().err
    assert [f"in.jsonl:{line}: " in said for line in range(1, 10)] == [
        line in {2, 3, 4, 6, 7, 8} for line in range(1, 10)
    ]
    assert "latin.txt:3: not UTF-8 text" in said
    assert "gone.txt: No such file" in said
    assert f"long.txt:1: longer than {MAX_DOCUMENT_CHARS:,} characters" in said
    assert "Rosa" not in said


def test_a_line_without_end_is_passed_over_without_being_held(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("medpeer.deid.reading.MAX_LINE_BYTES", 100)
    (tmp_path / "in.jsonl").write_bytes(b'{"text": "' + b"a" * 950 + b'"}\n{"id": "z", "text": "fine"}')
    assert main([str(tmp_path / "in.jsonl"), "--output", str(tmp_path / "out")]) == 1
    assert json.loads((tmp_path / "out").read_text())["id"] == "z"
    assert "in.jsonl:1: longer" in capsys.readouterr().err


def test_a_text_that_brings_out_a_defect_does_not_stop_the_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def find(text: str, **_: object) -> list[object]:
        if text == "bad":
            raise ZeroDivisionError
        return []

    monkeypatch.setattr(results, "find_in_long", find)
    out = tmp_path / "out"
    assert main([str(_rows(tmp_path / "in.jsonl", "fine", "bad", "fine")), "--output", str(out)]) == 1
    assert [json.loads(line)["id"] for line in out.read_text().splitlines()] == ["n0", "n2"]
    assert "n1: this text could not be checked" in capsys.readouterr().err


def test_lone_surrogates_come_back_escaped(tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out"
    source.write_text('{"id": "\\ud800", "text": "Mr. Pruitt \\udfff came."}', encoding="utf-8")
    assert main([str(source), "--redact", "--output", str(out)]) == 0
    assert json.loads(out.read_text(encoding="utf-8"))["text"] == "The patient \udfff came."


def test_the_order_is_kept_and_nothing_is_lost_with_several_processes(tmp_path: Path) -> None:
    source = _rows(
        tmp_path / "in.jsonl", *(f"Mr. Pruitt, number {number}" + " x" * (number % 50) for number in range(900))
    )
    one, two = tmp_path / "one", tmp_path / "two"
    assert main([str(source), "--output", str(one)]) == main([str(source), "--output", str(two), "--jobs", "2"]) == 0
    assert one.read_bytes() == two.read_bytes()
    assert len(one.read_bytes().splitlines()) == 900


def test_no_more_is_read_than_the_workers_can_take() -> None:
    taken = 0

    def endless() -> Iterator[Document]:
        nonlocal taken
        while True:
            taken += 1
            yield Document("n", "a " * 500, 1000, is_row=True)

    with working.workers(2) as pool:
        found = working.results(endless(), results.Work(results.Form.JSON, 0.5), pool, jobs=2)
        for _ in range(100):
            next(found)
    assert taken <= 100 + 7 * 51


def test_an_output_appears_whole_and_private_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, out = _rows(tmp_path / "in.jsonl", LETTER), tmp_path / "out"
    assert main([str(source), "--output", str(out)]) == 0
    assert out.stat().st_mode & 0o777 == 0o600
    before = out.read_bytes()

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "results", interrupted)
    assert main([str(source), "--output", str(out)]) == 130
    assert out.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out"]


def test_an_output_that_cannot_be_written_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(_rows(tmp_path / "in.jsonl", LETTER)), "--output", str(tmp_path / "none" / "out")]) == 3
    assert "No such file" in capsys.readouterr().err


def _heed_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupt_ends_it_and_its_workers_quietly(tmp_path: Path, sent: signal.Signals, status: int) -> None:
    source = _rows(tmp_path / "in.jsonl", *[LETTER * 20] * 4000)
    running = subprocess.Popen(  # noqa: S603
        [*COMMAND, str(source), "--jobs", "2", "--output", str(tmp_path / "out")],
        stderr=subprocess.PIPE,
        process_group=0,
        # Whoever runs the tests in the background may have had interrupts ignored for all of them.
        preexec_fn=_heed_interrupts,  # noqa: PLW1509 - no thread holds a lock that one call of signal() would want
    )
    part = None
    while part is None:
        part = next(tmp_path.glob(".out.*.part"), None)
        assert running.poll() is None
    os.killpg(running.pid, sent) if sent is signal.SIGINT else running.send_signal(sent)
    _, said = running.communicate(timeout=30)
    assert (running.returncode, said) == (status, b"")
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]
    with pytest.raises(ProcessLookupError):
        os.killpg(running.pid, 0)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_closed_pipe_ends_it_quietly(tmp_path: Path, jobs: str) -> None:
    source = _rows(tmp_path / "in.jsonl", *[LETTER] * 3000)
    with subprocess.Popen(  # noqa: S603
        [*COMMAND, str(source), "--jobs", jobs], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 141


def test_the_help_names_every_option_with_examples(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert all(
        option in said for option in ("--redact", "--html", "--jobs", "--words", "--threshold", "--output", "--quiet")
    )
    assert said.count("python -m medpeer.deid ") > 5
    assert max(map(len, said.splitlines())) <= 120


@pytest.mark.parametrize("wrong", [["--threshold", "2"], ["--threshold", "x"], ["--jobs", "0"], ["--html", "--redact"]])
def test_a_wrong_option_is_refused(wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(wrong)
    assert ended.value.code == 2


def test_a_text_longer_than_one_call_is_read_in_stretches() -> None:
    text = "word " * 21_000 + LETTER
    assert [text[span.start : span.end] for span in find_in_long(text)] == ["Mr. Delroy Pruitt", "14 March 2024"]
