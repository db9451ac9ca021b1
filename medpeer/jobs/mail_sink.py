"""The demo's mail relay: accepts mails over SMTP on the loopback address and keeps them in a folder."""

import socket
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from medpeer.notifications.mailbox import store_mail

HOST: Final = "127.0.0.1"
MAX_MAIL_BYTES: Final = 1024 * 1024


class MailSink:
    """One relay over one folder; ``start`` before the first mail."""

    def __init__(self, folder: Path) -> None:
        """Keep mails in ``folder``."""
        self._folder = folder
        self._controller: Controller | None = None

    @property
    def url(self) -> str:
        """The relay's address.

        Raises:
            ConnectionError: it is not running; the mail waits.
        """
        if self._controller is None:
            message = "the demo's mail relay is not running"
            raise ConnectionError(message)
        return f"smtp://{HOST}:{self._controller.port}"

    def start(self) -> None:
        """Listen on a free port of the loopback address, in a thread of its own."""
        if self._controller is None:
            self._controller = Controller(self, hostname=HOST, port=_free_port(), data_size_limit=MAX_MAIL_BYTES)
            self._controller.start()

    def stop(self) -> None:
        """Stop listening."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - the library's name
        """Keep one mail; the answer is SMTP's."""
        content = envelope.content
        if not isinstance(content, bytes):
            return "554 not a mail"
        store_mail(self._folder, content, datetime.now(UTC))
        return "250 kept"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port
