"""The benchmark counts what it says it counts: small corpora, counted by hand."""

import json
from pathlib import Path

import pytest

from bench.deid.corpora import Document, Gold, corpora_in, read_corpus
from bench.deid.curve import Point, curve_svg
from bench.deid.engines import Findings, measure
from bench.deid.measures import Rate, Tally, add
from bench.deid.tables import details, row

# Places:  0123456789012345678901234567890
LETTER = "Dr Amara Obi saw him on 3/14/24."
GOLDS = (Gold(3, 12, "NAME", "full"), Gold(24, 31, "DATE"))
LABELLED = Document("a", LETTER, GOLDS, tags=("clean",))


def _tally(*counted: tuple[Document, list[tuple[int, int]]]) -> Tally:
    tally = Tally()
    for document, flagged in counted:
        add(tally, document, flagged, flagged[:1])
    return tally


def test_everything_found_is_everything() -> None:
    tally = _tally((LABELLED, [(3, 12), (24, 31)]))
    assert (tally.recall, tally.precision) == (Rate(5, 5), Rate(5, 5))
    assert (tally.posts, tally.leaking, tally.unseen) == (1, 0, 0)


def test_half_a_surname_is_a_leak_and_a_true_alarm() -> None:
    tally = _tally((LABELLED, [(3, 11)]))
    assert tally.recall == Rate(1, 5)
    assert tally.precision == Rate(2, 2)
    assert (tally.leaking, tally.unseen) == (1, 0)
    assert (tally.tag_gold["full"], tally.tag_found["full"]) == (2, 1)
    assert (tally.noise_gold["clean"], tally.noise_found["clean"]) == (5, 1)


def test_a_post_in_which_nothing_is_touched_is_unseen() -> None:
    tally = _tally((LABELLED, [(13, 16)]))
    assert tally.precision == Rate(0, 1)
    assert (tally.leaking, tally.unseen) == (1, 1)


def test_titles_and_little_words_are_no_false_alarms() -> None:
    assert _tally((LABELLED, [(0, 2), (21, 23)])).precision == Rate(0, 0)
    tally = _tally((Document("b", "Dr on call", ()), [(0, 5)]))
    assert (tally.harmless, tally.harmless_flagged) == (1, 0)


def test_harmless_posts_count_their_alarms_and_those_that_must_go() -> None:
    harmless = Document("b", "Hope rose to 4.2 in Paris", ())
    tally = _tally((harmless, [(20, 25), (0, 4)]), (harmless, []))
    assert (tally.harmless, tally.harmless_flagged, tally.harmless_must) == (2, 1, 1)
    assert (tally.alarms, tally.harmless_words) == (2, 12)
    assert tally.posts == 0


def test_what_is_ignored_is_neither_hit_nor_miss() -> None:
    ignoring = Document("c", LETTER, GOLDS[:1], ignored=((24, 31),))
    tally = _tally((ignoring, [(3, 12), (24, 31)]))
    assert (tally.recall, tally.precision) == (Rate(2, 2), Rate(2, 2))


@pytest.mark.parametrize(
    ("rate", "low", "high"),
    [(Rate(8, 10), 0.4902, 0.9433), (Rate(0, 20), 0.0, 0.1611), (Rate(50, 100), 0.4038, 0.5962), (Rate(0, 0), 0, 0)],
)
def test_the_interval_is_wilsons(rate: Rate, low: float, high: float) -> None:
    assert rate.interval == pytest.approx((low, high), abs=0.0001)


def test_a_corpus_is_read_and_its_sample_is_the_same_every_time(tmp_path: Path) -> None:
    span = {"start": 3, "end": 12, "type": "NAME", "tag": "full"}
    rows = [{"id": n, "text": LETTER, "spans": [span], "ignore": [{"start": 0, "end": 2}]} for n in range(9)]
    (tmp_path / "x.jsonl").write_text("\n".join(json.dumps(one) for one in rows), encoding="utf-8")
    (path,) = corpora_in(tmp_path)
    assert read_corpus(path)[0] == Document("0", LETTER, GOLDS[:1], ignored=((0, 2),))
    assert read_corpus(path, sample=4) == read_corpus(path, sample=4)
    assert len(read_corpus(path, sample=4)) == 4


def test_the_table_gives_shares_with_their_intervals() -> None:
    measured = measure([LABELLED], lambda _: Findings(((3, 12),), ()))
    line = row("tool", "corpus", measured)
    assert line.startswith("| tool | corpus | 1 | 40.0 (11.8\u201376.9) | 100.0 (34.2\u2013100.0) | 100.0")
    assert "| DATE | 3 | 0.0 (0.0\u201356.2) |" in list(details(measured.tally))


def test_the_picture_has_a_dot_for_each_threshold() -> None:
    picture = curve_svg({"a & b": [Point(0.5, 0.1, 0.9), Point(0.7, 0.05, 0.85)]})
    assert picture.count("<circle") == 2
    assert "a &amp; b" in picture
