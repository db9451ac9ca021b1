"""From typed words to clauses: concepts first, then compounds, then words; common words are let go and said so."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from medpeer.search.analyser import NEGATIONS, Token, analyse, keys
from medpeer.search.clauses import Alternative, Clause, Polarity
from medpeer.search.terms import Concept, by_keys, joined_keys, short_key

_LONGEST_TERM: Final = 7
_SYNONYM: Final = 0.9
_AMBIGUOUS: Final = 0.5
_PREFIX_CHARS: Final = 3
_COMMON: Final = frozenset(
    keys(
        """
        a an and are as at be been being but by can could did do does doing for from had has have having he her hers him
        his how i if in into is it its just may me might mine must my of off on or our ours out over own same she
        should so some such than that the their them then there these they this those through to too under until up
        upon us very was we were what when where whether which while who whom why will with would you your
        """
    )
)


@dataclass(frozen=True, slots=True)
class Understood:
    """A stretch of words and what was made of it; ``clause`` is ``None`` where a common word is let go."""

    start: int
    end: int
    clause: Clause | None
    meaning: Concept | None = None
    others: tuple[Concept, ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    """The keys at one position of the query; a compound's joined key reaches over ``span`` places."""

    plain: Token
    twin: str | None
    charged: str | None
    joined: str | None
    span: int
    end: int


def understand(text: str, *, context: frozenset[str] = frozenset()) -> list[Understood]:
    """Return what the words of ``text`` ask for, in order; ``context`` are the keys of the whole query."""
    places = _places(text)
    found: list[Understood] = []
    at = 0
    while at < len(places):
        began = places[at].plain.start
        if _negates(places, at):
            at += 1
        count, one = _next(places, at, context)
        found.append(replace(one, start=began))
        at += count
    return found


def phrase(text: str, polarity: Polarity = Polarity.EITHER) -> Clause | None:
    """Return the clause of an exact phrase, or ``None`` where it holds no word."""
    sequence = keys(text)
    return Clause((Alternative(sequence),), polarity) if sequence else None


def _places(text: str) -> list[_Place]:
    by_position: dict[int, list[Token]] = {}
    for token in analyse(text):
        by_position.setdefault(token.position, []).append(token)
    starts = [tokens[0].start for tokens in by_position.values()]
    return [_place(tokens, starts) for tokens in by_position.values()]


def _place(tokens: Sequence[Token], starts: Sequence[int]) -> _Place:
    plain, *rest = tokens
    joined = next((token for token in rest if token.bare[-1] not in "+-" and token.end > plain.end), None)
    return _Place(
        plain=plain,
        twin=next((token.bare for token in rest if token.bare.isupper() and token.end == plain.end), None),
        charged=next((token.bare for token in rest if token.bare[-1] in "+-"), None),
        joined=joined.bare if joined else None,
        span=sum(plain.start <= start < joined.end for start in starts) if joined else 1,
        end=max(token.end for token in tokens),
    )


def _negates(places: Sequence[_Place], at: int) -> bool:
    """Tell whether the word only says that the next one is negated."""
    return places[at].plain.text in NEGATIONS and at + 1 < len(places) and places[at + 1].plain.is_negated


def _next(places: Sequence[_Place], at: int, context: frozenset[str]) -> tuple[int, Understood]:
    """Return how many places the next thing takes, and the thing."""
    count, concepts = _longest(places, at)
    if concepts:
        return count, _of_concept(places[at : at + count], concepts, context)
    place = places[at]
    if place.span > 1:
        return place.span, _of_compound(places[at : at + place.span])
    if (count := _bound(places, at)) > 1:
        return count, _of_bound(places[at : at + count])
    return 1, _of_word(place)


def _longest(places: Sequence[_Place], at: int) -> tuple[int, tuple[Concept, ...]]:
    """Return how many places the longest term there takes, and what it may be."""
    for count in range(min(_LONGEST_TERM, len(places) - at), 0, -1):
        if concepts := _concepts(places[at : at + count]):
            return count, concepts
    return 0, ()


def _concepts(places: Sequence[_Place]) -> tuple[Concept, ...]:
    table = by_keys()
    if len(places) == 1 and places[0].twin and (found := table.get((places[0].twin,))):
        return found
    if len(places) == places[0].span and places[0].joined and (found := table.get((places[0].joined,))):
        return found
    sequence = tuple(place.plain.bare for place in places)
    if len(sequence) == 1 and sequence[0] in _COMMON:
        return ()
    # A term does not begin or end within a compound.
    cut = any(number + place.span > len(places) for number, place in enumerate(places))
    return () if cut or places[-1].charged else table.get(sequence, ())


def _of_concept(places: Sequence[_Place], concepts: tuple[Concept, ...], context: frozenset[str]) -> Understood:
    meant = max(concepts, key=lambda concept: len(concept.hints & context))
    typed = [Alternative(_as_typed(places))]
    if places[0].joined:
        typed.append(Alternative((places[0].joined, *(place.plain.bare for place in places[places[0].span :]))))
    kept: dict[tuple[str, ...], Alternative] = {}
    for one in (*typed, *_named(meant)):
        kept.setdefault(one.keys, one)
    others = tuple(concept for concept in concepts if concept is not meant)
    return _understood(places, tuple(kept.values()), meant, others)


def _as_typed(places: Sequence[_Place]) -> tuple[str, ...]:
    if len(places) == 1 and places[0].twin:
        return (places[0].twin,)
    return tuple(place.plain.bare for place in places)


def _named(concept: Concept) -> list[Alternative]:
    found = [Alternative(keys(name), _SYNONYM) for name in concept.names]
    found += [
        Alternative(joined, _SYNONYM)
        for name in concept.names
        if " " not in name and len(joined := joined_keys(name)) == 1
    ]
    for short in concept.short:
        key = short_key(short)
        alone = len(by_keys().get(key, ())) == 1
        found.append(Alternative(key, _SYNONYM if alone else _AMBIGUOUS))
    return found


def _of_compound(places: Sequence[_Place]) -> Understood:
    sequence = tuple(place.plain.bare for place in places)
    joined = places[0].joined or sequence[0]
    return _understood(places, (Alternative((joined,)), Alternative(sequence)))


def _bound(places: Sequence[_Place], at: int) -> int:
    """Return how many places belong together because one is a single letter or a number: T cell, vitamin C, type 2."""
    if at + 1 >= len(places):
        return 1
    this, following = places[at].plain, places[at + 1].plain
    if this.is_negated != following.is_negated or places[at + 1].span > 1 or _longest(places, at + 1)[0] > 1:
        return 1
    if _is_small(following.bare) and following.bare not in _COMMON and this.bare not in _COMMON:
        return 2
    if len(this.bare) == 1 and this.bare.isalpha() and this.bare not in _COMMON and following.bare not in _COMMON:
        return 2
    return 1


def _is_small(key: str) -> bool:
    return (len(key) == 1 and key.isalpha()) or key.isdigit()


def _of_bound(places: Sequence[_Place]) -> Understood:
    sequence = tuple(place.plain.bare for place in places)
    return _understood(places, (Alternative(sequence), Alternative(("".join(sequence),))))


def _of_word(place: _Place) -> Understood:
    key = place.plain.bare
    if place.charged:
        return _understood((place,), (Alternative((place.charged,)),))
    if key in _COMMON and not place.twin:
        return Understood(place.plain.start, place.end, None)
    parts = _letters_and_digits(key)
    alternatives = [Alternative((key,))]
    if len(parts) > 1:
        alternatives.append(Alternative(parts))
    if place.twin:
        # In capitals it may be an abbreviation we do not know; the small word would be everywhere.
        alternatives = [Alternative((place.twin,))]
    return _understood((place,), tuple(alternatives))


def _letters_and_digits(key: str) -> tuple[str, ...]:
    """Return the parts of ``il6`` or ``ca125``, so that the spaced and hyphened forms are found."""
    parts: list[str] = []
    for letter in key:
        if parts and parts[-1][-1].isdigit() == letter.isdigit():
            parts[-1] += letter
        else:
            parts.append(letter)
    return tuple(parts) if len(parts) == 2 and key.isalnum() else (key,)  # noqa: PLR2004 - a marker: letters, then a number


def _understood(
    places: Sequence[_Place],
    alternatives: tuple[Alternative, ...],
    meaning: Concept | None = None,
    others: tuple[Concept, ...] = (),
) -> Understood:
    negated = places[-1].plain.is_negated
    clause = Clause(alternatives, Polarity.NEGATED if negated else Polarity.ASSERTED)
    return Understood(places[0].plain.start, places[-1].end, clause, meaning, others)


def beginning(text: str) -> Clause | None:
    """Return the clause of words that begin so (``embol*``), or ``None`` where too few letters are given."""
    sequence = keys(text)
    if len(sequence) != 1 or len(sequence[0]) < _PREFIX_CHARS:
        return None
    return Clause((Alternative(sequence, is_prefix=True),))
