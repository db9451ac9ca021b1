"""The trained half of the engine: an encoder that reads the sentence and a random field that weighs its signs.

They err differently, and together they are right more often than either; the engine uses both or neither.
"""

from collections.abc import Sequence

from medpeer.deid import encoder, field
from medpeer.deid.features import features_of
from medpeer.deid.lexicon import Lexicon
from medpeer.deid.marks import marked
from medpeer.deid.signals import signals_of
from medpeer.deid.tagging import Tagging, blended
from medpeer.deid.tokens import Token, line_starts
from medpeer.deid.values import Candidate


def is_trained() -> bool:
    """Say whether both model files were shipped; reads them the first time, 0.4 s."""
    return encoder.encoder() is not None and field.field_bytes() is not None


def tag(tokens: Sequence[Token], ruled: Sequence[Candidate], table: Lexicon) -> list[Tagging]:
    """Return for each token the most probable kind of identifier and its probability; empty without the models."""
    reader, tagger = encoder.encoder(), field.field()
    if reader is None or tagger is None:
        return []
    told = marked(tokens, ruled, table)
    read = encoder.tag_with(reader, tokens, signals_of(told))
    return list(blended(read, field.tag_with(tagger, features_of(told), line_starts(tokens))))
