"""Measures the blend and the thresholds of the trained parts on writers whom neither part learned from.

    python -m tools.deid.calibrate

Reads the posts of ``tools/deid/texts/measured_*.txt`` with the engine's own models; both can be others. First the
weights of ``medpeer/deid/tagging.py`` are fitted. Then, by kind of evidence, the share of true findings is made to rise
with the probability (isotonic regression by pooling adjacent violators, Ayer et al. 1955); the author is told from the
probability on at which it passes ``--tell``, and a finding must go from where it passes ``--must``. Writes nothing:
weights and thresholds are set by hand.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from medpeer.deid.categories import Category
from medpeer.deid.evidence import runs
from medpeer.deid.ruled import evidence_of, is_weighed, likelihood
from medpeer.deid.rules.protected import Protected
from medpeer.deid.tagging import Tagging, blended
from medpeer.deid.thresholds import Evidence
from medpeer.deid.values import Candidate
from tools.deid.blend import fitted
from tools.deid.posts import measured_files
from tools.deid.readings import Reading, readings_of

_DATA: Final = Path(__file__).parents[2] / "medpeer" / "deid" / "data"
_NEVER: Final = 1.01


@dataclass(frozen=True, slots=True)
class Sample:
    """One finding in a text the parts did not learn from: how probable it was held, and whether it was true."""

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


def samples_of(one: Reading) -> Iterator[Sample]:
    """Yield the findings of one post that depend on the trained parts."""
    tags = list(blended(one.read, one.felt))
    for evidence, probability, start, end in (*_weighed(one, tags), *_found(one, tags)):
        yield Sample(evidence, probability, one.is_labelled(start, end), not one.post.spans)


def _weighed(one: Reading, tags: Sequence[Tagging]) -> Iterator[tuple[Evidence, float, int, int]]:
    """Yield the hits of rules that the parts may overrule."""
    ends = [token.end for token in one.tokens]
    for hit in one.ruled:
        if is_weighed(hit):
            yield evidence_of(hit), likelihood(hit, one.tokens, ends, tags), hit.start, hit.end


def _found(one: Reading, tags: Sequence[Tagging]) -> Iterator[tuple[Evidence, float, int, int]]:
    """Yield what the parts find where no rule is sure and nothing protected."""
    protected = Protected(one.folded.text)
    sure = [hit for hit in one.ruled if not is_weighed(hit)]
    for run in runs(one.tokens, tags):
        start, end = one.tokens[run.start].start, one.tokens[run.end - 1].end
        covered = any(hit.start <= start and end <= hit.end for hit in sure)
        if not covered and not protected.holds(Candidate(start, end, Category.OTHER, 1.0, "model")):
            yield run.evidence, run.probability, start, end


def steps_of(samples: Iterable[Sample]) -> list[Step]:
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


def _row(evidence: Evidence, samples: Sequence[Sample], tell: float, must: float) -> str:
    """Describe one kind of evidence: the two thresholds, and what they let through."""
    steps = steps_of(samples)
    least, most = threshold(steps, tell), threshold(steps, must)
    true = sum(sample.is_true for sample in samples)
    return (
        f"{evidence:14} {len(samples):5} findings, {true:5} true"
        f" | tell {least:.2f}: {_passing(samples, least)} | must {most:.2f}: {_passing(samples, most)}"
    )


def _passing(samples: Sequence[Sample], least: float) -> str:
    """Say how many findings reach a probability, how many of them are true, and how many in harmless posts."""
    passing = [sample for sample in samples if sample.probability >= least]
    true = sum(sample.is_true for sample in passing)
    harmless = sum(sample.in_harmless for sample in passing)
    return f"{len(passing):5}, {true:5} true, {harmless:4} in harmless posts"


def options() -> argparse.ArgumentParser:
    """Return the command's options."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=measured_files(), help="labelled posts")
    parser.add_argument("--encoder", type=Path, default=_DATA / "encoder.onnx", help="model (the engine's)")
    parser.add_argument("--field", type=Path, default=_DATA / "field.crf.gz", help="model (the engine's)")
    parser.add_argument("--tell", type=float, default=0.3, help="share of true findings to tell from (%(default)s)")
    parser.add_argument("--must", type=float, default=0.85, help="share of true findings that must go (%(default)s)")
    return parser


def main() -> None:
    """Print the weights, and for each kind of evidence how many findings were true and the thresholds that follow."""
    given = options().parse_args()
    readings = list(readings_of(given.files, given.encoder, given.field))
    blend = fitted(readings)
    print(f"weights: encoder {blend.encoder:.2f}, field {blend.field:.2f}, shift {blend.shift:.2f}")
    samples: dict[Evidence, list[Sample]] = defaultdict(list)
    for one in readings:
        for sample in samples_of(one):
            samples[sample.evidence].append(sample)
    for evidence in Evidence:
        print(_row(evidence, samples[evidence], given.tell, given.must))


if __name__ == "__main__":
    main()
