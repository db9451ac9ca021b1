"""Where files of own data lie until they are fetched: encrypted in pieces, never in the clear on a disk.

Each piece is sealed for its file, its number and whether it is the last, so that none can be swapped, dropped or
cut off unseen. Keys come from the secret, which is not in the database: a copy of folder and database shows nothing.
"""

import os
import secrets
import struct
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

from cryptography.fernet import InvalidToken

from medpeer.core.crypto import Vault
from medpeer.own_data.errors import OwnDataGoneError

PIECE_BYTES: Final = 1 << 20
ORPHAN_FOR: Final = timedelta(hours=1)
"""A file without a row is being written, for an hour at most; after that, its writer is gone."""

_PLACE_BYTES: Final = 32
_LENGTH: Final = struct.Struct(">I")


class SealedWriter:
    """A file to be written from start to end, like one on a disk; without its end, it cannot be read."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        """Begin a file in ``folder`` (mode 0700), sealed by ``vault``, at a place whose name says nothing."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.place = secrets.token_hex(_PLACE_BYTES)
        self.size_bytes = 0
        descriptor = os.open(folder / self.place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file: BinaryIO = os.fdopen(descriptor, "wb")
        self._vault = vault
        self._pending = bytearray()
        self._number = 0

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write the end, and through to the disk, unless something went wrong."""
        try:
            if kind is None:
                self._seal(bytes(self._pending), last=True)
                self.flush()
                os.fsync(self._file.fileno())
        finally:
            self._file.close()

    def write(self, content: bytes) -> int:
        """Take ``content`` and return its length."""
        self._pending += content
        self.size_bytes += len(content)
        while len(self._pending) > PIECE_BYTES:
            self._seal(bytes(self._pending[:PIECE_BYTES]), last=False)
            del self._pending[:PIECE_BYTES]
        return len(content)

    def flush(self) -> None:
        """Hand what is sealed to the system."""
        self._file.flush()

    def _seal(self, piece: bytes, *, last: bool) -> None:
        sealed = self._vault.seal_bytes(_label(self.place, self._number, last=last), piece)
        self._file.write(_LENGTH.pack(len(sealed)) + sealed)
        self._number += 1


class OwnDataFiles:
    """The folder; safe to use from any thread, for each file is written once."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        """Keep files in ``folder``, sealed by ``vault``."""
        self._folder = folder
        self._vault = vault

    def writer(self) -> SealedWriter:
        """Return a new file to be written."""
        return SealedWriter(self._folder, self._vault)

    def read(self, place: str) -> Iterator[bytes]:
        """Yield the pieces of a file.

        Raises:
            OwnDataGoneError: there is none, or one that is not whole; before the first piece where that shows.
        """
        try:
            file = (self._folder / place).open("rb")
        except FileNotFoundError:
            raise OwnDataGoneError from None
        return self._pieces(file, place)

    def _pieces(self, file: BinaryIO, place: str) -> Iterator[bytes]:
        with file:
            left, number = os.fstat(file.fileno()).st_size, 0
            while left:
                head = file.read(_LENGTH.size)
                sealed = file.read(_LENGTH.unpack(head)[0]) if len(head) == _LENGTH.size else b""
                left -= len(head) + len(sealed)
                try:
                    piece = self._vault.unseal_bytes(_label(place, number, last=not left), sealed)
                except InvalidToken:
                    raise OwnDataGoneError from None
                yield piece
                number += 1

    def destroy(self, place: str) -> None:
        """Overwrite a file and remove it; one that is gone already stays so."""
        path = self._folder / place
        try:
            with path.open("r+b") as file:
                _overwrite(file, path.stat().st_size)
        except FileNotFoundError:
            return
        path.unlink(missing_ok=True)

    def orphans(self, known: Iterable[str], now: datetime) -> tuple[str, ...]:
        """Return the places of no row in ``known`` that were last written to more than an hour ago."""
        if not self._folder.is_dir():
            return ()
        before, rows = (now - ORPHAN_FOR).timestamp(), frozenset(known)
        strays = (path for path in self._folder.iterdir() if path.name not in rows)
        return tuple(path.name for path in strays if path.stat().st_mtime < before)


def _label(place: str, number: int, *, last: bool) -> str:
    return f"{place}/{number}/{'end' if last else 'more'}"


def _overwrite(file: BinaryIO, size_bytes: int) -> None:
    file.writelines(
        secrets.token_bytes(min(PIECE_BYTES, size_bytes - start)) for start in range(0, size_bytes, PIECE_BYTES)
    )
    file.flush()
    os.fsync(file.fileno())
