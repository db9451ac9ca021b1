"""Traces and the search for them: pure."""

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpeer.moderation import scan
from medpeer.moderation.scan import Finder, files_below, size_of
from medpeer.moderation.traces import MEMORY, Memory, Traces, traces_of

TEXT = "Mrs Quenneville, MRN 4417201, came with haematuria. Dr O'Hanlon-Étienne saw her twice in the clinic."


def test_rare_words_and_long_numbers_are_traces_and_dictionary_words_are_not() -> None:
    words = traces_of([TEXT]).words
    assert {"quenneville", "4417201", "étienne", "etienne"} <= words
    assert not {"haematuria", "came", "clinic", "twice", "with"} & words


def test_runs_of_five_words_are_traces_even_of_common_words() -> None:
    assert "came with haematuria. dr o'hanlon-étienne" in traces_of([TEXT]).runs
    assert traces_of(["fever after the long journey home"]).runs == {
        "fever after the long journey",
        "after the long journey home",
    }


def test_a_short_text_is_one_run_and_an_empty_one_none() -> None:
    assert traces_of(["fever today"]).runs == {"fever today"}
    assert traces_of(["", "ok"]) == Traces(frozenset(), frozenset())


def test_what_a_redaction_took_out_is_the_difference() -> None:
    before, after = traces_of([TEXT]), traces_of([TEXT.replace("Quenneville", "X")])
    assert "quenneville" in before.without(after).words
    assert "4417201" not in before.without(after).words


def test_traces_do_not_print_or_pickle() -> None:
    traces = traces_of([TEXT])
    assert "uenneville" not in f"{traces!r} {traces}"
    with pytest.raises(TypeError):
        pickle.dumps(traces)


def test_memory_forgets_the_oldest_and_on_request() -> None:
    memory = Memory()
    for number in range(100):
        memory.keep(str(number), traces_of([]))
    assert memory.find("0") is None
    assert memory.find("99") is not None
    memory.forget("99")
    memory.forget("99")
    assert memory.find("99") is None
    assert MEMORY is not memory


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("word", ["quenneville", "étienne", "λαμπρου"])
@given(before=st.binary(max_size=40), after=st.binary(max_size=40), upper=st.booleans())
def test_a_word_is_found_between_any_bytes(
    tmp_path_factory: pytest.TempPathFactory, encoding: str, word: str, before: bytes, after: bytes, upper: bool
) -> None:
    path = tmp_path_factory.mktemp("scan") / "file"
    # Letters beyond Latin-1 are looked for as they were typed.
    typed = word.upper() if upper and word.isascii() else word
    path.write_bytes(before + typed.encode(encoding) + after)
    assert Finder([word]).in_file(path)[word] >= 1


@given(cut=st.integers(1, 30))
def test_a_word_across_two_parts_is_found_once(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    path = tmp_path_factory.mktemp("scan") / "file"
    path.write_bytes(b"x" * (scan._CHUNK - cut) + b"quenneville" + b"x" * 50)
    assert Finder(["quenneville", "ville"]).in_file(path) == {"quenneville": 1, "ville": 1}


def test_nothing_to_look_for_finds_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"quenneville")
    assert not Finder([]).in_file(tmp_path / "file")
    assert Finder([]).in_text("quenneville") == set()


def test_files_that_go_meanwhile_and_links_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below/file").write_bytes(b"12345")
    (tmp_path / "link").symlink_to(tmp_path / "below/file")
    found = list(files_below(tmp_path))
    assert found == [tmp_path / "below/file"]
    assert size_of([*found, tmp_path / "gone"]) == 5
    assert not Finder(["quenneville"]).in_file(tmp_path / "gone")
    assert list(files_below(tmp_path / "gone")) == []
