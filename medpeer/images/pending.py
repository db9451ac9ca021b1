"""Pictures being prepared: in this process's memory alone, bounded, and let go after a while.

Nothing unfinished is ever on a disk or in the database. What is kept here is encoded anew already, without metadata.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

from medpeer.core.clock import Clock
from medpeer.core.crypto import new_token
from medpeer.gate import RegionFinding, Sent
from medpeer.images.errors import NoRoomError, PendingGoneError, TooLargeToPrepareError
from medpeer.imaging import Box, Picture, reads_text
from medpeer.imaging.dicom import Study

KEPT_FOR: Final = timedelta(minutes=20)
KEPT_A_MEMBER: Final = 4
BYTES_IN_ALL: Final = 96 << 20
BYTES_A_MEMBER: Final = 48 << 20


@dataclass(slots=True, repr=False, kw_only=True)
class Pending:
    """One picture being prepared, or a study with its first picture. Printing shows its owner only.

    ``image_id`` is set once it is stored, so that a form sent twice stores once; the picture is let go then.
    """

    token: str
    owner_id: int
    made_at: datetime
    picture: Picture
    findings: tuple[RegionFinding, ...]
    study: Study | None = None
    must_crop: bool = False
    crop: Box | None = None
    post_id: int | None = None
    image_id: int | None = None
    busy: Lock = field(default_factory=Lock)

    @property
    def reads_text(self) -> bool:
        """Whether writing was read, or only found."""
        return reads_text()

    @property
    def size_bytes(self) -> int:
        """How much memory it takes."""
        frames = (frame for series in self.study.series for frame in series.frames) if self.study else ()
        return len(self.picture.data) + sum(len(frame.deflated) for frame in frames)

    def __repr__(self) -> str:
        """Return whose it is."""
        return f"<pending image of physician {self.owner_id}>"


class PendingImages:
    """The store; one an application. Safe to call from any thread."""

    def __init__(self, clock: Clock) -> None:
        """Go by ``clock``."""
        self._clock = clock
        self._kept: OrderedDict[str, Pending] = OrderedDict()
        self._lock = Lock()

    def keep(self, owner_id: int, sent: Sent, *, post_id: int | None = None) -> Pending:
        """Keep what its owner sent, in place of their oldest where they have too many.

        Raises:
            TooLargeToPrepareError: it alone is more than a member's share.
            NoRoomError: all members together have filled the store.
        """
        made = Pending(
            token=new_token(),
            owner_id=owner_id,
            made_at=self._clock.now(),
            picture=sent.picture,
            findings=sent.findings,
            study=sent.study,
            must_crop=sent.must_crop,
            crop=sent.crop,
            post_id=post_id,
        )
        if made.size_bytes > BYTES_A_MEMBER:
            raise TooLargeToPrepareError
        with self._lock:
            self._drop_old()
            self._make_room(made)
            self._kept[made.token] = made
        return made

    def find(self, owner_id: int, token: str) -> Pending:
        """Return the owner's picture.

        Raises:
            PendingGoneError: there is none, it was let go, or it is somebody else's.
        """
        with self._lock:
            self._drop_old()
            found = self._kept.get(token)
        if found is None or found.owner_id != owner_id:
            raise PendingGoneError
        return found

    def let_go(self, token: str) -> None:
        """Forget a picture; one forgotten before changes nothing."""
        with self._lock:
            self._kept.pop(token, None)

    def settle(self, pending: Pending, image_id: int) -> None:
        """Note that a picture is stored, and let go of its bytes."""
        with self._lock:
            pending.image_id = image_id
            pending.picture = Picture(b"", 0, 0, pending.picture.media_type)
            pending.findings, pending.study = (), None

    def drop_old(self) -> None:
        """Let go of what nobody finished in time."""
        with self._lock:
            self._drop_old()

    @property
    def size_bytes(self) -> int:
        """How much is kept now."""
        return sum(one.size_bytes for one in list(self._kept.values()))

    def _drop_old(self) -> None:
        before = self._clock.now() - KEPT_FOR
        for token in [token for token, one in self._kept.items() if one.made_at <= before]:
            del self._kept[token]

    def _make_room(self, new: Pending) -> None:
        mine = [one for one in self._kept.values() if one.owner_id == new.owner_id]
        size = new.size_bytes + sum(one.size_bytes for one in mine)
        for oldest in mine:
            if len(mine) < KEPT_A_MEMBER and size <= BYTES_A_MEMBER:
                break
            mine = mine[1:]
            size -= oldest.size_bytes
            del self._kept[oldest.token]
        if self.size_bytes + new.size_bytes > BYTES_IN_ALL:
            raise NoRoomError
