"""The benchmark counts as the shared evaluator does: on stored cases, and on any case where that is at hand."""

import importlib.util
import json
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.deid.corpora import Document, Gold, read_corpus
from bench.deid.detector import detect
from bench.deid.engines import engine, measure
from bench.deid.measures import Range, Tally, add

ROOT: Final = Path(__file__).parents[3]
STORED: Final = ROOT / "tests" / "data" / "evaluator_counts.json"
SHARED: Final = ROOT.parent / "shared" / "deid" / "evaluate.py"
PIECES: Final = (
    "Dr",
    " ",
    "Obi",
    " ",
    "Qwortzel",
    ", ",
    "MRN ",
    "447-19",
    ".",
    "the ",
    "at",
    " ",
    "\u00c9va",
    "_",
    "\u0301",
    "7B",
    "\n",
    "patient ",
)


def _counts(tally: Tally) -> dict[str, Any]:
    """Give what the evaluator also prints."""
    return {
        "gold_tokens": tally.gold.total(),
        "token_recall": _rounded(tally.recall.share),
        "token_precision": _rounded(tally.precision.share),
        "docs_phi": tally.posts,
        "docs_free": tally.harmless,
        "doc_leak_rate": _rounded(tally.leaking / tally.posts if tally.posts else None),
        "doc_unseen_rate": _rounded(tally.unseen / tally.posts if tally.posts else None),
        "free_doc_false_alarm": _rounded(tally.harmless_flagged / tally.harmless if tally.harmless else None),
        "false_alarms_per_1000_words": (
            round(1000 * tally.alarms / tally.harmless_words, 2) if tally.harmless_words else None
        ),
        "tokens": dict(sorted((kind, count) for kind, count in tally.gold.items() if count)),
        "tags": {tag: [count, _rounded(tally.tag_found[tag] / count)] for tag, count in sorted(tally.tag_gold.items())},
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _document(case: dict[str, Any]) -> Document:
    golds = tuple(Gold(one["start"], one["end"], one["type"], one.get("tag")) for one in case["spans"])
    ignored = tuple((one["start"], one["end"]) for one in case["ignore"])
    return Document("case", case["text"], golds, ignored, tuple(case["tags"]))


def _tally(cases: list[dict[str, Any]]) -> Tally:
    tally = Tally()
    for case in cases:
        flagged: list[Range] = [(start, end) for start, end, _ in case["predicted"]]
        add(tally, _document(case), flagged, flagged)
    return tally


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    """Give a text with labels, ignored stretches and predictions anywhere in it."""
    text = "".join(draw(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14)))
    places = (
        st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted).filter(lambda two: two[0] < two[1])
    )
    spans = [
        {
            "start": start,
            "end": end,
            "type": draw(st.sampled_from(["NAME", "DATE", "MRN"])),
            "tag": draw(st.sampled_from([None, "hard"])),
        }
        for start, end in draw(st.lists(places, max_size=3))
    ]
    ignore = [{"start": start, "end": end} for start, end in draw(st.lists(places, max_size=1))]
    predicted = [[start, end, "NAME"] for start, end in draw(st.lists(places, max_size=4))]
    return {
        "text": text,
        "spans": spans,
        "ignore": ignore,
        "tags": draw(st.sampled_from([[], ["typos"]])),
        "predicted": predicted,
    }


def _evaluated(evaluator: Any, given_cases: list[dict[str, Any]]) -> dict[str, Any]:
    """Give the evaluator's own counts, in the shape of ``_counts``."""
    numbered = [case | {"id": str(place)} for place, case in enumerate(given_cases)]
    answers = iter([case["predicted"] for case in given_cases])
    out = evaluator.evaluate(numbered, lambda _: next(answers), warm=0)
    kept = {key: out[key] for key in _counts(Tally()) if key in out}
    tokens = {kind: row["tokens"] for kind, row in out["by_type"].items() if row["tokens"]}
    return kept | {"tokens": tokens, "tags": out["recall_by_tag"]}


def test_stored_cases_count_as_the_evaluator_counted_them() -> None:
    stored = json.loads(STORED.read_text(encoding="utf-8"))
    assert len(stored["cases"]) >= 40
    assert _counts(_tally(stored["cases"])) == stored["counts"]
    for case, counts in zip(stored["cases"], stored["each"], strict=True):
        assert _counts(_tally([case])) == counts


@pytest.fixture(scope="module")
def evaluator() -> Any:
    """Return the shared evaluator where its folder lies beside the repository."""
    if not SHARED.exists():
        pytest.skip("the shared evaluator is not here")
    spec = importlib.util.spec_from_file_location("shared_evaluator", SHARED)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(given_cases=st.lists(cases(), min_size=1, max_size=5))
def test_any_case_counts_as_the_evaluator_counts_it(evaluator: Any, given_cases: list[dict[str, Any]]) -> None:
    assert _counts(_tally(given_cases)) == _evaluated(evaluator, given_cases)


def test_the_engine_measured_by_both_gives_the_same_figures(evaluator: Any) -> None:
    path = SHARED.parent / "corpora" / "natural_dev.jsonl"
    rows = evaluator.load(str(path), sample=12)
    out = evaluator.evaluate(rows, detect, warm=0)
    tally = measure(read_corpus(path, sample=12), engine(0.5)).tally
    assert _counts(tally) == {key: out[key] for key in _counts(tally) if key in out} | {
        "tokens": {kind: row["tokens"] for kind, row in out["by_type"].items() if row["tokens"]},
        "tags": out["recall_by_tag"],
    }
