"""Measures the blend and the thresholds of the trained parts on writers whom neither part learned from.

    python -m tools.deid.calibrate --encoder E.onnx --field F.crf.gz FILE [FILE …]

E and F are trained without the writers of the files. First the weights of ``medpeer/deid/tagging.py`` are fitted: a
logistic regression of "this word is labelled" on the two log odds. Then, by kind of evidence, the share of true
findings is made to rise with the probability (isotonic regression by pooling adjacent violators, Ayer et al. 1955); the
author is told from the probability on at which it passes ``--tell``, and a finding must go from where it passes
``--must``.
"""

import argparse
import gzip
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pycrfsuite

from medpeer.deid import encoder, field
from medpeer.deid.categories import Category
from medpeer.deid.evidence import runs
from medpeer.deid.features import features_of
from medpeer.deid.lexicon import lexicon
from medpeer.deid.normal import Normalised, normalise
from medpeer.deid.ruled import evidence_of, is_weighed, likelihood, trimmed
from medpeer.deid.rules.protected import Protected
from medpeer.deid.signals import signals_of
from medpeer.deid.tagging import Tagging, blended
from medpeer.deid.thresholds import Evidence
from medpeer.deid.tokens import LINE_BREAK, Token, tokenise
from medpeer.deid.values import Candidate
from tools.deid.augment import Labelled
from tools.deid.train import posts_of

_NEVER: Final = 1.01
_ROUNDS: Final = 30
_EDGE: Final = 1e-4


@dataclass(frozen=True, slots=True)
class Sample:
    """One finding in a text the model did not learn from: how probable it was held, and whether it was true."""

    evidence: Evidence
    probability: float
    is_true: bool
    in_harmless: bool


@dataclass(frozen=True, slots=True)
class Step:
    """From this probability on, this share of the findings is true; until the next step."""

    probability: float
    share: float
    count: int


@dataclass(frozen=True, slots=True)
class Reading:
    """One post as both parts read it."""

    post: Labelled
    folded: Normalised
    tokens: list[Token]
    ruled: list[Candidate]
    read: list[Tagging]
    felt: list[Tagging]


def reading_of(post: Labelled, reader: encoder.Encoder, tagger: Any) -> Reading:
    """Let both parts read one post."""
    folded = normalise(post.text)
    table = lexicon()
    tokens = tokenise(folded.text, table)
    ruled = list(Protected(folded.text).without(trimmed(folded.text)))
    read = encoder.tag_with(reader, tokens, signals_of(tokens, ruled, table))
    starts = [token.breaks >= LINE_BREAK for token in tokens]
    felt = field.tag_with(tagger, features_of(tokens, ruled, table), starts)
    return Reading(post, folded, tokens, ruled, read, felt)


def weights(readings: Sequence[Reading]) -> tuple[float, float, float]:
    """Fit the weights of the encoder's and the field's log odds, and the shift (iterated least squares)."""
    rows, labels = [], []
    for one in readings:
        for token, read, felt in zip(one.tokens, one.read, one.felt, strict=True):
            if token.word.isalnum():
                rows.append((_odds(read), _odds(felt), 1.0))
                labels.append(float(_is_labelled(one, token.start, token.end)))
    seen, truth = np.array(rows), np.array(labels)
    fitted = np.zeros(3)
    for _ in range(_ROUNDS):
        share = 1 / (1 + np.exp(-seen @ fitted))
        bend = (seen.T * (share * (1 - share))) @ seen + 1e-3 * np.eye(3)
        fitted += np.linalg.solve(bend, seen.T @ (truth - share))
    return float(fitted[0]), float(fitted[1]), float(fitted[2])


def _odds(one: Tagging) -> float:
    """Give the logarithm of the odds of an identifier."""
    share = min(max(one.probability, _EDGE), 1 - _EDGE)
    return math.log(share / (1 - share))


def _is_labelled(one: Reading, start: int, end: int) -> bool:
    """Say whether a stretch of the folded text touches a label."""
    first, last = one.folded.original(start, end)
    return any(span[0] < last and first < span[1] for span in one.post.spans)


def samples_of(one: Reading) -> Iterator[Sample]:
    """Yield the findings of one post that depend on the trained parts."""
    tags = list(blended(one.read, one.felt))
    ends = [token.end for token in one.tokens]
    protected = Protected(one.folded.text)
    found: list[tuple[Evidence, float, int, int]] = [
        (evidence_of(hit), likelihood(hit, one.tokens, ends, tags), hit.start, hit.end)
        for hit in one.ruled
        if is_weighed(hit)
    ]
    sure = [hit for hit in one.ruled if not is_weighed(hit)]
    for run in runs(one.tokens, tags):
        start, end = one.tokens[run.start].start, one.tokens[run.end - 1].end
        if not _is_known(start, end, sure, protected):
            found.append((run.evidence, run.probability, start, end))
    for evidence, probability, start, end in found:
        yield Sample(evidence, probability, _is_labelled(one, start, end), not one.post.spans)


def _is_known(start: int, end: int, sure: Sequence[Candidate], protected: Protected) -> bool:
    """Say whether a finding does not depend on the model: a rule has it, or it is protected."""
    if any(hit.start <= start and end <= hit.end for hit in sure):
        return True
    return protected.holds(Candidate(start, end, Category.OTHER, 1.0, "model"))


def steps_of(samples: Sequence[Sample]) -> list[Step]:
    """Return the rising share of true findings by probability: isotonic regression of the samples."""
    pools: list[tuple[float, int, int]] = []
    for sample in sorted(samples, key=lambda one: one.probability):
        pools.append((sample.probability, int(sample.is_true), 1))
        while len(pools) > 1 and pools[-2][1] * pools[-1][2] >= pools[-1][1] * pools[-2][2]:
            _, true, count = pools.pop()
            least, true_before, count_before = pools.pop()
            pools.append((least, true_before + true, count_before + count))
    return [Step(least, true / count, count) for least, true, count in pools]


def threshold(steps: Sequence[Step], share: float) -> float:
    """Return the least probability from which on at least ``share`` of the findings are true; over 1 for never."""
    return next((step.probability for step in steps if step.share >= share), _NEVER)


def main() -> None:
    """Print the weights, and for each kind of evidence how many findings were true and the thresholds that follow."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--field", type=Path, required=True)
    parser.add_argument("--tell", type=float, default=0.3, help="share of true findings from which the author is told")
    parser.add_argument("--must", type=float, default=0.85, help="share of true findings from which they must go")
    given = parser.parse_args()
    reader = encoder.open_encoder(given.encoder.read_bytes())
    packed = gzip.decompress(given.field.read_bytes())
    tagger = pycrfsuite.Tagger()
    tagger.open_inmemory(packed)
    readings = [reading_of(post, reader, tagger) for path in given.files for post in posts_of(path)]
    print("weights: encoder {:.2f}, field {:.2f}, shift {:.2f}".format(*weights(readings)))
    samples: dict[Evidence, list[Sample]] = defaultdict(list)
    for one in readings:
        for sample in samples_of(one):
            samples[sample.evidence].append(sample)
    for evidence in Evidence:
        print(_row(evidence, samples[evidence], given.tell, given.must))


def _row(evidence: Evidence, samples: Sequence[Sample], tell: float, must: float) -> str:
    """Describe one kind of evidence: the two thresholds, and what they let through."""
    steps = steps_of(samples)
    least, most = threshold(steps, tell), threshold(steps, must)
    told = [sample for sample in samples if sample.probability >= least]
    gone = [sample for sample in samples if sample.probability >= most]
    true = sum(sample.is_true for sample in samples)
    return (
        f"{evidence:14} {len(samples):5} findings, {true:5} true | tell {least:.2f}: {_share(told)} | "
        f"must {most:.2f}: {_share(gone)}"
    )


def _share(samples: Sequence[Sample]) -> str:
    """Say how many findings there are, how many true, and how many in harmless posts."""
    true = sum(sample.is_true for sample in samples)
    harmless = sum(sample.in_harmless for sample in samples)
    return f"{len(samples):5}, {true:5} true, {harmless:4} in harmless posts"


if __name__ == "__main__":
    main()
