"""One person, one placeholder: names are linked within a text, and each person is called by their part in it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import re2

from medpeer.deid.instead.around import Around, Phrase
from medpeer.deid.instead.ordinals import ordinal, told_apart
from medpeer.deid.instead.roles import Part, Sign, is_attribute, sign_of
from medpeer.deid.normal import matchable, normalise

_WORD: Final = re2.compile(r"[A-Za-z]+")
_CLINICAL: Final = re2.compile(
    r"(?i)\b(?:patients?|pts?|admitted|presented|y/?o|year[- ]old|diagnos\w+|symptoms?|history of|hx|exam|mrn|"
    r"discharged|treated|biopsy|ct|mri|labs?|mg|pain|fever|bp|surgery|referred|clinic|ward|icu)\b"
)
_NO_NAMES: Final = frozenset("s mr mrs ms miss mx dr drs prof professor doctor".split())
_MOST_LOOKED_AT: Final = 12
_OURS: Final = frozenset({"our", "my", "your"})


@dataclass(slots=True, eq=False)
class _Person:
    """What is known of one person: the words of the name, and the first telling sign."""

    parts: list[str]
    sign: Sign
    placeholder: str = ""
    mentions: list[tuple[Around, Sign]] = field(default_factory=list)

    def may_be(self, parts: Sequence[str], sign: Sign) -> bool:
        """Say whether a mention may mean this person: a first or last name alone may, another first name may not."""
        if not _agree(self.sign, sign):
            return False
        if len(parts) == 1 or len(self.parts) == 1:
            return True
        return (
            parts[0][0] == self.parts[0][0] if 1 in {len(parts[0]), len(self.parts[0])} else parts[0] == self.parts[0]
        )


def _agree(one: Sign, other: Sign) -> bool:
    """Say whether two signs may be of the same person: a daughter is no wife, and no colleague."""
    kinds = {one.part, other.part} - {Part.UNKNOWN}
    if Part.RELATIVE in kinds and len(kinds) == 1 and one.noun and other.noun:
        return one.noun == other.noun
    return len(kinds) < 2 or kinds == {Part.STAFF, Part.COLLEAGUE}  # noqa: PLR2004 - one part or none


def persons(names: Sequence[Around], text: str) -> dict[Around, Phrase]:
    """Return what is written for each name; the same person is written alike wherever the sentence allows."""
    people = _linked(names)
    taken: Counter[str] = Counter()
    is_clinical = bool(_CLINICAL.search(matchable(text)))
    may_be_patient = is_clinical and not any(person.sign.part is Part.PATIENT for person in people)
    for person in people:
        person.placeholder = _placeholder(person.sign, taken, may_be_patient=may_be_patient)
    return {around: _written(around, sign, person) for person in people for around, sign in person.mentions}


def _linked(names: Sequence[Around]) -> list[_Person]:
    """Group the names by person, in the order of first mention."""
    people: list[_Person] = []
    by_part: dict[str, list[_Person]] = {}
    for around in names:
        sign, parts = sign_of(around), _parts(around.words)
        seen = [person for part in parts for person in by_part.get(part, [])[:_MOST_LOOKED_AT]]
        person = next((known for known in seen if known.may_be(parts, sign)), None)
        if person is None:
            person = _Person(parts, sign)
            people.append(person)
        elif len(parts) > len(person.parts):
            person.parts = parts
        if person.sign.part is Part.UNKNOWN or sign.part is Part.STAFF:
            person.sign = sign
        for part in parts:
            if person not in by_part.setdefault(part, [])[:_MOST_LOOKED_AT]:
                by_part[part].append(person)
        person.mentions.append((around, sign))
    return people


def _parts(words: str) -> list[str]:
    """Give the words of a name as a reader would compare them."""
    folded = normalise(words).text
    parts = [part.lower() for part in _WORD.findall(folded)]
    long = [part for place, part in enumerate(parts) if len(part) > 1 or (place == 0 and len(parts) > 1)]
    return [part for part in long if part not in _NO_NAMES] or [folded.lower() or words]


def _placeholder(sign: Sign, taken: Counter[str], *, may_be_patient: bool) -> str:
    """Choose what a person is called; the second of a kind is told apart from the first."""
    match sign.part:
        case Part.RELATIVE:
            whose = f"{sign.owner} " if sign.owner in _OURS else "the patient\u2019s "
            base = f"{whose}{sign.noun}"
        case Part.STAFF if sign.owner in {"a", "an"}:
            base = f"{'an' if sign.noun[0] in 'aeio' else 'a'} {sign.noun}"
        case Part.STAFF:
            base = f"{sign.owner if sign.owner in _OURS else 'the'} {sign.noun}"
        case Part.UNKNOWN:
            return _unknown(taken, may_be_patient=may_be_patient)
        case Part.PATIENT | Part.COLLEAGUE | Part.COUPLE:
            base = sign.part.value
    taken[base] += 1
    return told_apart(base, taken[base])


def _unknown(taken: Counter[str], *, may_be_patient: bool) -> str:
    """Call somebody of whom nothing is known the patient where a case is told and none was named, else "someone"."""
    if may_be_patient and not taken[Part.PATIENT.value]:
        taken[Part.PATIENT.value] += 1
        return Part.PATIENT.value
    taken["someone"] += 1
    place = taken["someone"]
    others = taken[Part.PATIENT.value] > 0
    if place == 1:
        return "another person" if others else "someone"
    return f"a {ordinal(place + others)} person"


def _written(around: Around, sign: Sign, person: _Person) -> Phrase:
    """Write one mention of a person."""
    words = person.placeholder
    if sign.is_noun_only:
        words = sign.noun or "colleague"
    elif sign.part is Part.RELATIVE and around.text.endswith(("'s ", "\u2019s "), 0, around.span.start - sign.before):
        # "Mr Pruitt's daughter Ana": the owner is a finding of his own and stays in the sentence.
        words = sign.noun
    elif sign.part is Part.PATIENT and not sign.before and is_attribute(around):
        words = f"{words}\u2019s"
    return around.phrase(words, more_before=sign.before, more_after=sign.after)
