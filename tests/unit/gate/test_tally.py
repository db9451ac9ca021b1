"""Counting refusals: kinds and numbers, whatever many threads do, and no word of a text."""

from threading import Thread

import pytest

from medpeer.deid import Category, Severity
from medpeer.gate import REFUSALS, IdentifiersFoundError, RawText, Refusal, Surface, Tally, examine, judge

WORD = "Quaxmirel"


def refuse(text: str, surface: Surface = Surface.CASE_POST) -> None:
    with pytest.raises(IdentifiersFoundError):
        examine(RawText(text), surface)


def test_a_refused_text_counts_once_and_each_category_once() -> None:
    REFUSALS.take()
    refuse(f"Mrs {WORD} and Mr {WORD}, MRN 4471902, seen by us.")
    taken = REFUSALS.take()
    assert taken.refused == {(Surface.CASE_POST, Refusal.MUST_GO): 1}
    assert {category for _, category, _ in taken.found} == {Category.NAME, Category.RECORD}
    assert set(taken.found.values()) == {1}
    assert not REFUSALS.take()


def test_no_word_comes_along() -> None:
    REFUSALS.take()
    refuse(f"Mrs {WORD} of Tarlow Falls, telephone 415-867-5309.")
    taken = REFUSALS.take()
    assert WORD.lower() not in repr(taken).lower()
    closed = (Surface, Refusal, Category, Severity)
    assert all(isinstance(word, closed) for key in [*taken.refused, *taken.found] for word in key)


def test_what_passes_and_what_is_only_looked_at_is_not_counted() -> None:
    REFUSALS.take()
    examine(RawText("A plain remark about fluid balance."), Surface.CASE_POST)
    judge(RawText(f"Mrs {WORD}, MRN 4471902."), Surface.CASE_POST)
    assert not REFUSALS.take()


def test_what_waits_for_its_authors_word_alone_is_told_apart() -> None:
    tally, verdict = Tally(), judge(RawText("Seen in May, again in June."), Surface.CASE_POST)
    assert {one.severity for one in verdict.findings} == {Severity.TELL_AUTHOR}
    tally.add_refusal(Surface.CASE_POST, verdict.findings)
    assert tally.take().refused == {(Surface.CASE_POST, Refusal.AUTHORS_CALL): 1}


def test_nothing_is_lost_between_threads() -> None:
    tally = Tally()

    def count() -> None:
        for _ in range(500):
            tally.add_file(Surface.IMAGE)

    threads = [Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    taken = tally.take()
    for thread in threads:
        thread.join()
    tally.give_back(taken)
    assert tally.take().refused == {(Surface.IMAGE, Refusal.UNUSABLE_FILE): 4000}
