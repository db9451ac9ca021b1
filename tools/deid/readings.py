"""Posts as both trained parts read them; what is fitted and measured before the engine ships."""

import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pycrfsuite

from medpeer.deid import encoder, field
from medpeer.deid.features import features_of
from medpeer.deid.lexicon import lexicon
from medpeer.deid.marks import marked
from medpeer.deid.normal import Normalised, normalise
from medpeer.deid.ruled import rule_candidates
from medpeer.deid.signals import signals_of
from medpeer.deid.tagging import Tagging
from medpeer.deid.tokens import Token, line_starts, tokenise
from medpeer.deid.values import Candidate
from tools.deid.posts import Labelled, posts_of


@dataclass(frozen=True, slots=True)
class Reading:
    """One post: its tokens, what the rules find, what the encoder read and the field felt of each token."""

    post: Labelled
    folded: Normalised
    tokens: list[Token]
    ruled: list[Candidate]
    read: list[Tagging]
    felt: list[Tagging]

    def is_labelled(self, start: int, end: int) -> bool:
        """Say whether a stretch of the folded text touches a label."""
        first, last = self.folded.original(start, end)
        return any(span[0] < last and first < span[1] for span in self.post.spans)


def readings_of(files: Sequence[Path], encoder_file: Path, field_file: Path) -> Iterator[Reading]:
    """Yield the posts of ``files`` as the models of two files read them."""
    reader, tagger = encoder.open_encoder(encoder_file.read_bytes()), pycrfsuite.Tagger()
    # The tagger reads the bytes where they lie, so they must live as long.
    packed = gzip.decompress(field_file.read_bytes())
    tagger.open_inmemory(packed)
    for path in files:
        yield from (_reading_of(post, reader, tagger) for post in posts_of(path))


def _reading_of(post: Labelled, reader: encoder.Encoder, tagger: Any) -> Reading:
    """Let both parts read one post."""
    folded = normalise(post.text)
    table = lexicon()
    tokens = tokenise(folded.text, table)
    ruled = rule_candidates(folded.text)
    told = marked(tokens, ruled, table)
    read = encoder.tag_with(reader, tokens, signals_of(told))
    felt = field.tag_with(tagger, features_of(told), line_starts(tokens))
    return Reading(post, folded, tokens, ruled, read, felt)
