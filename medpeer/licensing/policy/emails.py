"""What a proved address shows: the domain to look up among institutions, and which mailbox it is. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

import idna

from medpeer.licensing.evidence import Possession, PossessionProof

# Without "%" and "!", by which some servers pass a message on to the domain that stands before the "@".
_LOCAL_PART: Final = r"[A-Za-z0-9#$&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9#$&'*+/=?^_`{|}~-]+)*"
_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN: Final = rf"(?:{_LABEL}\.)+(?:[a-z]{{2,63}}|xn--[a-z0-9-]{{2,59}})"
_MAX_ADDRESS_CHARS: Final = 254
# Hosts that read dots and endings in an address as nothing; the second is the first under an older name.
_DOTLESS: Final = frozenset({"gmail.com", "googlemail.com"})


def domain_of(address: str) -> str | None:
    """Return the domain of an address in its one ASCII spelling, or ``None`` where the address is an odd one.

    Odd is whatever could be read in two ways: quoted local parts, comments, several ``@``, spaces and signs that do
    not show, letters that only look Latin or that would be turned into others, numbers of hosts, no dot. Capitals and
    one dot at the end change nothing. Letters beyond ASCII are encoded by IDNA 2008, without any mapping.
    """
    local, _, domain = address.strip(" ").rpartition("@")
    if len(address) > _MAX_ADDRESS_CHARS or not re.fullmatch(_LOCAL_PART, local):
        return None
    encoded = _encoded(domain.removesuffix("."))
    return encoded if encoded and re.fullmatch(_DOMAIN, encoded) else None


def _encoded(domain: str) -> str:
    if domain.isascii():
        return domain.lower()
    # The ideographic full stop divides labels for some readers and not for others.
    if unicodedata.normalize("NFKC", domain) != domain or "\u3002" in domain:
        return ""
    try:
        return idna.encode(domain.lower()).decode()
    except idna.IDNAError:
        return ""


def listed_domain(entry: str) -> str | None:
    """Return an entry of a list of institutions as ``domain_of`` spells domains, or ``None`` where it is none."""
    return domain_of(f"list@{entry.strip().lstrip('@')}")


def possession_by_email(address: str, domains: Iterable[str]) -> Possession:
    """Return what a proved address shows: possession when its domain stands on the list of institutions.

    The domain must be listed whole: a sub-domain may be the alumni's, and an entry without a dot (``edu``) would admit
    every student of every university.
    """
    domain = domain_of(address)
    listed = {listed_domain(entry) for entry in domains}
    return frozenset({PossessionProof.INSTITUTION_EMAIL}) if domain and domain in listed else frozenset()


def mailbox_of(address: str) -> str:
    """Return the spelling that addresses of one mailbox share: nothing after a plus, no dots where they say nothing.

    For finding second accounts only; mail goes to the address as proved.
    """
    local, _, domain = address.strip().lower().rpartition("@")
    host = domain_of(f"list@{domain}") or domain
    local = local.split("+", maxsplit=1)[0] or local
    if host in _DOTLESS:
        return f"{local.replace('.', '')}@gmail.com"
    return f"{local}@{host}"
