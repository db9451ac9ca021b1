"""The one question the engine answers: where in this text is something that could identify a patient."""

from collections.abc import Iterable, Iterator

from medpeer.deid.categories import Severity
from medpeer.deid.evidence import modelled
from medpeer.deid.lexicon import lexicon
from medpeer.deid.listed import full_names, listed_names
from medpeer.deid.local_words import LocalWords
from medpeer.deid.model import tag
from medpeer.deid.normal import Normalised, normalise
from medpeer.deid.overlaps import settle
from medpeer.deid.repeats import repeated
from medpeer.deid.ruled import judged, trimmed
from medpeer.deid.rules.protected import Protected
from medpeer.deid.status import engine_status
from medpeer.deid.thresholds import MUST_SCORE, TELL_SCORE
from medpeer.deid.titles import with_title
from medpeer.deid.tokens import tokenise
from medpeer.deid.values import MAX_TEXT_CHARS, Candidate, Span, TextTooLongError


def find_identifiers(text: str, *, threshold: float = TELL_SCORE, words: LocalWords | None = None) -> tuple[Span, ...]:
    """Return the identifier spans of ``text``, ordered by start and never overlapping.

    Offsets are half-open ``[start, end)`` in Unicode code points of ``text`` as given (not normalised).
    ``threshold`` is the least score in 0..1 that counts; lower finds more and is wrong more often. Without its model
    the engine takes a share of it, see ``engine_status``. ``words`` are the house's own hospitals, wards and codes.
    Categories follow 45 CFR 164.514(b)(2)(i)(A)-(R). Pure: no I/O but the engine's own lists, safe from any thread.

    Raises:
        TextTooLongError: ``text`` has more than ``MAX_TEXT_CHARS`` code points.
    """
    if len(text) > MAX_TEXT_CHARS:
        raise TextTooLongError(len(text))
    folded = normalise(text)
    least = threshold * engine_status().threshold_factor
    found = _known(folded.text, words) if words else _weighed(folded.text)
    return tuple(_spans(folded, settle(one for one in found if one.score >= least)))


def _known(text: str, words: LocalWords) -> list[Candidate]:
    """Return what is found with the house's own words."""
    return [*words.without_harmless(text, _weighed(text)), *words.candidates(text)]


def _weighed(text: str) -> list[Candidate]:
    """Return the candidates of rules and model, each weighed against the other."""
    table = lexicon()
    tokens = tokenise(text, table)
    protected = Protected(text)
    ruled = protected.without(trimmed(text))
    tags = tag(tokens, ruled, table)
    if not tags:
        return [*ruled, *protected.without([*full_names(tokens), *listed_names(tokens)])]
    by_model = [*modelled(tokens, tags), *full_names(tokens)]
    found = [*judged(ruled, tokens, tags), *protected.without(by_model)]
    return [*found, *protected.without(repeated(tokens, tags, found))]


def _spans(folded: Normalised, settled: Iterable[Candidate]) -> Iterator[Span]:
    """Carry the findings back to the text as given."""
    last = floor = 0
    for plain in settled:
        found = with_title(folded.text, plain, floor)
        floor = found.end
        start, end = folded.original(found.start, found.end)
        start = max(start, last)
        if start < end:
            yield Span(start, end, found.category, min(round(found.score, 3), 1.0), _severity(found), found.rule)
            last = end


def _severity(found: Candidate) -> Severity:
    """Decide whether a finding must go or is the author's call."""
    return Severity.MUST_GO if found.score >= MUST_SCORE and not found.soft else Severity.TELL_AUTHOR
