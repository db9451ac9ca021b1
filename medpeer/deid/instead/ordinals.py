"""Small numbers in words, for telling one thing from the next."""

from typing import Final

_ORDINALS: Final = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth"
).split()
_TENS: Final = "twent thirt fort fift sixt sevent eight ninet".split()
_NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def ordinal(place: int) -> str:
    """Give first, second … in words, for "the 12th" would be read as a date; "further" from 100 on."""
    if place <= len(_ORDINALS):
        return _ORDINALS[place - 1]
    tens, units = divmod(place, 10)
    if tens > len(_TENS) + 1:
        return "further"
    return f"{_TENS[tens - 2]}y-{_ORDINALS[units - 1]}" if units else f"{_TENS[tens - 2]}ieth"


def number(count: int) -> str:
    """Give no, one … ten, then figures."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def told_apart(phrase: str, place: int) -> str:
    """Give ``phrase`` for the first of its kind, "another …" for the second, "a third …" for the next."""
    article, _, noun = phrase.partition(" ")
    match place, article:
        case 1, _:
            return phrase
        case 2, "a" | "an":
            return f"another {noun}"
        case _, "a" | "an":
            word = ordinal(place)
            return f"{'an' if word.startswith('e') else 'a'} {word} {noun}"
        case _:
            return _within(phrase, place)


def _within(phrase: str, place: int) -> str:
    """Put the ordinal where a definite phrase takes it: "the second cardiologist", "the patient's second son"."""
    owner, possessive, noun = phrase.rpartition("\u2019s ")
    if possessive:
        return f"{owner}{possessive}{ordinal(place)} {noun}"
    head, _, noun = phrase.rpartition(" ")
    return f"{head} {ordinal(place)} {noun}".lstrip()
