"""Builds the one ``Settings`` from the environment; the only reader of environment variables."""

import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from medpeer.core.settings import Settings
from medpeer.deid import LocalWordsError, read_local_words
from medpeer.hospitals.providers import ProvidersError, read_providers

MIN_SECRET_CHARS: Final = 32
DEMO_DOMAINS: Final = "stlukes.example,lakeside-medical.example,universityhealth.example,countygeneral.example"
_TRUE: Final = frozenset({"1", "true", "yes", "on"})
_FALSE: Final = frozenset({"", "0", "false", "no", "off"})


class ConfigError(SystemExit):
    """A setting cannot be used; the message names it and says what to set."""


def _flag(env: Mapping[str, str], name: str, *, default: bool) -> bool:
    raw = env.get(f"MEDPEER_{name}", "1" if default else "0").strip().lower()
    if raw in _TRUE | _FALSE:
        return raw in _TRUE
    message = f"MEDPEER_{name} must be 1 or 0."
    raise ConfigError(message)


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    raw = env.get(f"MEDPEER_{name}", str(default)).strip()
    if raw.isdigit():
        return int(raw)
    message = f"MEDPEER_{name} must be a whole number."
    raise ConfigError(message)


def _percent(env: Mapping[str, str], name: str, default: int) -> int:
    share = _number(env, name, default)
    if share <= 100:  # noqa: PLR2004 - per cent
        return share
    message = f"MEDPEER_{name} must be a whole number from 0 to 100."
    raise ConfigError(message)


def _stored_secret(data_dir: Path) -> str:
    """Return the secret kept in the data folder, made on first use: a restart must not sign everybody out."""
    path = data_dir / "secret_key"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


def _secret(env: Mapping[str, str], data_dir: Path, *, production: bool) -> str:
    given = env.get("MEDPEER_SECRET_KEY", "")
    if given and len(given) < MIN_SECRET_CHARS:
        message = f"MEDPEER_SECRET_KEY is too short: give at least {MIN_SECRET_CHARS} random characters."
        raise ConfigError(message)
    if not given and production:
        message = "MEDPEER_SECRET_KEY must be set in production: give at least 32 random characters."
        raise ConfigError(message)
    return given or _stored_secret(data_dir)


def _registry(env: Mapping[str, str]) -> str:
    """Return the registry's address; numbers of applicants go over no line that others read, but to this machine."""
    given = env.get("MEDPEER_NPPES_API_URL", "").strip()
    if not given or given.startswith(("https://", "http://127.0.0.1:")):
        return given
    message = "MEDPEER_NPPES_API_URL must start with https://."
    raise ConfigError(message)


def _file(env: Mapping[str, str], name: str, read: Callable[[Path], object]) -> Path | None:
    """Return the file that ``name`` gives, after reading it: a start that left out what it says would look sound."""
    given = env.get(f"MEDPEER_{name}", "").strip()
    if not given:
        return None
    path = Path(given).resolve()
    try:
        read(path)
    except OSError as problem:
        where, why = problem.filename or path, problem.strerror or type(problem).__name__
        message = f"MEDPEER_{name}: {where} cannot be read ({why})."
        raise ConfigError(message) from None
    except (LocalWordsError, ProvidersError) as problem:
        message = f"MEDPEER_{name}: {path}, {problem}."
        raise ConfigError(message) from None
    return path


def load_settings(env: Mapping[str, str] | None = None) -> Settings:
    """Return the settings from ``env`` (default: the process environment), creating the data folder (mode 0700).

    Raises:
        ConfigError: a value cannot be used; its message says which and what to set.
    """
    env = os.environ if env is None else env
    data_dir = Path(env.get("MEDPEER_DATA_DIR", "var")).resolve()
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    production = _flag(env, "PRODUCTION", default=False)
    demo = _flag(env, "DEMO", default=not production)
    if production and demo:
        message = "MEDPEER_DEMO cannot be on in production: it shows log-ins and mails to anyone."
        raise ConfigError(message)
    domains = env.get("MEDPEER_INSTITUTION_DOMAINS", DEMO_DOMAINS if demo else "")
    port = env.get("PORT", "5000")
    return Settings(
        data_dir=data_dir,
        secret_key=_secret(env, data_dir, production=production),
        database_url=env.get("MEDPEER_DATABASE_URL", f"sqlite:///{data_dir / 'medpeer.db'}"),
        smtp_url=env.get("MEDPEER_SMTP_URL", ""),
        mail_from=env.get("MEDPEER_MAIL_FROM", "medpeer <no-reply@medpeer.example>"),
        base_url=env.get("MEDPEER_BASE_URL", f"http://127.0.0.1:{port}").rstrip("/"),
        demo=demo,
        production=production,
        session_idle_min=_number(env, "SESSION_IDLE_MIN", 60),
        session_max_h=_number(env, "SESSION_MAX_H", 24 * 14),
        trusted_proxies=_number(env, "TRUSTED_PROXIES", 0),
        institution_domains=tuple(part.strip().lower() for part in domains.split(",") if part.strip()),
        nppes_api_url=_registry(env),
        oidc_providers=_file(env, "OIDC_PROVIDERS", read_providers),
        local_words=_file(env, "LOCAL_WORDS", read_local_words),
        attestation_review_percent=_percent(env, "ATTESTATION_REVIEW_PERCENT", 10),
        rate_limits=_flag(env, "RATE_LIMITS", default=True),
        log_level=env.get("MEDPEER_LOG_LEVEL", "INFO"),
    )
