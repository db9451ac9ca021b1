"""Licence numbers in a board's file, brought to the form by which every spelling of them is found. Pure."""

import re
from collections.abc import Iterable

from medpeer.licensing.boards.manifest import NumberStep
from medpeer.licensing.numbers import LicenceNumber, read_number, without_suffix


def normalise(written: str, steps: Iterable[NumberStep]) -> str:
    """Return a number after the steps that its manifest lists."""
    for step in steps:
        written = _apply(written, step)
    return written


def _apply(written: str, step: NumberStep) -> str:
    match step:
        case NumberStep.UPPER:
            return written.upper()
        case NumberStep.STRIP_NONALNUM:
            # Without its dash an appended digit would be one of the number's.
            return re.sub(r"[^A-Za-z0-9]", "", without_suffix(written))
        case NumberStep.STRIP_LEADING_ZEROS:
            return written.lstrip("0")
        case NumberStep.STRIP_LEADING_LETTERS:
            return re.sub(r"^[A-Za-z]+(?=.*\d)", "", written)
        case NumberStep.DIGITS_ONLY:
            return re.sub(r"\D", "", without_suffix(written))


def number_key(written: str, jurisdiction: str) -> str:
    """Return the bare number: no state, no profession, no letters or zeros in front. Empty for none."""
    return _bare(read_number(written, state=jurisdiction))


def may_be_same(typed: str, held: str, jurisdiction: str) -> bool:
    """Tell whether two spellings may be one licence: profession and series must agree where both have some.

    A board numbers its professions apart: ``OS12345`` is an osteopath's, ``ME12345`` somebody else's.
    """
    one, other = read_number(typed, state=jurisdiction), read_number(held, state=jurisdiction)
    if not one or _bare(one) != _bare(other):
        return False
    professions = {one.profession, other.profession} - {""}
    series = {_series(one), _series(other)} - {""}
    return len(professions) <= 1 and len(series) <= 1 and not (_is_other(one, other) or _is_other(other, one))


def _is_other(one: LicenceNumber, physician: LicenceNumber) -> bool:
    """Tell whether letters in front say another profession, ``PA`` or ``RN``, where the other spelling says ``MD``.

    A single letter is a series of the physicians' own in California and Texas.
    """
    says_physician = bool(physician.profession) and not _series(physician)
    return says_physician and not one.profession and len(_series(one)) > 1


def _bare(number: LicenceNumber) -> str:
    return re.sub(r"^[A-Z0]+(?=[1-9])", "", number.core)


def _series(number: LicenceNumber) -> str:
    return number.core.removesuffix(_bare(number)).rstrip("0")
