"""Sensitive topics are known by their words, in whole words, and what only looks like them is left alone."""

import re

import pytest

from medpeer.deid import Topic, sensitive_topics
from medpeer.deid.sensitivity import _table

TELLING = (
    ("She is HIV negative.", {Topic.HIV}),
    ("Started on bictegravir last week.", {Topic.HIV}),
    ("A 7-year-old with a limp.", {Topic.MINOR}),
    ("Aged 14, with a rash.", {Topic.MINOR}),
    ("A girl with joint pain.", {Topic.MINOR}),
    ("28 weeks pregnant, new murmur.", {Topic.REPRODUCTIVE}),
    ("Injects drugs; denies alcohol.", {Topic.SUBSTANCE_USE}),
    ("He had self-harmed before.", {Topic.MENTAL_HEALTH}),
    ("Bipolar disorder, on lithium.", {Topic.MENTAL_HEALTH}),
    ("The only case in a fishing village.", {Topic.SMALL_COMMUNITY}),
    ("She disclosed a sexual assault.", {Topic.SEXUAL_VIOLENCE}),
    ("Huntington's disease in the father.", {Topic.RARE_GENETIC}),
    ("A pathogenic variant was found, parents consanguineous.", {Topic.RARE_GENETIC}),
    ("**HIV** and h\u200biv", {Topic.HIV}),
)
HARMLESS = (
    "",
    "A man in his late 40s has falling potassium and new hypertension.",
    "ST depression in V2 to V4.",
    "Child-Pugh B, non-alcoholic fatty liver.",
    "Aged 45, hearing aids on both sides.",
    "Rapeseed allergy. Crackles at both bases.",
    "Frequent ventricular ectopics; a surrogate marker.",
    "Two children, both well.",
    "A 70-year-old cowboy.",
)


@pytest.mark.parametrize(("text", "topics"), TELLING)
def test_a_topic_is_known_by_its_words(text: str, topics: set[Topic]) -> None:
    assert sensitive_topics(text) >= topics


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_like_one_is_left_alone(text: str) -> None:
    assert sensitive_topics(text) == frozenset()


def test_every_topic_has_its_words_and_a_label() -> None:
    assert set(_table()) == set(Topic)
    assert len({topic.label for topic in Topic}) == len(Topic)
    assert all(re.search("[a-z]", words.telling.pattern) for words in _table().values())


def test_a_long_text_without_a_topic_is_read_to_its_end() -> None:
    assert sensitive_topics("Potassium fell. " * 6_000) == frozenset()
    assert sensitive_topics("Potassium fell. " * 6_000 + "HIV") == {Topic.HIV}
