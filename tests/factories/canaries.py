"""Canaries: a value for each attribute of the confidentiality profile that can be found again wherever it went."""

import datetime as dt
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from pydicom.datadict import dictionary_VR, tag_for_keyword
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.tag import BaseTag, Tag

from medpeer.imaging.dicom.profile import Entry, profile

MARK: Final = "ZQ"
"""What each canary in letters begins with."""

_FIRST_DAY: Final = dt.date(1901, 1, 1)
# Groups 0 and 2 stand in messages and in the file meta information.
_FIRST_GROUP: Final = 4
_APART: Final = dt.timedelta(days=740)
_TEXTS: Final = frozenset("AE CS LO LT PN SH ST UC UR UT".split())
_BYTES: Final = frozenset("OB OW UN OD OF OL OV".split())
_OVERLAY: Final = {"50xxxxxx": 0x50003000, "60xx3000": 0x60003000, "60xx4000": 0x60004000, "odd group": 0x00091001}


def tag_of(entry: Entry) -> BaseTag:
    """Return an attribute's tag, or one of those that a pattern stands for."""
    return Tag(_OVERLAY.get(entry.tag) or tag_for_keyword(entry.keyword) or int(entry.tag, 16))


def canary(tag: BaseTag) -> DataElement:
    """Return an element with a value of its own; its VR is the standard's, or LO where there is none."""
    vr = (
        "LO"
        if tag.is_private
        else {"OB or OW": "OW", "US or SS": "US", "US or OW": "OW", "US or SS or OW": "OW"}.get(vr := _vr(tag), vr)
    )
    return DataElement(tag, vr, _value(tag, vr))


def traces(tag: BaseTag) -> tuple[bytes, ...]:
    """Return the bytes by which an attribute's canary is known; none where its VR has room for few values."""
    vr = canary(tag).VR
    if vr in _TEXTS | _BYTES | {"SQ"} or tag.is_private:
        return (_word(tag).encode(),)
    return {
        "DA": (_day(tag).encode(),),
        "DT": (_day(tag).encode(),),
        "TM": (_time(tag).encode(),),
        "UI": (_uid(tag).encode(),),
        "DS": (str(_serial(tag)).encode(),),
        "IS": (str(_serial(tag)).encode(),),
    }.get(vr, ())


def fill(dataset: Dataset) -> list[Entry]:
    """Put a canary into each attribute of the profile that a dataset can hold, and return which."""
    filled = [entry for entry in profile() if tag_of(entry).group >= _FIRST_GROUP]
    for entry in filled:
        dataset[tag_of(entry)] = canary(tag_of(entry))
    dataset.add_new(0x00090010, "LO", "ZQ PRIVATE CREATOR")
    return filled


def kept(dataset: Dataset, raw: bytes, entries: list[Entry]) -> Iterator[Entry]:
    """Yield the attributes whose canary is still there: its bytes anywhere, or its value at its place."""
    for entry in entries:
        tag = tag_of(entry)
        stays = tag in dataset and not dataset[tag].is_empty and dataset[tag].value == canary(tag).value
        if stays or any(trace in raw for trace in traces(tag)):
            yield entry


def _vr(tag: BaseTag) -> str:
    return dictionary_VR(tag) if tag.group & 0xFF00 not in {0x5000, 0x6000} else {0x4000: "LT"}.get(tag.element, "OW")


def _value(tag: BaseTag, vr: str) -> Any:
    if vr in _TEXTS or tag.is_private:
        return _word(tag)
    if vr in _BYTES:
        return _word(tag).encode()
    if vr == "SQ":
        return Sequence([_item(tag)])
    return {
        "DA": _day(tag),
        "DT": _day(tag) + _time(tag),
        "TM": _time(tag),
        "UI": _uid(tag),
        "DS": _serial(tag),
        "IS": _serial(tag),
        "AS": "091Y",
        "AT": int(tag),
        "US": 4242,
        "SS": 4242,
        "SL": 42424242,
        "SV": 42424242,
        "UL": 42424242,
        "UV": 42424242,
        "FD": 4242.4242,
        "FL": 4242.5,
    }[vr]


def _item(tag: BaseTag) -> Dataset:
    item = Dataset()
    item.CodeMeaning, item.PatientName = _word(tag), _word(tag)
    inner = Dataset()
    inner.TextValue = _word(tag)
    item.ContentSequence = [inner]
    return item


def _word(tag: BaseTag) -> str:
    return f"{MARK}{int(tag):08X}"


@cache
def _order(tag: BaseTag) -> int:
    places = {tag_of(entry): place for place, entry in enumerate(profile())}
    return places.get(tag, int(tag) % 9973 + 1000)


def _day(tag: BaseTag) -> str:
    """Return a day that no other attribute has, nor has when all are shifted by up to two years."""
    days = _dated().get(tag, int(tag) % 3499 + 200) * _APART
    return (_FIRST_DAY + days).strftime("%Y%m%d")


@cache
def _dated() -> dict[BaseTag, int]:
    tags = [tag_of(entry) for entry in profile()]
    return {
        tag: place for place, tag in enumerate(tag for tag in tags if not tag.is_private and _vr(tag) in {"DA", "DT"})
    }


def _time(tag: BaseTag) -> str:
    return f"0314{_order(tag) % 60:02}.{_order(tag):06}"


def _uid(tag: BaseTag) -> str:
    return f"1.2.999.{int(tag)}.7"


def _serial(tag: BaseTag) -> int:
    return 990_000_000 + _order(tag)
