"""The texts that the trained parts learn from and are measured on: well labelled, and kept apart."""

import re
from pathlib import Path

import pytest

from tools.deid import calibrate, train_field
from tools.deid.posts import KINDS, TEXTS, Labelled, inline_post, measured_files, posts_of, training_files

FILES = sorted([*TEXTS.glob("*.jsonl"), *TEXTS.glob("*.txt")])
KEPT_OUT = {path for path in FILES if path.name.startswith(("heldout_", "measured_"))}
by_name = pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)


def _learned() -> list[Labelled]:
    return [post for path in training_files() for post in posts_of(path)]


@by_name
def test_every_file_holds_posts_with_words(path: Path) -> None:
    posts = posts_of(path)
    assert len(posts) >= 130
    assert all(re.search(r"\w", post.text) for post in posts)


@by_name
def test_labels_lie_inside_their_text_in_order_and_apart(path: Path) -> None:
    for post in posts_of(path):
        edges = [edge for start, end, _ in post.spans for edge in (start, end)]
        assert edges == sorted(edges), post
        assert all(0 <= start < end <= len(post.text) for start, end, _ in post.spans), post


@by_name
def test_labels_cover_words_without_blanks_at_their_ends(path: Path) -> None:
    for post in posts_of(path):
        for start, end, _ in post.spans:
            words = post.text[start:end]
            assert words == words.strip(), (post.text, words)
            assert re.search(r"\w", words), (post.text, words)


@by_name
def test_labels_are_of_known_kinds_and_none_is_left_in_the_text(path: Path) -> None:
    for post in posts_of(path):
        assert {kind for _, _, kind in post.spans} <= set(KINDS.values()), post
        assert not re.search(r"\{[A-Z] |^--\s*$", post.text, re.MULTILINE), post


def test_no_post_stands_in_two_files() -> None:
    homes: dict[str, str] = {}
    for path in FILES:
        for post in posts_of(path):
            assert homes.setdefault(post.text, path.name) == path.name


def test_about_half_of_the_posts_learned_from_hold_no_identifier() -> None:
    posts = _learned()
    assert len(posts) >= 6_700
    assert sum("inline_" in path.name for path in training_files()) == 27
    assert 0.4 < sum(not post.spans for post in posts) / len(posts) < 0.6


def test_every_kind_of_identifier_is_learned() -> None:
    assert {kind for post in _learned() for _, _, kind in post.spans} == set(KINDS.values())


def test_no_text_kept_for_measuring_is_learned_from_by_default() -> None:
    assert set(train_field.options().parse_args([]).files) == set(training_files()) == set(FILES) - KEPT_OUT


@pytest.mark.parametrize("module", ["train_field", "train_encoder"])
def test_no_trainer_names_a_file_by_itself(module: str) -> None:
    source = (TEXTS.parent / f"{module}.py").read_text(encoding="utf-8")
    assert "default=training_files()" in source
    assert not re.search(r"heldout|measured_|\.glob\(", source)


def test_the_calibration_reads_only_writers_whom_no_part_learned_from() -> None:
    assert calibrate.options().parse_args([]).files == measured_files()
    assert not set(measured_files()) & set(training_files())
    assert not any(path.name.startswith("heldout_") for path in measured_files())


def test_labels_are_taken_out_of_an_inline_post() -> None:
    post = inline_post("Mrs {N Rosa Vey}, {A 94}, from {L Oakham}.")
    assert post == Labelled("Mrs Rosa Vey, 94, from Oakham.", ((4, 12, "NAME"), (14, 16, "AGE"), (23, 29, "LOCATION")))


def test_a_letter_that_stands_for_no_kind_is_refused() -> None:
    with pytest.raises(KeyError):
        inline_post("Mrs {Q Rosa}.")


def test_labels_keep_step_when_their_words_change() -> None:
    post = inline_post("{N Rosa} and {N Al} left.").with_words(lambda words, _: words * 2)
    assert [post.text[start:end] for start, end, _ in post.spans] == ["RosaRosa", "AlAl"]
