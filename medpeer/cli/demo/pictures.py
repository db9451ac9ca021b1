"""The demo's pictures: sent in, looked at and attached like anyone's; a moderator let most of them through."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer import gate
from medpeer.cli.demo import content, drawings
from medpeer.cli.demo.content import Row
from medpeer.cli.demo.replay import Past, Step
from medpeer.cli.demo.reports import MODERATOR
from medpeer.discussions import service as discussions
from medpeer.discussions.models import Post
from medpeer.gate import (
    Edits,
    ExaminedImage,
    ExaminedStack,
    IdentifiersInImageError,
    RawImage,
    RawText,
    RegionAnswer,
    RegionFinding,
    RegionReason,
    Surface,
)
from medpeer.images import service
from medpeer.images.models import Image
from medpeer.images.service import NewImage
from medpeer.imaging import RegionKind

_SENT: Final = timedelta(minutes=2)
_LET_THROUGH: Final = timedelta(minutes=40)
_ROUNDS: Final = 3
_NOTHING: Final = {RegionKind.TEXT: RegionReason.NO_WRITING, RegionKind.FACE: RegionReason.NO_FACE}


@dataclass(frozen=True, slots=True)
class Plate:
    """One picture: the case it stands with, how it is drawn, and what its author said of it."""

    thread: str
    draw: Callable[[], bytes]
    alt: str
    caption: str
    waits: bool = False
    """Whether it still waits for a second pair of eyes."""


PLATES: Final = (
    Plate(
        "fever-syncope-coved-st",
        lambda: drawings.ecg(coved=True),
        "ECG, leads V1 and V2: coved ST elevation running down into an inverted T wave",
        "On arrival, at 39.4 °C. V1 above, V2 below; 25 mm/s, 10 mm/mV.",
    ),
    Plate(
        "fever-syncope-coved-st",
        lambda: drawings.ecg(coved=False),
        "ECG, leads V1 and V2: no ST elevation, upright T waves",
        "Three hours and one gram of paracetamol later, at 36.9 °C.",
    ),
    Plate(
        "adrenal-34-hu-before-biopsy",
        drawings.abdomen,
        "Unenhanced CT of the upper abdomen: a round nodule in the left adrenal gland",
        "Unenhanced. Measure it yourself: the nodule stands behind the stomach, beside the left kidney's upper pole.",
    ),
    Plate(
        "colic-anaemia-stippling-herbal",
        lambda: drawings.blood_film(stippled=True),
        "Blood film: pale red cells, some with coarse blue stippling",
        "The film that came with the third count.",
    ),
    Plate(
        "warm-aiha-hb-38-no-compatible",
        lambda: drawings.blood_film(stippled=False),
        "Blood film: every other red cell is small, round and without pallor",
        "Spherocytes; the clumps are gone because the slide was warmed.",
        waits=True,
    ),
)


def picture_steps(past: Past) -> Iterator[Step]:
    """Yield the sending of each picture, and a moderator's second look at those that do not wait."""
    rows = {row["key"]: row for row in content.threads()}
    for plate in PLATES:
        yield from _shown(past, plate, rows[plate.thread])


def _shown(past: Past, plate: Plate, row: Row) -> Iterator[Step]:
    examined = _examined(RawImage(plate.draw()))
    words = {"alt": (plate.alt, Surface.IMAGE_ALT), "caption": (plate.caption, Surface.IMAGE_CAPTION)}
    texts = gate.examine_together({name: gate.Candidate(RawText(text), place) for name, (text, place) in words.items()})
    stored: list[Image] = []

    def send(session: Session) -> None:
        actor = past.actors[row["author"]]
        said = gate.clear_together(session, texts)
        image = service.store(session, actor, _cleared(session, examined, said["alt"], said["caption"]))
        opening = session.scalars(select(Post).where(Post.client_key == f"demo-{row['key']}")).one()
        discussions.add_images(session, actor, opening, [image.id])
        stored.append(image)

    def let_through(session: Session) -> None:
        service.let_through(session, past.actors[MODERATOR], stored[0])

    asked = past.now - timedelta(days=row["age_days"])
    yield Step(asked + _SENT, send)
    if not plate.waits:
        yield Step(asked + _LET_THROUGH, let_through)


def _examined(raw: RawImage) -> ExaminedImage | ExaminedStack:
    """Return a file as its author would prepare it, who says of each place that looks like writing that it is none."""
    sent = gate.inspect_upload(raw)
    answers: tuple[RegionAnswer, ...] = ()
    asked: Sequence[RegionFinding] = sent.findings
    # Drawn for storing, a picture may show something that it did not show as it came.
    for _ in range(_ROUNDS):
        answers += tuple(RegionAnswer(found.box, _NOTHING[found.kind]) for found in asked if found.severity)
        edits = Edits(answers=answers)
        try:
            return (
                gate.examine_stack(sent.study.series[0], edits)
                if sent.study
                else gate.examine_image(sent.picture, edits)
            )
        except IdentifiersInImageError as error:
            asked = error.regions
    raise IdentifiersInImageError(tuple(asked))


def _cleared(
    session: Session, examined: ExaminedImage | ExaminedStack, alt: gate.ClearedText, caption: gate.ClearedText
) -> NewImage:
    if isinstance(examined, ExaminedStack):
        stack = gate.clear_stack(session, examined)
        return NewImage(full=stack.full, thumbnail=stack.thumbnail, alt=alt, caption=caption, stack=stack)
    full, thumbnail = gate.clear_image(session, examined)
    return NewImage(full=full, thumbnail=thumbnail, alt=alt, caption=caption)
