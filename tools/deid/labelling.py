"""Says of each word what the trained parts are to say of it: nothing, or a kind of identifier begun or continued."""

from collections.abc import Iterator, Sequence
from typing import Final

from medpeer.deid.normal import Normalised
from medpeer.deid.tagging import LABELS as KINDS
from medpeer.deid.tokens import Token
from tools.deid.posts import Labelled

LABELS: Final = ("O", *(f"{part}-{kind}" for kind in KINDS for part in "BI"))
"""Labels in the order of the encoder's outputs."""


def labels_of(post: Labelled, folded: Normalised, tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the label of each token of ``post``, whose folded text is ``folded``."""
    last = -1
    for token in tokens:
        number = _span_touched(post, *folded.original(token.start, token.end))
        if number < 0:
            yield "O"
        else:
            kind = post.spans[number][2]
            # The rules tell numbers apart; what is learned is that one identifies.
            yield f"{'I' if number == last else 'B'}-{kind if kind in KINDS else 'ID'}"
        last = number


def _span_touched(post: Labelled, start: int, end: int) -> int:
    """Give the number of the first span that touches ``[start, end)`` of the text as given; -1 for none."""
    return next((number for number, span in enumerate(post.spans) if span[0] < end and start < span[1]), -1)
