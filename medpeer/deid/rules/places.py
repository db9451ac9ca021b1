"""Places by their shape: addresses, facilities, wards and beds."""

from typing import Final

from medpeer.deid.rules import facilities, streets, wards

RULES: Final = (*streets.RULES, *facilities.RULES, *wards.RULES)
