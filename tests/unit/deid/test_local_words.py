"""A house teaches the engine its own hospitals, wards and codes with a text file."""

import json
from pathlib import Path

import pytest

from medpeer.deid import Category, LocalWordsError, Severity, find_identifiers, parse_local_words, read_local_words
from medpeer.deid.command import main

HOUSE = """
; what only we call so
the Quayside
Zürichhaus
W#-##
[numbers]
KX-###
[names]
Hope
[never]
Pruitt protocol
"""


@pytest.mark.parametrize(
    ("text", "found", "category"),
    [
        ("He waits in w3-07 for a scan.", "w3-07", Category.LOCATION),
        ("She came over from THE  QUAYSIDE at noon.", "THE  QUAYSIDE", Category.LOCATION),
        ("Nothing was done at zurichhaus, it seems.", "zurichhaus", Category.LOCATION),
        ("The tray kx-318 was short of a clamp.", "kx-318", Category.OTHER),
        ("We all hope so.", "hope", Category.NAME),
    ],
)
def test_a_local_word_must_go_in_any_letter_case(text: str, found: str, category: Category) -> None:
    span = next(span for span in find_identifiers(text, words=parse_local_words(HOUSE)) if span.category is category)
    assert text[span.start : span.end] == found
    assert span.severity is Severity.MUST_GO


@pytest.mark.parametrize("text", ["The W3-071 form is new.", "XKX-318 is a reagent.", "the quaysides are wet"])
def test_a_part_of_a_longer_word_is_no_local_word(text: str) -> None:
    spans = find_identifiers(text, words=parse_local_words(HOUSE))
    assert [span for span in spans if span.rule.startswith("local.")] == []


def test_what_is_never_an_identifier_is_left() -> None:
    text = "Ask Mr. Pruitt to bring the tray."
    assert find_identifiers(text)
    assert not find_identifiers(text, words=parse_local_words("[never]\nPruitt"))


def test_an_unknown_heading_is_named_by_its_line() -> None:
    with pytest.raises(LocalWordsError, match="line 2"):
        parse_local_words("Quayside\n[towns]\n")


def test_a_word_of_one_letter_is_refused() -> None:
    with pytest.raises(LocalWordsError, match="line 1"):
        parse_local_words("x")


def test_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "house.txt").write_text(HOUSE, encoding="utf-8")
    assert read_local_words(tmp_path / "house.txt") == parse_local_words(HOUSE)


def test_the_command_takes_a_file_of_local_words(tmp_path: Path) -> None:
    house, letter, out = tmp_path / "house.txt", tmp_path / "letter.txt", tmp_path / "out"
    house.write_text("W#-##", encoding="utf-8")
    letter.write_text("He waits in W3-07 for a scan.", encoding="utf-8")
    assert main([str(letter), "--words", str(house), "--output", str(out), "--quiet"]) == 0
    (span,) = json.loads(out.read_text(encoding="utf-8"))["spans"]
    assert (span["start"], span["end"]) == (12, 17)


def test_the_command_names_a_file_of_local_words_that_it_cannot_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "house.txt").write_text("[towns]", encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["--words", str(tmp_path / "house.txt")])
    assert ended.value.code == 2
    assert "house.txt: line 1" in capsys.readouterr().err


def test_two_codes_side_by_side_are_both_found() -> None:
    text = "beds W3-07 W3-08 are free"
    spans = find_identifiers(text, words=parse_local_words(HOUSE))
    covered = "".join(text[span.start : span.end] for span in spans)
    assert "W3-07" in covered
    assert "W3-08" in covered


@pytest.mark.parametrize("line", ["**", "--", "<b>", "\u200b\u200b", "_x_"])
def test_a_line_of_which_nothing_is_left_is_refused(line: str) -> None:
    with pytest.raises(LocalWordsError, match="line 1"):
        parse_local_words(line)


def test_a_list_beyond_the_matchers_reach_is_refused_when_it_is_read(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(LocalWordsError, match="more than can be looked for"):
        parse_local_words("\n".join(f"ward of the long name {number:x}" for number in range(400_000)))
    assert "long name" not in capfd.readouterr().err


def test_ten_thousand_words_are_no_burden() -> None:
    words = parse_local_words("\n".join(f"ward{number:05}x" for number in range(10_000)))
    assert find_identifiers("moved to ward07777x", words=words)
