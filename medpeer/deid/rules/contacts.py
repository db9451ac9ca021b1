"""Ways to reach a person: telephone and fax, e-mail, web and network addresses, handles."""

from typing import Final

from medpeer.deid.rules import apart, phones, web
from medpeer.deid.rules.phones import is_fax

__all__ = ["RULES", "is_fax"]

RULES: Final = (*web.RULES, *phones.RULES, *apart.RULES)
