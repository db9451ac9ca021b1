"""What to write instead: the least loss of clinical meaning, and the same answer for the same thing in one text."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from medpeer.deid.categories import Category
from medpeer.deid.instead.ages import age
from medpeer.deid.instead.around import Around, Phrase
from medpeer.deid.instead.days import Calendar
from medpeer.deid.instead.persons import persons
from medpeer.deid.instead.places import places
from medpeer.deid.titles import without_title
from medpeer.deid.values import Generalisation, Span

_REMOVED: Final = {
    Category.PHONE: "[telephone number removed]",
    Category.FAX: "[fax number removed]",
    Category.EMAIL: "[e-mail removed]",
    Category.SSN: "[number removed]",
    Category.RECORD: "[record number removed]",
    Category.PLAN: "[plan number removed]",
    Category.ACCOUNT: "[account number removed]",
    Category.LICENCE: "[licence number removed]",
    Category.VEHICLE: "[vehicle number removed]",
    Category.DEVICE: "[device number removed]",
    Category.URL: "[link removed]",
    Category.IP: "[network address removed]",
    Category.BIOMETRIC: "[file removed]",
    Category.PHOTO: "[picture removed]",
    Category.OTHER: "[number removed]",
}


def suggest(text: str, spans: Sequence[Span]) -> tuple[Generalisation, ...]:
    """Return one replacement for each of ``spans`` (ordered, not overlapping), in their order.

    The same person keeps the same placeholder ("the patient", "the patient's daughter", "a colleague"), and dates keep
    their intervals in days: the first complete date is D0. A replacement stands over ``[start, end)`` of ``text``: it
    holds the finding and what belongs to it in the sentence, as a title before a name; these ranges never overlap.
    Pure; a replacement is never itself a finding.
    """
    found = tuple(_arounds(text, spans))
    names = persons([one for one in found if one.span.category is Category.NAME], text)
    sites = places([one for one in found if one.span.category is Category.LOCATION])
    calendar = Calendar(one.words for one in found if _is_day(one.span) and one.span.rule != "date.clock")
    return tuple(_settled(spans, [_phrase(one, names, sites, calendar) for one in found]))


def _arounds(text: str, spans: Sequence[Span]) -> Iterator[Around]:
    """Give each finding with the bounds of what may be written over with it."""
    floor = 0
    for place, whole in enumerate(spans):
        span = without_title(text, whole)
        ceiling = spans[place + 1].start if place + 1 < len(spans) else len(text)
        yield Around(text, span, floor, ceiling)
        floor = span.end


def _is_day(span: Span) -> bool:
    """Say whether a finding is a date and not an age."""
    return span.category is Category.DATE and not span.rule.startswith("age.")


def _phrase(
    around: Around, names: Mapping[Around, Phrase], sites: Mapping[Around, Phrase], calendar: Calendar
) -> Phrase:
    """Choose what stands in the place of one finding."""
    match around.span.category:
        case Category.NAME:
            return names[around]
        case Category.LOCATION:
            return sites[around]
        case Category.DATE:
            return calendar.phrase(around) if _is_day(around.span) else age(around)
        case category:
            return Phrase(around.span.start, around.span.end, _REMOVED[category])


def _settled(spans: Sequence[Span], phrases: Sequence[Phrase]) -> Iterator[Generalisation]:
    """Keep the ranges apart: one that reaches into the one before gives way as far as its finding."""
    last = 0
    for span, phrase in zip(spans, phrases, strict=True):
        start = min(max(phrase.start, last), span.start)
        end = max(phrase.end, span.end)
        yield Generalisation(phrase.words, _button(phrase.words), start, end)
        last = end


def _button(words: str) -> str:
    """Name what a button does; words in brackets only say that something was removed."""
    return "Remove it" if words.startswith("[") else f"Use \u201c{words}\u201d"
