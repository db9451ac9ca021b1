"""Checking what a hospital signed: who signed in (OpenID Connect Core 3.1.3.7), or out (Back-Channel Logout 2.6)."""

from collections.abc import Mapping
from typing import Any, Final

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, KeySet, RSAKey
from joserfc.jwt import JWTClaimsRegistry

from medpeer.hospitals.errors import HospitalRefusedError, HospitalSilentError
from medpeer.hospitals.identity import Departure, Identity
from medpeer.hospitals.policy import LEEWAY_S, LOGOUT_LIFETIME_S
from medpeer.hospitals.providers import Provider

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Signatures of a key pair alone: no "none", and no secret that could be mistaken for a public key."""

SIGNED_OUT: Final = "http://schemas.openid.net/event/backchannel-logout"
_LEAST_RSA_BITS: Final = 2048
_MAX_SUBJECT_CHARS: Final = 255
_CURVES: Final = frozenset({"P-256", "P-384", "P-521"})


def read_keys(document: Mapping[str, Any]) -> KeySet:
    """Return the keys of a key document that may sign: of a sound kind and length, and not for encryption.

    Raises:
        HospitalSilentError: it holds none.
    """
    given = document.get("keys")
    keys: list[Key] = [key for one in given if (key := _key(one)) is not None] if isinstance(given, list) else []
    if not keys:
        raise HospitalSilentError
    return KeySet(keys)


def _key(one: object) -> RSAKey | ECKey | None:
    if not isinstance(one, dict) or one.get("use", "sig") != "sig":
        return None
    try:
        if one.get("kty") == "RSA":
            rsa = RSAKey.import_key(_public(one, "n", "e"))
            return rsa if rsa.public_key.key_size >= _LEAST_RSA_BITS else None
        if one.get("kty") == "EC" and one.get("crv") in _CURVES:
            return ECKey.import_key(_public(one, "crv", "x", "y"))
    except (JoseError, ValueError, TypeError, KeyError):
        # One key that cannot be read leaves the others good.
        return None
    return None


def _public(one: Mapping[str, Any], *parts: str) -> dict[str, Any]:
    return {key: one[key] for key in ("kty", *parts)} | {key: one[key] for key in ("kid", "alg") if key in one}


def check_identity(
    raw: object, keys: KeySet, provider: Provider, *, nonce: str, access_token: object, now_s: int
) -> Identity:
    """Return who signed in, by an ID token that was signed for us, now, and for this very browser's question.

    Raises:
        HospitalRefusedError: it was not.
    """
    token = _signed(raw, keys)
    claims = CodeIDToken(
        token.claims,
        token.header,
        options=_expected(provider, "iss", "aud", "sub", "exp", "iat"),
        params={
            "nonce": nonce,
            "client_id": provider.client_id,
            "access_token": access_token if isinstance(access_token, str) else None,
            "max_age": provider.max_age_s,
        },
    )
    try:
        claims.validate(now=now_s, leeway=LEEWAY_S)
    except (JoseError, ValueError, TypeError, KeyError):
        raise HospitalRefusedError from None
    if not nonce or (provider.max_age_s and claims["auth_time"] < now_s - provider.max_age_s - LEEWAY_S):
        raise HospitalRefusedError
    return identity_of(claims)


def check_departure(raw: object, keys: KeySet, provider: Provider, *, now_s: int) -> Departure:
    """Return who signed out, by a logout token that was signed for us a moment ago.

    Raises:
        HospitalRefusedError: it was not; an ID token is none, however well signed.
    """
    claims = _signed(raw, keys).claims
    try:
        JWTClaimsRegistry(now_s, LEEWAY_S, **_expected(provider, "iss", "aud", "iat", "jti")).validate(claims)
    except (JoseError, ValueError, TypeError):
        raise HospitalRefusedError from None
    events, old = claims.get("events"), claims["iat"] < now_s - LOGOUT_LIFETIME_S
    if old or "nonce" in claims or not isinstance(events, dict) or not isinstance(events.get(SIGNED_OUT), dict):
        raise HospitalRefusedError
    departure = Departure(_text(claims, "sub"), _text(claims, "sid"))
    if not departure.subject and not departure.sid:
        raise HospitalRefusedError
    return departure


def identity_of(claims: Mapping[str, Any]) -> Identity:
    """Return who some checked claims speak of.

    Raises:
        HospitalRefusedError: of nobody.
    """
    subject = _text(claims, "sub")
    if not subject:
        raise HospitalRefusedError
    # Some write "true" in quotes; only the standard's own word counts.
    return Identity(subject, _text(claims, "email"), claims.get("email_verified") is True, _text(claims, "sid"))


def _signed(raw: object, keys: KeySet) -> jwt.Token:
    if not isinstance(raw, str):
        raise HospitalRefusedError
    try:
        return jwt.decode(raw, keys, algorithms=list(ALGORITHMS))
    except (JoseError, ValueError, TypeError, KeyError, RecursionError):
        raise HospitalRefusedError from None


def _expected(provider: Provider, *essential: str) -> dict[str, Any]:
    values = {"iss": provider.issuer, "aud": provider.client_id}
    return {key: {"essential": True} | ({"value": values[key]} if key in values else {}) for key in essential}


def _text(claims: Mapping[str, Any], key: str) -> str:
    value = claims.get(key)
    return value if isinstance(value, str) and len(value) <= _MAX_SUBJECT_CHARS else ""
