"""Where pictures of documents lie: one encrypted file each, in a folder beside the database, gone without a trace.

The key is derived from the secret, which is not in the database. A copy of the folder, or of the database, or of both,
shows nothing without it.
"""

import os
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography.fernet import InvalidToken

from medpeer.core.crypto import Vault
from medpeer.licensing.errors import DocumentGoneError

_PLACE_BYTES: Final = 32
ORPHAN_FOR: Final = timedelta(hours=1)
"""A file is written before its row; after an hour without one, the row never came."""


class DocumentFiles:
    """The folder; safe to use from any thread, for each file is written once."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        """Keep files in ``folder`` (mode 0700), sealed by ``vault``."""
        self._folder = folder
        self._vault = vault

    def write(self, picture: bytes) -> str:
        """Encrypt a picture, write it through to the disk and return its place: a name that says nothing."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        place = secrets.token_hex(_PLACE_BYTES)
        descriptor = os.open(self._folder / place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(self._vault.seal_bytes(place, picture))
            file.flush()
            os.fsync(file.fileno())
        return place

    def read(self, place: str) -> bytes:
        """Return the picture at a place.

        Raises:
            DocumentGoneError: there is none, or it was sealed with another secret or for another place.
        """
        try:
            return self._vault.unseal_bytes(place, (self._folder / place).read_bytes())
        except (FileNotFoundError, InvalidToken) as error:
            raise DocumentGoneError from error

    def destroy(self, place: str) -> None:
        """Overwrite a file and remove it; one that is gone already stays so."""
        path = self._folder / place
        try:
            with path.open("r+b") as file:
                file.write(secrets.token_bytes(path.stat().st_size))
                file.flush()
                os.fsync(file.fileno())
        except FileNotFoundError:
            return
        path.unlink(missing_ok=True)

    def orphans(self, known: Iterable[str], now: datetime) -> tuple[str, ...]:
        """Return the places of no row in ``known`` that were written more than an hour ago."""
        if not self._folder.is_dir():
            return ()
        before, rows = (now - ORPHAN_FOR).timestamp(), frozenset(known)
        strays = (path for path in self._folder.iterdir() if path.name not in rows)
        return tuple(path.name for path in strays if path.stat().st_mtime < before)
