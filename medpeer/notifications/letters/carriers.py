"""Who carries a code to its address: one interface, a folder of letters to print, and the demo's mailbox."""

import logging
import os
from collections.abc import Iterable
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Final, Protocol

from medpeer.licensing.policy.codes import CodeChannel
from medpeer.licensing.queries.codes import CodeNotice
from medpeer.notifications.letters.page import print_page
from medpeer.notifications.letters.words import body, heading
from medpeer.notifications.mailbox import store_mail

log = logging.getLogger(__name__)

EVERY_WAY: Final = frozenset(CodeChannel)


class CodeCarrier(Protocol):
    """Takes a code to an address of record. The same code may be handed over twice; it arrives as one."""

    channels: frozenset[CodeChannel]

    def carry(self, notice: CodeNotice) -> None:
        """Take one code on its way.

        Raises:
            OSError: not now; it is handed over again later.
        """

    def forget(self, code_ids: Iterable[int]) -> None:
        """Let go of what is kept of codes that are of no use any more."""


class LetterFolder:
    """Writes each code as a page to print, which somebody posts, faxes or reads out; mode 0600, gone once of no use."""

    channels = EVERY_WAY

    def __init__(self, folder: Path, address: str) -> None:
        """Write to ``folder``; ``address`` is the page where codes are entered."""
        self._folder = folder
        self._address = address

    def carry(self, notice: CodeNotice) -> None:
        """Write the page, whole or not at all."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._path(notice.code_id)
        part = path.with_suffix(".part")
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(print_page(heading(notice), body(notice, self._address)))
        part.replace(path)
        log.info("letter.written", extra={"code_id": notice.code_id})

    def forget(self, code_ids: Iterable[int]) -> None:
        """Delete their pages."""
        for code_id in code_ids:
            self._path(code_id).unlink(missing_ok=True)

    def _path(self, code_id: int) -> Path:
        return self._folder / f"code-{code_id:06}.pdf"


class MailboxCarrier:
    """Carries nothing: logs that a code went out, and shows the letter in the demo's mailbox, so that one can go on."""

    channels = EVERY_WAY

    def __init__(self, folder: Path, address: str) -> None:
        """Show letters among the mails of ``folder``; ``address`` is the page where codes are entered."""
        self._folder = folder
        self._address = address

    def carry(self, notice: CodeNotice) -> None:
        """Put the letter among the demo's mails."""
        letter = EmailMessage()
        letter["Message-ID"] = f"<code-{notice.code_id}@letters.example>"
        letter["Date"] = format_datetime(notice.issued_at)
        letter["From"] = "medpeer <no-reply@medpeer.example>"
        letter["To"] = f"{notice.channel}-of-record@letters.example"
        letter["Subject"] = "A code for the address on record"
        letter.set_content("\n".join((*heading(notice), "", body(notice, self._address))))
        store_mail(self._folder, letter.as_bytes(), notice.issued_at)
        log.info("letter.shown", extra={"code_id": notice.code_id})

    def forget(self, code_ids: Iterable[int]) -> None:
        """Keep the demo's mails as they are; the mailbox lets the oldest go."""
