"""The hospitals whose sign-in counts here, from the operator's TOML file: one table each, named as in addresses.

The file holds no secret. ``client_secret_file`` names one beside it, or is absent for a client without a secret.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

SLUG: Final = r"[a-z0-9][a-z0-9-]{1,39}"
_DOMAIN: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
_KEYS: Final = frozenset({"name", "issuer", "client_id", "client_secret_file", "domains", "max_age_s"})
_LOCAL: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_LEAST_AGE_S: Final = 60


class ProvidersError(ValueError):
    """Raised for a file that cannot be used; names the table and the key, never a secret."""


@dataclass(frozen=True, slots=True)
class Provider:
    """One hospital: under which name it is shown, who signs its word, and for which addresses it may speak."""

    slug: str
    name: str
    issuer: str
    client_id: str
    domains: frozenset[str]
    client_secret: str = field(default="", repr=False)
    max_age_s: int | None = None


def read_providers(path: Path) -> dict[str, Provider]:
    """Return the hospitals of a file by slug, in its order.

    Raises:
        OSError: the file, or one it names, cannot be read.
        ProvidersError: it cannot be understood, or says something that is not safe.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        message = "it is not a TOML file in UTF-8"
        raise ProvidersError(message) from None
    found = {slug: _read(slug, table, path.parent) for slug, table in tables.items()}
    issuers = [one.issuer for one in found.values()]
    if len(issuers) != len(set(issuers)):
        message = "two hospitals have the same issuer"
        raise ProvidersError(message)
    return found


def is_safe(address: object) -> bool:
    """Tell whether an address may be asked: over TLS, or on this very machine."""
    if not isinstance(address, str) or not address.isprintable():
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    local = parts.scheme == "http" and parts.hostname in _LOCAL
    return bool(parts.hostname) and (parts.scheme == "https" or local) and not parts.username and not parts.fragment


def _read(slug: str, table: object, folder: Path) -> Provider:
    if not re.fullmatch(SLUG, slug) or not isinstance(table, dict):
        message = f"[{slug}] is no table, or its name is not of small letters, digits and hyphens"
        raise ProvidersError(message)
    if strange := sorted(set(table) - _KEYS):
        message = f"[{slug}] {strange[0]} is not known"
        raise ProvidersError(message)
    issuer = _text(slug, table, "issuer")
    if not is_safe(issuer):
        message = f"[{slug}] issuer must start with https://"
        raise ProvidersError(message)
    return Provider(
        slug=slug,
        name=_text(slug, table, "name"),
        issuer=issuer,
        client_id=_text(slug, table, "client_id"),
        domains=_domains(slug, table),
        client_secret=_secret(slug, table, folder),
        max_age_s=_max_age(slug, table),
    )


def _text(slug: str, table: Mapping[str, Any], key: str) -> str:
    value = table.get(key)
    if isinstance(value, str) and value.strip() and value.isprintable():
        return value.strip()
    message = f"[{slug}] {key} must be a text"
    raise ProvidersError(message)


def _domains(slug: str, table: Mapping[str, Any]) -> frozenset[str]:
    given = table.get("domains", [])
    if isinstance(given, list) and all(isinstance(one, str) and _DOMAIN.fullmatch(one) for one in given):
        return frozenset(given)
    message = f"[{slug}] domains must be a list of domains in small letters"
    raise ProvidersError(message)


def _max_age(slug: str, table: Mapping[str, Any]) -> int | None:
    value = table.get("max_age_s")
    if value is None or (type(value) is int and value >= _LEAST_AGE_S):
        return value
    message = f"[{slug}] max_age_s must be a whole number of at least {_LEAST_AGE_S}"
    raise ProvidersError(message)


def _secret(slug: str, table: Mapping[str, Any], folder: Path) -> str:
    if "client_secret_file" not in table:
        return ""
    secret = (folder / _text(slug, table, "client_secret_file")).read_text(encoding="utf-8").strip()
    if secret:
        return secret
    message = f"[{slug}] client_secret_file is empty"
    raise ProvidersError(message)
