"""Looking domains up on the list of institutions in use."""

import re
from dataclasses import dataclass
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from medpeer.licensing.models.lists import DOMAIN, InstitutionDomain
from medpeer.licensing.queries.editions import INSTITUTIONS, current_id

# Built once: putting a statement together takes longer than running it.
_BY_DOMAIN: Final = select(InstitutionDomain).where(
    InstitutionDomain.import_id == current_id(INSTITUTIONS), InstitutionDomain.domain == bindparam("domain")
)


@dataclass(frozen=True, slots=True)
class Institution:
    """Who gives out the mailboxes of a domain."""

    domain: str
    name: str


def is_institution(session: Session, domain: str) -> Institution | None:
    """Return the institution of exactly this domain, or ``None``; one below or above a listed one is not listed."""
    plain = domain.strip().lower()
    if not re.fullmatch(DOMAIN, plain, re.ASCII):
        return None
    row = session.scalar(_BY_DOMAIN, {"domain": plain})
    return Institution(row.domain, row.institution) if row else None
