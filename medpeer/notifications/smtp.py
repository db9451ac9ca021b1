"""Handing a message to a mail relay over SMTP."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Final
from urllib.parse import unquote, urlsplit

TIMEOUT_S: Final = 20.0
_PORTS: Final = {"smtp": 25, "smtps": 465}


@dataclass(frozen=True, slots=True)
class SmtpAddress:
    """Where mails go: ``smtps`` is TLS from the start, ``smtp`` turns to TLS where the relay offers it."""

    host: str
    port: int
    user: str
    password: str
    tls: bool


def parse_smtp_url(url: str) -> SmtpAddress:
    """Return the parts of ``smtp://user:password@host:port``.

    Raises:
        ValueError: the scheme is neither smtp nor smtps, or there is no host.
    """
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        message = "a mail relay's address looks like smtp://user:password@host:port"
        raise ValueError(message)
    return SmtpAddress(
        host=parts.hostname,
        port=parts.port or _PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=parts.scheme == "smtps",
    )


def send(address: SmtpAddress, message: EmailMessage) -> None:
    """Hand ``message`` over, or raise what ``smtplib`` or the socket raises.

    A password is never sent over a plain connection: ``login`` comes after TLS, and without TLS it is refused.
    """
    context = ssl.create_default_context()
    if address.tls:
        with smtplib.SMTP_SSL(address.host, address.port, timeout=TIMEOUT_S, context=context) as connection:
            _hand_over(connection, address, message)
        return
    with smtplib.SMTP(address.host, address.port, timeout=TIMEOUT_S) as connection:
        connection.ehlo()
        secured = connection.has_extn("starttls")
        if secured:
            connection.starttls(context=context)
        if address.user and not secured:
            text = "the mail relay offers no TLS, so no password was sent to it"
            raise smtplib.SMTPNotSupportedError(text)
        _hand_over(connection, address, message)


def _hand_over(connection: smtplib.SMTP, address: SmtpAddress, message: EmailMessage) -> None:
    if address.user:
        connection.login(address.user, address.password)
    connection.send_message(message)
