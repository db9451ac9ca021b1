"""The place a register is of: a state's postal code, or a country's code that no state has. Pure.

Many countries share two letters with a state (``DE``, ``CA``, ``IN``); these go by the three of ISO 3166.
"""

import re
from typing import Final

from medpeer.licensing.states import state_of

_SAME_PLACE: Final = {"UK": "GB", "GBR": "GB"}


def place_of(written: str) -> str:
    """Return the place of ``US-WA``, ``WA``, ``Washington``, ``GB`` or ``DEU``; empty where it is none."""
    plain = written.strip()
    if state := state_of(re.sub(r"^US-", "", plain, flags=re.IGNORECASE)):
        return state
    code = _SAME_PLACE.get(plain.upper(), plain.upper())
    return code if re.fullmatch(r"[A-Z]{2,3}", code) and code not in {"US", "USA"} else ""


def place_of_id(name: str) -> str:
    """Return the place that a register's id starts with, ``us-wa-doh`` or ``gb-gmc``; empty where it says none."""
    first, _, rest = name.partition("-")
    if first == "us":
        return state_of(rest.partition("-")[0])
    return place_of(first) if rest and re.fullmatch(r"[a-z]{2}", first) and not state_of(first) else ""
