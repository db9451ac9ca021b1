"""What was missed once and learnt since stays learnt."""

import pytest

from medpeer.deid import Category
from medpeer.gate import Circumstance
from tools.deid.lessons import LESSONS, Lesson, read_lessons, read_misses, report
from tools.deid.posts import TEXTS, posts_of

ALL = read_lessons()


@pytest.mark.parametrize("lesson", [one for one in ALL if not one.is_open], ids=lambda one: one.post.text[:40])
def test_a_lesson_is_known(lesson: Lesson) -> None:
    assert lesson.is_learnt()


def test_lessons_are_described_by_the_closed_lists() -> None:
    assert {category for (category, _) in (one.pair for one in ALL)} <= set(Category)
    assert {circumstance for (_, circumstance) in (one.pair for one in ALL)} <= set(Circumstance)
    assert all(one.post.spans for one in ALL)


def test_no_lesson_is_learnt_by_heart() -> None:
    learnt = {post.text for path in (*TEXTS.glob("*.txt"), *TEXTS.glob("*.jsonl")) for post in posts_of(path)}
    assert learnt & {one.post.text for one in ALL} == set()
    assert LESSONS.name not in {path.name for path in TEXTS.iterdir()}


def test_a_miss_without_a_sentence_comes_first() -> None:
    lines = ['{"category": "dates", "circumstance": "pasted", "times": 3, "first_week": "", "last_week": ""}']
    missed = read_misses(lines)
    assert report(missed, ALL[:2])[0].split() == ["3", "0", "0", "dates,", "pasted"]
