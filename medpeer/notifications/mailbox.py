"""The demo's mailbox: a folder of mails as they came over SMTP, kept so that one person can play everybody."""

import email
import email.policy
import hashlib
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Final

KEPT: Final = 200
_NAME: Final = re.compile(r"[0-9]{14}-[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail: ``name`` identifies it in the folder, ``body`` is plain text."""

    name: str
    to: str
    sender: str
    subject: str
    received_at: datetime
    body: str


def store_mail(folder: Path, content: bytes, received_at: datetime) -> str:
    """Keep a mail and return its name; one with the same Message-ID replaces the earlier copy. The oldest go first."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    message_id = _parse(content)["Message-ID"] or content.hex()
    digest = hashlib.sha256(str(message_id).encode()).hexdigest()[:16]
    for copy in folder.glob(f"*-{digest}.eml"):
        copy.unlink()
    name = f"{received_at.astimezone(UTC):%Y%m%d%H%M%S}-{digest}"
    descriptor = os.open(folder / f"{name}.eml", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    for old in sorted(folder.glob("*.eml"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return name


def list_mails(folder: Path) -> tuple[Mail, ...]:
    """Return the mails of a folder, newest first."""
    names = sorted((path.stem for path in folder.glob("*.eml") if _NAME.fullmatch(path.stem)), reverse=True)
    return tuple(mail for name in names if (mail := find_mail(folder, name)))


def find_mail(folder: Path, name: str) -> Mail | None:
    """Return one mail, or ``None`` where there is none of that name."""
    path = folder / f"{name}.eml"
    if not _NAME.fullmatch(name) or not path.is_file():
        return None
    message = _parse(path.read_bytes())
    body = message.get_body(("plain",))
    return Mail(
        name=name,
        to=str(message["To"] or ""),
        sender=str(message["From"] or ""),
        subject=str(message["Subject"] or ""),
        received_at=datetime.strptime(name[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC),
        body=str(body.get_content()) if body else "",
    )


def forget_mails(folder: Path, address: str) -> None:
    """Delete every mail to an address whose owner is gone."""
    for mail in list_mails(folder):
        if address and mail.to == address:
            (folder / f"{mail.name}.eml").unlink(missing_ok=True)


def _parse(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, policy=email.policy.default)
