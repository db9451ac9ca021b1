"""Mails: that something waits, never what. Handles account and licensing events; one mail an event.

The relay delivers at least once. A mail that was sent is remembered while the process lives, and each carries a
Message-ID made from its event, so that a second copy after a crash is recognised by whoever receives it.
"""

import logging
import smtplib
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from pathlib import Path
from string import Template
from typing import Final

from sqlalchemy.orm import Session

from medpeer.accounts import queries as accounts
from medpeer.accounts import service as account_service
from medpeer.accounts.events import EmailProofRequested, SignUpRepeated
from medpeer.addresses.events import AddressChanged, NewAddressAsked, OldAddressAsked
from medpeer.core.db import Database, context_of
from medpeer.core.errors import MedpeerError
from medpeer.core.outbox import Event, StoredEvent
from medpeer.core.settings import Settings
from medpeer.credentials.events import (
    CredentialChanged,
    NewDeviceSeen,
    PasswordResetAsked,
    SecondStepFailed,
    SignInLinkAsked,
)
from medpeer.credentials.models import CredentialChange
from medpeer.leaving.events import AccountClosed, LeavingAsked
from medpeer.licensing.events import ClaimDecided, MembershipChanged, VoucherAsked
from medpeer.licensing.membership import NOTICE_OF_TIER
from medpeer.licensing.queries import claims, vouchers
from medpeer.notifications import smtp
from medpeer.notifications.account_letters import letter_of_account
from medpeer.notifications.letter import Letter
from medpeer.own_data.events import OwnDataReady
from medpeer.unmasking.events import Unmasked, UnmaskingAsked
from medpeer.unmasking.queries import waits_for

log = logging.getLogger(__name__)

TEMPLATES: Final = Path(__file__).parents[2] / "templates" / "email"
REMEMBERED: Final = 10_000
_PLAIN: Final[dict[type[Event], tuple[str, str]]] = {
    OwnDataReady: ("own_data_ready", "/account/own-data"),
    SignUpRepeated: ("sign_up_repeated", "/sign-in"),
    AccountClosed: ("account_closed", "/"),
    Unmasked: ("unmasked", "/unmasking/yours"),
}
"""Template and place of the mails that need nothing but their reader."""
_WAYS: Final = "/account/ways-in"
_FORGOTTEN: Final = "/forgotten-password"
CHANGE_TEMPLATES: Final = {
    CredentialChange.AUTHENTICATOR_ADDED: "way_in_added",
    CredentialChange.PASSKEY_ADDED: "way_in_added",
    CredentialChange.AUTHENTICATOR_REMOVED: "way_in_removed",
    CredentialChange.PASSKEY_REMOVED: "way_in_removed",
    CredentialChange.RECOVERY_CODES_RENEWED: "recovery_codes_renewed",
    CredentialChange.RECOVERY_CODE_USED: "recovery_code_used",
    CredentialChange.PASSWORD_CHANGED: "password_changed",
    CredentialChange.PASSWORD_RESET: "password_changed",
    CredentialChange.HOSPITAL_LINKED: "way_in_added",
    CredentialChange.HOSPITAL_REMOVED: "way_in_removed",
}


class MailNotSentError(MedpeerError):
    """Some mails could not be handed over; the relay tries again later."""

    code = "notifications.mail_not_sent"


class Mailer:
    """The relay's handler for mails."""

    key = "mail"
    handles: frozenset[type[Event]] = frozenset(
        {
            AccountClosed,
            AddressChanged,
            EmailProofRequested,
            SignUpRepeated,
            ClaimDecided,
            CredentialChanged,
            LeavingAsked,
            MembershipChanged,
            NewAddressAsked,
            NewDeviceSeen,
            OldAddressAsked,
            PasswordResetAsked,
            OwnDataReady,
            SecondStepFailed,
            SignInLinkAsked,
            Unmasked,
            UnmaskingAsked,
            VoucherAsked,
        }
    )

    def __init__(self, database: Database, settings: Settings, relay_url: Callable[[], str]) -> None:
        """Send through the mail relay at ``relay_url``, asked for at each sending."""
        self._database = database
        self._settings = settings
        self._relay_url = relay_url
        self._sent: dict[int, None] = {}

    def handle(self, events: Sequence[StoredEvent]) -> None:
        """Send a mail for each event not mailed before.

        Raises:
            MailNotSentError: at least one was not handed over; the others were.
        """
        waiting = [one for one in events if one.id not in self._sent]
        failed = [one for one in waiting if not self._send(one)]
        if failed:
            message = f"{len(failed)} mails wait for the mail relay."
            raise MailNotSentError(message)

    def _send(self, stored: StoredEvent) -> bool:
        message = self._write(stored)
        if message is not None:
            try:
                smtp.send(smtp.parse_smtp_url(self._relay_url()), message)
            except (OSError, smtplib.SMTPException) as error:
                # The text of the error may hold the address; its class says enough.
                log.warning("mail.not_sent", extra={"event_id": stored.id, "errno": getattr(error, "errno", None)})
                return False
            log.info("mail.sent", extra={"event_id": stored.id})
        self._sent[stored.id] = None
        if len(self._sent) > REMEMBERED:
            del self._sent[next(iter(self._sent))]
        return True

    def _write(self, stored: StoredEvent) -> EmailMessage | None:
        """Return the mail of an event, or ``None`` when it no longer needs one."""
        with self._database.reading() as session:
            letter = choose_letter(session, stored.event)
            if letter is None:
                return None
            to = letter.to or accounts.email_of(session, letter.physician_id)
            if not to:
                # The account is deleted, and its address destroyed.
                return None
            mark = context_of(session).vault.derive_token("message-id", stored.id)[:16]
            now = context_of(session).clock.now()
        message = EmailMessage()
        domain = parseaddr(self._settings.mail_from)[1].rpartition("@")[2] or "localhost"
        message["Message-ID"] = f"<event-{stored.id}.{mark}@{domain}>"
        message["Date"] = format_datetime(now)
        message["From"] = self._settings.mail_from
        message["To"] = to
        # Keeps out-of-office replies from coming back (RFC 3834).
        message["Auto-Submitted"] = "auto-generated"
        subject, body = fill(letter.template, link=f"{self._settings.base_url}{letter.path}")
        message["Subject"] = subject
        message.set_content(body)
        return message


def choose_letter(session: Session, event: Event) -> Letter | None:
    """Return which mail an event calls for; ``None`` when what it asks for is done meanwhile."""
    match event:
        case EmailProofRequested() | UnmaskingAsked():
            return _letter_while_open(session, event)
        case SignUpRepeated() | Unmasked() | AccountClosed() | OwnDataReady():
            template, path = _PLAIN[type(event)]
            return Letter(template, event.physician_id, path)
        case (
            NewAddressAsked()
            | OldAddressAsked()
            | AddressChanged()
            | LeavingAsked()
            | PasswordResetAsked()
            | SignInLinkAsked()
        ):
            return letter_of_account(session, event)
        case ClaimDecided() | MembershipChanged() | VoucherAsked():
            return _letter_of_licensing(session, event)
        case CredentialChanged() | NewDeviceSeen() | SecondStepFailed():
            return _letter_of_credentials(event)
        case _:
            return None


def _letter_while_open(session: Session, event: EmailProofRequested | UnmaskingAsked) -> Letter | None:
    if isinstance(event, EmailProofRequested):
        return _letter_of_proof(session, event.proof_id)
    if not waits_for(session, event.unmasking_id, event.officer_id):
        return None
    return Letter("unmasking_asked", event.officer_id, f"/unmasking/{event.unmasking_id}")


def _letter_of_proof(session: Session, proof_id: int) -> Letter | None:
    if not accounts.is_proof_open(session, proof_id):
        return None
    token = account_service.email_proof_token(session, proof_id)
    return Letter("prove_email", accounts.physician_of_proof(session, proof_id), f"/prove-email/{token}")


def _letter_of_credentials(event: CredentialChanged | NewDeviceSeen | SecondStepFailed) -> Letter:
    match event:
        case CredentialChanged(change=change):
            # Events come back from the outbox with plain words.
            template = CHANGE_TEMPLATES[CredentialChange(change)]
            return Letter(template, event.physician_id, _FORGOTTEN if template == "password_changed" else _WAYS)
        case NewDeviceSeen():
            return Letter("new_device", event.physician_id, "/account")
        case SecondStepFailed():
            return Letter("second_step_failed", event.physician_id, "/account")


def _letter_of_licensing(session: Session, event: ClaimDecided | MembershipChanged | VoucherAsked) -> Letter | None:
    if isinstance(event, ClaimDecided):
        applicant = claims.physician_of_claim(session, event.claim_id)
        return None if applicant is None else Letter("claim_decided", applicant, "/join")
    if isinstance(event, VoucherAsked):
        # Of an address that is no member's only a digest is kept: nobody outside gets mail on a stranger's word.
        member = vouchers.find_asked(session, event.voucher_id)
        return None if member is None else Letter("voucher_asked", member, "/vouch")
    path = "/account" if event.notice in NOTICE_OF_TIER.values() else "/join"
    return Letter(f"membership_{event.notice}", event.physician_id, path)


def fill(template: str, *, link: str) -> tuple[str, str]:
    """Return subject and body of a mail; the template's first line is the subject."""
    subject, _, body = (TEMPLATES / f"{template}.txt").read_text().partition("\n")
    return subject.removeprefix("Subject: ").strip(), Template(body.lstrip("\n")).substitute(link=link)
