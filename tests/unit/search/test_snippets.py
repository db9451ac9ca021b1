"""Hits are marked where they stand, whatever the text holds."""

from hypothesis import given
from hypothesis import strategies as st

from medpeer.gate import render_markdown
from medpeer.search.query import parse
from medpeer.search.snippets import SNIPPET_CHARS, highlight, plain_text, snippet


def marks(text: str, query: str) -> str:
    return str(highlight(text, parse(query).clauses.required))


def test_the_name_is_marked_for_its_abbreviation() -> None:
    assert marks("New PE after flight", "pulmonary embolism") == "New <mark>PE</mark> after flight"
    assert marks("A pulmonary embolism", "PE") == "A <mark>pulmonary embolism</mark>"


def test_the_typed_spelling_is_marked() -> None:
    assert marks("Haemoglobin and Sjögren’s", "hemoglobin sjogren") == (
        "<mark>Haemoglobin</mark> and <mark>Sjögren</mark>’s"
    )


def test_the_small_word_is_not_marked_for_the_abbreviation() -> None:
    assert marks("as severe AS", "AS") == "as severe <mark>AS</mark>"


def test_texts_are_escaped() -> None:
    assert marks("<b>fever</b> & PE", "fever") == "&lt;b&gt;<mark>fever</mark>&lt;/b&gt; &amp; PE"


def test_the_passage_is_where_most_is_met() -> None:
    text = "fever. " + "words without end " * 40 + "here fever, rash and arthralgia together. " + "more words " * 40
    passage, met = snippet(text, parse("fever rash arthralgia").clauses.required)
    assert met == 3
    assert passage.count("<mark>") == 3
    assert passage.startswith("…")
    assert passage.endswith("…")


def test_a_text_without_hits_gives_its_beginning() -> None:
    passage, met = snippet("A short case.", parse("fever").clauses.required)
    assert (str(passage), met) == ("A short case.", 0)


def test_markup_is_not_shown() -> None:
    html = render_markdown("**Could harm:** IL-6\n\n| test | day |\n|---|---|\n| CRP | 4 |")
    assert plain_text(html) == "Could harm: IL-6 test day CRP 4"


@given(st.text(), st.text(max_size=60))
def test_any_text_can_be_shown(text: str, query: str) -> None:
    clauses = parse(query).clauses.required
    passage, _met = snippet(text, clauses)
    assert len(passage.striptags()) <= SNIPPET_CHARS + 2
    assert highlight(text, clauses).count("<mark>") == highlight(text, clauses).count("</mark>")
