"""The query language: what is typed becomes parts, each understood or said not to be. Parsing never fails.

``words``, ``"exact phrase"``, ``-word``, ``begin*``, ``dx:"…"``, ``doi:``, ``specialty:``, ``type:case`` (or ``paper``,
``practice``), ``is:solved`` (or ``unanswered``, ``mine``), ``after:YYYY-MM``.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from medpeer.accounts.models import Specialty
from medpeer.search.analyser import keys
from medpeer.search.clauses import Clause, Clauses, Field, Polarity
from medpeer.search.letters import americanise, fold
from medpeer.search.terms import Concept
from medpeer.search.words import Understood, beginning, phrase, understand

MAX_QUERY_CHARS: Final = 300
MAX_PARTS: Final = 24
DOI: Final = re.compile(r"10\.\d{4,9}/[^\s\"<>]+")
_MIN_SPECIALTY: Final = 3

_LEXEME: Final = re.compile(
    r"(?P<minus>-)?(?:(?P<operator>[a-z]+):)?(?:\"(?P<quoted>[^\"]*)\"?|(?P<word>[^\s\"]+))|\S", re.IGNORECASE
)
_NOT_SEARCHED: Final = "a common word, not searched"
_QUOTES: Final = str.maketrans({"\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"'})


class Kind(StrEnum):
    """The kinds of threads, as a searcher names them."""

    CASE = "case"
    PAPER = "paper"
    PRACTICE = "practice"


class ThreadState(StrEnum):
    """How a thread stands."""

    SOLVED = "solved"
    UNANSWERED = "unanswered"
    MINE = "mine"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the database is asked beside the words."""

    kinds: frozenset[Kind] = frozenset()
    specialties: frozenset[Specialty] = frozenset()
    states: frozenset[ThreadState] = frozenset()
    doi: str | None = None
    opened_from: datetime | None = None

    def __bool__(self) -> bool:
        """Whether anything is asked."""
        return self != Filters()


@dataclass(frozen=True, slots=True)
class Chip:
    """How a part was understood, in words: plain, then strong, then a remark."""

    plain: str = ""
    strong: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a query with its place in the text; what it asks is a clause or a change of the filters."""

    start: int
    end: int
    chip: Chip
    clause: Clause | None = None
    is_excluded: bool = False
    narrow: Callable[[Filters], Filters] | None = None
    others: tuple[Concept, ...] = ()

    @property
    def is_asked(self) -> bool:
        """Whether the part changes what is found; the others are only mentioned."""
        return self.clause is not None or self.narrow is not None


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query."""

    text: str
    parts: tuple[Part, ...]
    was_cut: bool = False

    @property
    def clauses(self) -> Clauses:
        """What the index is asked."""
        asked = [part for part in self.parts if part.clause]
        return Clauses(
            required=tuple(part.clause for part in asked if part.clause and not part.is_excluded),
            excluded=tuple(part.clause for part in asked if part.clause and part.is_excluded),
        )

    @property
    def filters(self) -> Filters:
        """What the database is asked."""
        filters = Filters()
        for part in self.parts:
            filters = part.narrow(filters) if part.narrow else filters
        return filters

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked that could be found."""
        return not self.clauses.required and not self.filters

    def without(self, number: int) -> "Query":
        """Return the query without one of its parts."""
        return self.replaced(number, "")

    def alone(self, number: int) -> "Query":
        """Return the query of one part only."""
        return parse(self.typed(number))

    def typed(self, number: int) -> str:
        """Return a part as it was typed."""
        part = self.parts[number]
        return self.text[part.start : part.end]

    def replaced(self, number: int, words: str) -> "Query":
        """Return the query with ``words`` in place of one of its parts."""
        part = self.parts[number]
        return parse(_tidy(f"{self.text[: part.start]} {words} {self.text[part.end :]}"))

    def meaning(self, number: int, other: int) -> "Query":
        """Return the query with an abbreviation replaced by another thing that it may stand for."""
        return self.replaced(number, self.parts[number].others[other].name)


def parse(typed: str) -> Query:
    """Return what ``typed`` asks; any text has an answer."""
    text = _tidy(typed.translate(_QUOTES))
    cut = text[:MAX_QUERY_CHARS]
    # What is left out hints at nothing: "PE -pregnancy" is not about pre-eclampsia.
    context = frozenset(keys(re.sub(r"(?:^|\s)-(?:\"[^\"]*\"?|\S+)", " ", cut)))
    parts = list(_parts(cut, context))
    if not any(part.is_asked for part in parts):
        parts = _all_words(cut, parts)
    return Query(cut, tuple(parts[:MAX_PARTS]), was_cut=len(text) > len(cut) or len(parts) > MAX_PARTS)


def _tidy(text: str) -> str:
    return re.sub(r"[\s\x00-\x1f]+", " ", text).strip()


def _parts(text: str, context: frozenset[str]) -> Iterator[Part]:
    run_start: int | None = None
    run_end = 0
    for match in _LEXEME.finditer(text):
        part = _special(match)
        if part is None:
            run_start = match.start() if run_start is None else run_start
            run_end = match.end()
            continue
        if run_start is not None:
            yield from _words(text, run_start, run_end, context)
            run_start = None
        yield part
    if run_start is not None:
        yield from _words(text, run_start, run_end, context)


def _words(text: str, start: int, end: int, context: frozenset[str]) -> Iterator[Part]:
    for one in understand(text[start:end], context=context):
        yield _word_part(text, one, start)


def _word_part(text: str, one: Understood, offset: int) -> Part:
    typed = text[offset + one.start : offset + one.end]
    return Part(offset + one.start, offset + one.end, _word_chip(typed, one), one.clause, others=one.others)


def _word_chip(typed: str, one: Understood) -> Chip:
    if one.clause is None:
        return Chip(typed, remark=_NOT_SEARCHED)
    if one.meaning is None or one.clause.polarity is Polarity.NEGATED or fold(one.meaning.name) == fold(typed):
        return Chip("", typed)
    if fold(typed) in {fold(name) for name in one.meaning.names}:
        return Chip("", typed, f"also: {one.meaning.name}")
    return Chip(f"{typed} is", one.meaning.name)


def _all_words(text: str, parts: list[Part]) -> list[Part]:
    """Return the query read as an exact phrase: it holds nothing but common words."""
    clause = phrase(text)
    if clause is None or any(part.chip.remark != _NOT_SEARCHED for part in parts):
        return parts
    return [Part(0, len(text), Chip("exactly", f"“{text.replace(chr(34), '')}”"), clause)]


def _special(match: re.Match[str]) -> Part | None:
    """Return the part of an operator, a phrase, an exclusion or a beginning; ``None`` for plain words."""
    start, end = match.span()
    operator, quoted, word = (match["operator"] or "").lower(), match["quoted"], match["word"] or ""
    if not operator and word.endswith(":"):
        # "type: case", or an operator about to be completed.
        operator, word = word[:-1].lower(), ""
    elif not operator and (doi := DOI.match(word)):
        operator, word = "doi", doi[0]
    value = word if quoted is None else quoted
    if read := _OPERATORS.get(operator):
        part = read(start, end, value)
        return _turned(part, operator) if match["minus"] else part
    if operator:
        # "ratio:2" and the like are words with a colon, not operators.
        value = f"{operator} {value}"
    if match["minus"]:
        return _excluded(start, end, value, is_phrase=quoted is not None)
    return _beginning(start, end, word) if quoted is None else _phrase(start, end, value)


def _turned(part: Part, operator: str) -> Part:
    """Return an operator's part with a minus before it: outcomes can be left out, the rest cannot."""
    if part.clause is None:
        return _not_understood(part.start, part.end, f"-{operator}:", "no minus")
    return replace(part, chip=replace(part.chip, plain="outcome is not"), is_excluded=True)


def _beginning(start: int, end: int, word: str) -> Part | None:
    clause = beginning(word) if word.endswith("*") else None
    return Part(start, end, Chip("words that begin with", word.rstrip("*")), clause) if clause else None


def _phrase(start: int, end: int, value: str) -> Part:
    clause = phrase(value)
    if clause is None:
        return Part(start, end, Chip('""', remark="no words in it"))
    return Part(start, end, Chip("exactly", f"“{value.strip()}”"), clause)


def _excluded(start: int, end: int, value: str, *, is_phrase: bool) -> Part:
    understood = [] if is_phrase else [one.clause for one in understand(value) if one.clause]
    clause = understood[0] if len(understood) == 1 else phrase(value, Polarity.ASSERTED)
    if clause is None:
        return Part(start, end, Chip("-", remark="nothing to leave out"))
    return Part(start, end, Chip("not", value.strip()), clause, is_excluded=True)


def _diagnosis(start: int, end: int, value: str) -> Part:
    understood = [one for one in understand(value) if one.clause]
    clause = understood[0].clause if len(understood) == 1 else phrase(value, Polarity.ASSERTED)
    if clause is None:
        return _not_understood(start, end, "dx:", 'a diagnosis, as in dx:"giant cell arteritis"')
    return Part(start, end, Chip("outcome is", value), replace(clause, fields=(Field.DIAGNOSIS,)))


def _doi(start: int, end: int, value: str) -> Part:
    found = DOI.search(value)
    if not found:
        return _not_understood(start, end, "doi:", "a DOI, as in doi:10.5555/abc")
    doi = found[0].rstrip(".,;)").lower()
    return Part(start, end, Chip("DOI", doi), narrow=lambda filters: replace(filters, doi=doi))


def _specialty(start: int, end: int, value: str) -> Part:
    specialty = find_specialty(value)
    if specialty is None:
        return _not_understood(start, end, "specialty:", "one of the specialties here, as in specialty:nephrology")
    return Part(
        start,
        end,
        Chip("in", specialty.label),
        narrow=lambda filters: replace(filters, specialties=filters.specialties | {specialty}),
    )


def _kind(start: int, end: int, value: str) -> Part:
    kind = _KINDS.get(fold(value))
    if kind is None:
        return _not_understood(start, end, "type:", "case, paper or practice")
    return Part(
        start,
        end,
        Chip("only", KIND_WORDS[kind]),
        narrow=lambda filters: replace(filters, kinds=filters.kinds | {kind}),
    )


def _state(start: int, end: int, value: str) -> Part:
    if fold(value) not in set(ThreadState):
        return _not_understood(start, end, "is:", "solved, unanswered or mine")
    state = ThreadState(fold(value))
    return Part(
        start,
        end,
        Chip("", state.value),
        narrow=lambda filters: replace(filters, states=filters.states | {state}),
    )


def _after(start: int, end: int, value: str) -> Part:
    found = re.fullmatch(r"(\d{4})(?:-(\d{1,2})(?:-\d{1,2})?)?", value)
    month = int(found[2] or 1) if found else 0
    if not found or not 1 <= month <= 12 or int(found[1]) < 1:  # noqa: PLR2004 - months of a year
        return _not_understood(start, end, "after:", "a month, as in after:2026-03")
    moment = datetime(int(found[1]), month, 1, tzinfo=UTC)
    return Part(
        start,
        end,
        Chip("since", moment.strftime("%b %Y")),
        narrow=lambda filters: replace(filters, opened_from=moment),
    )


def _not_understood(start: int, end: int, operator: str, wanted: str) -> Part:
    return Part(start, end, Chip(operator, remark=f"left out: it wants {wanted}"))


_OPERATORS: Final[Mapping[str, Callable[[int, int, str], Part]]] = MappingProxyType(
    {
        "specialty": _specialty,
        "speciality": _specialty,
        "type": _kind,
        "is": _state,
        "dx": _diagnosis,
        "doi": _doi,
        "after": _after,
    }
)
KIND_WORDS: Final[Mapping[Kind, str]] = MappingProxyType(
    {Kind.CASE: "cases", Kind.PAPER: "papers", Kind.PRACTICE: "practice"}
)
_KINDS: Final = {word: kind for kind, plural in KIND_WORDS.items() for word in (kind.value, plural)}
_OTHER_NAMES: Final = {
    "renal": Specialty.NEPHROLOGY,
    "kidney": Specialty.NEPHROLOGY,
    "id": Specialty.INFECTIOUS_DISEASE,
    "infection": Specialty.INFECTIOUS_DISEASE,
    "ed": Specialty.EMERGENCY_MEDICINE,
    "em": Specialty.EMERGENCY_MEDICINE,
    "paed": Specialty.PAEDIATRICS,
    "im": Specialty.GENERAL_MEDICINE,
    "internal": Specialty.GENERAL_MEDICINE,
}


def find_specialty(typed: str) -> Specialty | None:
    """Return the specialty that ``typed`` names or begins (British or American), or ``None``."""
    wanted = americanise(fold(typed.strip())).replace(" ", "-")
    if known := _OTHER_NAMES.get(wanted) or _OTHER_NAMES.get(wanted.rstrip("s")):
        return known
    if len(wanted) < _MIN_SPECIALTY:
        return None
    return next((one for one in Specialty if americanise(one.value).startswith(wanted)), None)
