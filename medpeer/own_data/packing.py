"""Packing a file of own data: a ZIP written from start to end, so that it never has to lie anywhere in the clear."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import IO, Final, Protocol, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from sqlalchemy.orm import Session

from medpeer.core.db import context_of
from medpeer.own_data.readable import readable
from medpeer.own_data.sections.pictures import list_files
from medpeer.own_data.values import Section, plain

FORMAT: Final = "medpeer own data 1"

Progress = Callable[[int, int], None]


class Sink(Protocol):
    """What the ZIP is written to."""

    def write(self, content: bytes, /) -> int:
        """Take bytes and return how many."""

    def flush(self) -> None:
        """Hand them on."""


def pack(session: Session, sink: Sink, physician_id: int, sections: Sequence[Section], progress: Progress) -> None:
    """Write ``sections`` and the person's pictures to ``sink``; ``progress`` is told steps done and steps in all."""
    made_at, pictures = context_of(session).clock.now(), list_files(session, physician_id)
    steps = len(pictures) + 1
    # The archive only writes and flushes; what cannot be wound back it writes from start to end.
    with ZipFile(cast("IO[bytes]", sink), "w", ZIP_DEFLATED) as archive:
        archive.writestr("data.json", as_json(sections, made_at=made_at))
        archive.writestr("your-data.html", readable(sections, made_at=made_at))
        progress(1, steps)
        for number, one in enumerate(pictures, 2):
            # Pictures are packed already; bare samples are not.
            how = ZIP_STORED if one.frame is None else ZIP_DEFLATED
            archive.writestr(one.name, one.content(session), how)
            progress(number, steps)


def as_json(sections: Sequence[Section], *, made_at: datetime) -> str:
    """Return the sections as one JSON text."""
    rows = {one.name: [plain(row) for row in one.rows] for one in sections}
    return json.dumps({"format": FORMAT, "made_at": made_at.isoformat(), "data": rows}, ensure_ascii=False, indent=1)
