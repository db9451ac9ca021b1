"""The gate's judgement of what was found in a picture: pure, stores and logs nothing."""

from collections.abc import Sequence
from typing import Final

from medpeer.deid import Category, Severity
from medpeer.gate.findings import Finding
from medpeer.gate.raw import RawText
from medpeer.gate.regions import RegionFinding
from medpeer.gate.surfaces import POLICIES, Surface
from medpeer.gate.verdict import judge
from medpeer.imaging import Region, RegionKind, transcribe

_UNREAD_WHY: Final = "There seems to be writing here, and nobody but you has read it."
# Lead markers and the projections a console prints: read as a line of their own, they name no one.
_MARKERS: Final = frozenset(
    "L R LT RT LEFT RIGHT A P S I H F AP PA LAT LATERAL SUPINE PRONE ERECT UPRIGHT STANDING SITTING SEMI-ERECT "
    "PORTABLE MOBILE DECUB DECUBITUS CM MM KV MA MAS".split()
)
_READ_WHY: Final = "Nothing in it was found to identify anybody."


def judge_regions(regions: Sequence[Region]) -> tuple[RegionFinding, ...]:
    """Return the verdict on every place that was found, in reading order.

    Writing that was read is judged as one text, line by line as in the picture: a label tells what stands beside it.
    Writing that nobody read and faces wait for their author.
    """
    ordered = sorted(regions, key=lambda one: (one.box.top, one.box.left))
    read = [one for one in ordered if one.kind is RegionKind.TEXT and one.text]
    markers = [one for one in read if (one.text or "").strip(" .:").upper() in _MARKERS]
    telling = [one for one in read if one not in markers]
    verdicts = {id(one): _judged(one, None, unseen=False) for one in markers}
    verdicts |= dict(zip(map(id, telling), _judge_texts(telling), strict=True))
    return tuple(verdicts.get(id(one)) or _unread(one) for one in ordered)


def _unread(region: Region) -> RegionFinding:
    if region.kind is RegionKind.FACE:
        photo = Category.PHOTO
        return RegionFinding(RegionKind.FACE, region.box, Severity.TELL_AUTHOR, photo.label, photo.why, category=photo)
    return RegionFinding(RegionKind.TEXT, region.box, Severity.TELL_AUTHOR, "Writing", _UNREAD_WHY)


def _judge_texts(read: Sequence[Region]) -> list[RegionFinding]:
    """Return one finding a region: the gravest of what the engine found in its words."""
    script, limit = transcribe(read), POLICIES[Surface.IMAGE].max_chars
    found = judge(RawText(script.text[:limit]), Surface.IMAGE).findings
    # Each by itself: two regions may hold the same words.
    places = {id(passage.region): (passage.start, passage.end) for passage in script.passages}
    return [
        _judged(region, _gravest(found, start, end), unseen=end > limit)
        for region in read
        for start, end in (places[id(region)],)
    ]


def _gravest(findings: Sequence[Finding], start: int, end: int) -> Finding | None:
    here = [one for one in findings if one.start < end and one.end > start]
    return min(here, key=lambda one: list(Severity).index(one.severity), default=None)


def _judged(region: Region, worst: Finding | None, *, unseen: bool) -> RegionFinding:
    if worst is None:
        severity = Severity.TELL_AUTHOR if unseen else None
        return RegionFinding(
            region.kind, region.box, severity, "Writing", _UNREAD_WHY if unseen else _READ_WHY, region.text
        )
    return RegionFinding(
        region.kind, region.box, worst.severity, worst.label, worst.why, region.text, category=worst.category
    )
