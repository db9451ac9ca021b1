"""Passkey ceremonies (WebAuthn level 3): what a browser is asked, and whether its answer stands up. No database."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from medpeer.credentials.errors import PasskeyRefusedError

NAME: Final = "medpeer"
MAX_ANSWER_CHARS: Final = 16_384


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """Whom a passkey is for: the host's name, and the address its pages are served under."""

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose passkey is made; ``handle`` says nothing of the account to whoever reads it out of the authenticator."""

    handle: str
    address: str


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """What an authenticator made."""

    credential_id: str
    public_key: str
    sign_count: int
    is_synced: bool


@dataclass(frozen=True, slots=True)
class StoredPasskey:
    """What an answer is checked against."""

    public_key: str
    sign_count: int


def origin_of(url: str) -> RelyingParty | None:
    """Return the party that serves ``url``; ``None`` for a bare number, which browsers give no passkeys."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    has_name = any(letter.isalpha() for letter in host) and ":" not in host
    return RelyingParty(host, f"{parts.scheme}://{parts.netloc}") if has_name else None


def creation_options(party: RelyingParty, owner: Owner, *, challenge: str, known_ids: tuple[str, ...]) -> str:
    """Return, as JSON, what a browser is asked to make: a passkey it finds by itself, under finger, face or PIN."""
    options = webauthn.generate_registration_options(
        rp_id=party.host,
        rp_name=NAME,
        user_name=owner.address,
        user_id=owner.handle.encode(),
        challenge=challenge.encode(),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in known_ids],
    )
    return webauthn.options_to_json(options)


def request_options(party: RelyingParty, *, challenge: str, known_ids: tuple[str, ...] = ()) -> str:
    """Return, as JSON, what a browser is asked to sign; without ``known_ids`` any passkey for this site will do."""
    options = webauthn.generate_authentication_options(
        rp_id=party.host,
        challenge=challenge.encode(),
        allow_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in known_ids],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)


def check_new(answer: str, party: RelyingParty, *, challenge: str) -> NewPasskey:
    """Return the passkey that a browser says it made, checked.

    Raises:
        PasskeyRefusedError: it does not stand up.
    """
    try:
        made = webauthn.verify_registration_response(
            credential=answer[:MAX_ANSWER_CHARS],
            expected_challenge=challenge.encode(),
            expected_rp_id=party.host,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise PasskeyRefusedError from None
    return NewPasskey(
        credential_id=bytes_to_base64url(made.credential_id),
        public_key=bytes_to_base64url(made.credential_public_key),
        sign_count=made.sign_count,
        is_synced=made.credential_backed_up,
    )


def claimed_id(answer: str) -> str:
    """Return which passkey an answer says it comes from; nothing is proved by it.

    Raises:
        PasskeyRefusedError: the answer cannot be read.
    """
    try:
        return bytes_to_base64url(parse_authentication_credential_json(answer[:MAX_ANSWER_CHARS]).raw_id)
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise PasskeyRefusedError from None


def check_answer(answer: str, stored: StoredPasskey, party: RelyingParty, *, challenge: str) -> int:
    """Return the new count of a passkey whose answer is signed, fresh and for us.

    Raises:
        PasskeyRefusedError: it is not; a count that went back is that of a copy.
    """
    try:
        checked = webauthn.verify_authentication_response(
            credential=answer[:MAX_ANSWER_CHARS],
            expected_challenge=challenge.encode(),
            expected_rp_id=party.host,
            expected_origin=party.origin,
            credential_public_key=base64url_to_bytes(stored.public_key),
            credential_current_sign_count=stored.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise PasskeyRefusedError from None
    return checked.new_sign_count
