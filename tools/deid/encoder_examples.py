"""Turns labelled posts into what the encoder learns from: numbers of word pieces, signals and labels, in batches."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from medpeer.deid.lexicon import lexicon
from medpeer.deid.marks import marked
from medpeer.deid.normal import normalise
from medpeer.deid.pieces import Pieces
from medpeer.deid.ruled import rule_candidates
from medpeer.deid.signals import Signals, signals_of
from medpeer.deid.tokens import tokenise
from tools.deid.augment import vary, vary_harmless
from tools.deid.harmless import harmless
from tools.deid.labelling import LABELS, labels_of
from tools.deid.pools import Pools
from tools.deid.posts import Labelled

IGNORED: Final = -100
"""Label of a word's later pieces, from which nothing is learned."""

_NUMBERS: Final = {label: number for number, label in enumerate(LABELS)}
_MOST_PIECES: Final = 320
_LEAST_MET: Final = 5


@dataclass(frozen=True, slots=True)
class Example:
    """One text as numbers: its pieces, the signals of each, and the label of each word's first piece."""

    pieces: list[int]
    signals: list[Signals]
    labels: list[int]


def example(post: Labelled, vocabulary: Pieces) -> Example:
    """Cut one post into pieces with signals and labels."""
    folded = normalise(post.text)
    table = lexicon()
    tokens = tokenise(folded.text, table)
    told = signals_of(marked(tokens, rule_candidates(folded.text), table))
    made = Example([], [], [])
    for token, signals, label in zip(tokens, told, labels_of(post, folded, tokens), strict=True):
        cut = vocabulary.of(token.word)
        made.pieces.extend(cut)
        made.signals.extend([signals] * len(cut))
        made.labels.extend([_NUMBERS[label], *[IGNORED] * (len(cut) - 1)])
    return made


def windows(made: Example) -> Iterator[Example]:
    """Cut a long text into stretches that fit the encoder; a text without a word gives none."""
    for at in range(0, len(made.pieces), _MOST_PIECES):
        part = slice(at, at + _MOST_PIECES)
        yield Example(made.pieces[part], made.signals[part], made.labels[part])


class Lessons:
    """Gives each epoch's examples: every post once, varied, and generated texts without identifiers."""

    def __init__(self, posts: Sequence[Labelled], vocabulary: Pieces, generated: int) -> None:
        """Keep the posts; ``generated`` texts without identifiers join them each epoch."""
        self._posts, self._vocabulary, self._generated = posts, vocabulary, generated
        self._pools = Pools(lexicon())

    def epoch(self, dice: random.Random) -> list[Example]:
        """Return one epoch's examples, shuffled."""
        texts = [self._varied(post, dice) for post in self._posts]
        texts += [harmless(self._pools, dice) for _ in range(self._generated)]
        made = [part for text in texts for part in windows(example(text, self._vocabulary))]
        dice.shuffle(made)
        return made

    def _varied(self, post: Labelled, dice: random.Random) -> Labelled:
        """Give one variant of a post."""
        return vary(post, self._pools, dice) if post.spans else vary_harmless(post, dice)


def known_signals(made: Sequence[Example]) -> dict[str, int]:
    """Number the signals met often enough, from 1, in the order of their names."""
    counts = Counter(name for one in made for told in one.signals for name in told if name)
    names = sorted(name for name, count in counts.items() if count >= _LEAST_MET)
    return {name: number for number, name in enumerate(names, 1)}


def batches(made: Sequence[Example], size: int, dice: random.Random) -> list[list[Example]]:
    """Put examples of like length together, up to ``size`` pieces a batch, in random order."""
    found: list[list[Example]] = [[]]
    for one in sorted(made, key=lambda one: len(one.pieces)):
        if (len(found[-1]) + 1) * len(one.pieces) > size and found[-1]:
            found.append([])
        found[-1].append(one)
    dice.shuffle(found)
    return found
