"""One hospital's sign-in as we talk to it: where to send a browser, and what its code is worth."""

import threading
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc.jwk import KeySet

from medpeer.core.clock import Clock
from medpeer.hospitals.errors import HospitalRefusedError, HospitalSilentError
from medpeer.hospitals.identity import Departure, Identity
from medpeer.hospitals.policy import CONFIGURATION_KEPT, KEYS_AGAIN_AFTER
from medpeer.hospitals.providers import Provider, is_safe
from medpeer.hospitals.tokens import check_departure, check_identity, identity_of, read_keys
from medpeer.hospitals.wire import Wire

SCOPE: Final = "openid email"
_NEEDED: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True)
class Question:
    """What ties one browser's errand together: made anew each time, and the same at its start and its end."""

    state: str
    nonce: str
    verifier: str
    back_to: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What a hospital says of itself, and when it said so."""

    document: dict[str, Any]
    keys: KeySet
    at: datetime


class HospitalClient:
    """Talks to one hospital; keeps what it says of itself for an hour. Safe to use from any thread."""

    def __init__(self, provider: Provider, clock: Clock, wire: Wire | None = None) -> None:
        """Talk to ``provider``."""
        self.provider = provider
        self._clock = clock
        self._wire = wire or Wire()
        self._known: _Known | None = None
        self._turn = threading.Lock()

    def address(self, question: Question) -> str:
        """Return where a browser is sent to sign in.

        Raises:
            HospitalSilentError: the hospital does not say where.
        """
        address: str = prepare_grant_uri(
            self._configuration().document["authorization_endpoint"],
            self.provider.client_id,
            "code",
            redirect_uri=question.back_to,
            scope=SCOPE,
            state=question.state,
            nonce=question.nonce,
            code_challenge=create_s256_code_challenge(question.verifier),
            code_challenge_method="S256",
            max_age=str(self.provider.max_age_s) if self.provider.max_age_s else None,
        )
        return address

    def redeem(self, question: Question, code: str, issuer: str) -> Identity:
        """Return who signed in, for the code that a browser came back with; ``issuer`` is what it named, or empty.

        Raises:
            HospitalRefusedError: nobody did, or not for this question.
            HospitalSilentError: the hospital does not answer.
        """
        known = self._configuration()
        # Whoever names another issuer than the one asked mixes up two hospitals, perhaps on purpose (RFC 9207).
        named = known.document.get("authorization_response_iss_parameter_supported") is True
        if not code or ((issuer or named) and issuer != self.provider.issuer):
            raise HospitalRefusedError
        tokens = self._tokens(known, question, code)
        identity = self._checked(known, tokens, question)
        if identity.email or not self.provider.domains:
            return identity
        return self._with_address(known, identity, tokens.get("access_token"))

    def read_departure(self, raw: str) -> Departure:
        """Return who signed out there; raises as ``redeem`` does."""
        now_s = int(self._clock.now().timestamp())
        known = self._configuration()
        try:
            return check_departure(raw, known.keys, self.provider, now_s=now_s)
        except HospitalRefusedError:
            fresh = self._renewed(known)
            return check_departure(raw, fresh.keys, self.provider, now_s=now_s)

    def _tokens(self, known: _Known, question: Question, code: str) -> dict[str, Any]:
        body = prepare_token_request(
            "authorization_code", code=code, redirect_uri=question.back_to, code_verifier=question.verifier
        )
        auth = ClientAuth(self.provider.client_id, self.provider.client_secret, self._way(known))
        address, headers, body = auth.prepare("POST", known.document["token_endpoint"], {}, body)
        return self._wire.post(address, body, headers)

    def _way(self, known: _Known) -> str:
        """Return how we prove to be the client: as the hospital takes it, the standard's default first."""
        if not self.provider.client_secret:
            return "none"
        taken = known.document.get("token_endpoint_auth_methods_supported")
        posts = isinstance(taken, list) and "client_secret_basic" not in taken and "client_secret_post" in taken
        return "client_secret_post" if posts else "client_secret_basic"

    def _checked(self, known: _Known, tokens: dict[str, Any], question: Question) -> Identity:
        raw, access_token = tokens.get("id_token"), tokens.get("access_token")
        now_s = int(self._clock.now().timestamp())
        try:
            return check_identity(
                raw, known.keys, self.provider, nonce=question.nonce, access_token=access_token, now_s=now_s
            )
        except HospitalRefusedError:
            # Signed with a key that came after we asked for them, perhaps.
            keys = self._renewed(known).keys
            return check_identity(
                raw, keys, self.provider, nonce=question.nonce, access_token=access_token, now_s=now_s
            )

    def _with_address(self, known: _Known, identity: Identity, access_token: object) -> Identity:
        """Return the identity with the address that the hospital tells of it elsewhere, if it does."""
        place = known.document.get("userinfo_endpoint")
        if not isinstance(place, str) or not isinstance(access_token, str) or not access_token.isprintable():
            return identity
        more = identity_of(self._wire.get(place, {"Authorization": f"Bearer {access_token}"}))
        if more.subject != identity.subject:
            raise HospitalRefusedError
        return Identity(identity.subject, more.email, more.email_proved, identity.sid)

    def _configuration(self) -> _Known:
        with self._turn:
            known = self._known
            if known is None or self._clock.now() - known.at > CONFIGURATION_KEPT:
                known = self._known = self._ask()
            return known

    def _renewed(self, known: _Known) -> _Known:
        """Return what the hospital says now, unless it was asked a moment ago.

        Raises:
            HospitalRefusedError: it was.
        """
        with self._turn:
            if self._known is known and self._clock.now() - known.at <= KEYS_AGAIN_AFTER:
                raise HospitalRefusedError
            if self._known is None or self._known is known:
                self._known = self._ask()
            return self._known

    def _ask(self) -> _Known:
        issuer = self.provider.issuer
        document = self._wire.get(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        if document.get("issuer") != issuer or not all(is_safe(document.get(key)) for key in _NEEDED):
            raise HospitalSilentError
        return _Known(document, read_keys(self._wire.get(document["jwks_uri"])), self._clock.now())
