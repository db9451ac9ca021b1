"""Measures the thresholds of ``medpeer/deid/thresholds.py`` on writers whom the model did not learn from.

    python -m tools.deid.calibrate --models FOLDER tools/deid/texts/*.jsonl tools/deid/texts/*.txt

Each file is one writer. For each, a small model is trained on all the others (one to two minutes on a core; a model
that already lies in the folder is taken), and says how probable it holds each of its findings in that writer's posts.
By kind of evidence, the share of true findings is made to rise with the probability (isotonic regression by pooling
adjacent violators, Ayer et al. 1955); the author is told from the probability on at which it passes ``--tell``, and a
finding must go from where it passes ``--must``.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pycrfsuite

from medpeer.deid.categories import Category
from medpeer.deid.evidence import runs
from medpeer.deid.features import features_of
from medpeer.deid.lexicon import lexicon
from medpeer.deid.model import tag_with
from medpeer.deid.normal import normalise
from medpeer.deid.ruled import evidence_of, is_weighed, likelihood, trimmed
from medpeer.deid.rules.protected import Protected
from medpeer.deid.thresholds import Evidence
from medpeer.deid.tokens import LINE_BREAK, tokenise
from medpeer.deid.values import Candidate
from tools.deid.augment import Labelled
from tools.deid.train import gather, new_trainer, posts_of, training_options

_NEVER: Final = 1.01
_COPIES: Final = 2
_ROUNDS: Final = 45


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


def samples_of(post: Labelled, tagger: Any) -> Iterator[Sample]:
    """Yield the findings of one post that depend on the model."""
    folded = normalise(post.text)
    table = lexicon()
    tokens = tokenise(folded.text, table)
    protected = Protected(folded.text)
    ruled = protected.without(trimmed(folded.text))
    rows = features_of(tokens, ruled, table)
    tags = tag_with(tagger, rows, [token.breaks >= LINE_BREAK for token in tokens])
    ends = [token.end for token in tokens]
    found: list[tuple[Evidence, float, int, int]] = [
        (evidence_of(hit), likelihood(hit, tokens, ends, tags), hit.start, hit.end) for hit in ruled if is_weighed(hit)
    ]
    sure = [hit for hit in ruled if not is_weighed(hit)]
    for one in runs(tokens, tags):
        start, end = tokens[one.start].start, tokens[one.end - 1].end
        if not _is_known(start, end, sure, protected):
            found.append((one.evidence, one.probability, start, end))
    for evidence, probability, start, end in found:
        first, last = folded.original(start, end)
        is_true = any(span[0] < last and first < span[1] for span in post.spans)
        yield Sample(evidence, probability, is_true, not post.spans)


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


def held_out(files: Sequence[Path], folder: Path, given: Any) -> Iterator[tuple[Path, Any]]:
    """Yield each writer's file with a model that did not learn from it, training those that are missing."""
    folder.mkdir(parents=True, exist_ok=True)
    models = [folder / f"without_{path.stem}.crf" for path in files]
    trainer: Any = None
    for group, (path, model) in enumerate(zip(files, models, strict=True)):
        if not model.exists():
            if trainer is None:
                trainer = new_trainer(given)
                gather(trainer, files, given)
            trainer.train(str(model), group)
        tagger = pycrfsuite.Tagger()
        tagger.open(str(model))
        yield path, tagger


def main() -> None:
    """Print, for each kind of evidence, how many findings were true and the thresholds that follow."""
    parser = training_options(__doc__ or "", copies=_COPIES, rounds=_ROUNDS)
    parser.add_argument("--models", type=Path, required=True, help="folder for the models without one writer")
    parser.add_argument("--tell", type=float, default=0.3, help="share of true findings from which the author is told")
    parser.add_argument("--must", type=float, default=0.8, help="share of true findings from which they must go")
    given = parser.parse_args()
    samples: dict[Evidence, list[Sample]] = defaultdict(list)
    for path, tagger in held_out(given.files, given.models, given):
        for post in posts_of(path):
            for sample in samples_of(post, tagger):
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
