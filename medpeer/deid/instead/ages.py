"""An age over 89 becomes the one band that the rule allows, in words that fit."""

from typing import Final

import re2

from medpeer.deid.instead.around import Around, Phrase

BAND: Final = "aged over 89"
_NOUNS: Final = (
    "man|woman|lady|gentleman|male|female|patient|pt|widow|widower|veteran|resident|nursing home resident|farmer|nun|"
    "grandmother|grandfather|person|M|F"
)
_OLD: Final = r"^[\s-]{0,2}(?:years?[\s-]old|yr[\s-]?old|y[\s./-]?o\b\.?|yo\b)"
_OLD_NOUN: Final = re2.compile(rf"(?i){_OLD}\s*((?:[a-z]+-?[a-z]+ )?(?:{_NOUNS}))\b")
_SEX: Final = re2.compile(r"^[\s-]?(M|F|male|female)\b")
_SEXES: Final = {"M": "man", "F": "woman"}
_OLD_ALONE: Final = re2.compile(rf"(?i){_OLD}")
_ATTRIBUTE: Final = re2.compile(rf"(?i){_OLD}\s+[a-z]")
_NAMED: Final = re2.compile(r"(?i)\b(?:aged?|age of|turned|turning|turns|is|was|at)\s*:?\s*$")
_DECADE: Final = re2.compile(r"(?i)\bin (?:his|her|their|the) (?:early |mid[ -]?|late )?$")
_ARTICLE: Final = re2.compile(r"(?i)\ban?\s+$")


def age(around: Around) -> Phrase:
    """Write the band: "woman aged over 89" for "94-year-old woman", "over 89" behind "aged"."""
    noun = around.followed_by(_OLD_NOUN) or around.followed_by(_SEX)
    if noun:
        who = _SEXES.get(noun.group(1), noun.group(1))
        return around.phrase(f"{who} {BAND}", more_after=noun.end())
    decade = around.led_by(_DECADE)
    if decade:
        return around.phrase(BAND, more_before=len(decade.group()))
    if around.led_by(_NAMED):
        alone = around.followed_by(_OLD_ALONE)
        return around.phrase("over 89" if not alone else BAND, more_after=alone.end() if alone else 0)
    return _attribute(around)


def _attribute(around: Around) -> Phrase:
    """Write the band where the age stands by itself or before a word that is not a person's."""
    article, old = around.led_by(_ARTICLE), around.followed_by(_OLD_ALONE)
    if article and old and around.followed_by(_ATTRIBUTE):
        return around.phrase("an over-89-year-old", more_before=len(article.group()), more_after=old.end())
    if article and old:
        return around.phrase(f"patient {BAND}", more_after=old.end())
    return around.phrase(BAND if old else "over 89", more_after=old.end() if old else 0)
