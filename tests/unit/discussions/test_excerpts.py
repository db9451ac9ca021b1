"""Excerpts are plain, short and cut between words."""

from hypothesis import given
from hypothesis import strategies as st

from medpeer.discussions.queries.excerpts import EXCERPT_CHARS, excerpt


def test_markdown_and_tables_do_not_show() -> None:
    text = "A **man** with [`U waves`](https://a.example).\n\n| K | 2.4 |\n|---|---|\n\n- Next."
    assert excerpt(text) == "A man with U waves. Next."


def test_a_long_text_ends_with_a_sentence_where_one_fits() -> None:
    assert excerpt("Short start. " + "x" * 90 + ". " + "y" * 200).endswith("x.")


def test_a_long_sentence_is_cut_between_words() -> None:
    assert excerpt("word " * 80).endswith("word…")


@given(st.text(max_size=600))
def test_no_excerpt_is_longer_than_allowed(text: str) -> None:
    assert len(excerpt(text)) <= EXCERPT_CHARS + 1
