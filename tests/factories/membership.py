"""Members with a licence on file, and boards' and exclusion lists that speak of them. Everybody is made up."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Physician
from medpeer.core.db import Database, context_of
from medpeer.gate import Surface
from medpeer.jobs.list_import import import_leie
from medpeer.licensing.boards.numbers import number_key
from medpeer.licensing.evidence import NPPES, Authority, BoardKind, BoardStatus, PossessionProof
from medpeer.licensing.models import ClaimStatus, LicenceClaim, LicenceHolding, PossessionShown, RegisterImport
from medpeer.licensing.models.lists import BoardEdition, BoardLicence
from medpeer.licensing.queries.second_accounts import NUMBER_DIGEST
from medpeer.licensing.service import membership
from tests.factories.licensing import NPI
from tests.factories.texts import cleared

BOARD = "us-ne-dhhs"
LICENCE = "MD-0010037"
LEIE_HEADER = (
    "LASTNAME,FIRSTNAME,MIDNAME,BUSNAME,GENERAL,SPECIALTY,UPIN,NPI,DOB,ADDRESS,CITY,STATE,ZIP,"
    "EXCLTYPE,EXCLDATE,REINDATE,WAIVERDATE,WVRSTATE"
)


def make_member(database: Database, actor: Actor, *, npi: str = NPI, licence: str = LICENCE) -> int:
    """Give somebody an approved claim to a number, as their admission did, and return the claim's id."""
    with database.transaction() as session:
        context = context_of(session)
        digest = context.vault.digest(NUMBER_DIGEST, f"{NPPES}:{npi}")
        claim = LicenceClaim(
            physician_id=actor.physician_id,
            register=NPPES,
            npi_sealed=context.vault.seal(npi),
            number_digest=digest,
            jurisdiction="NE",
            licence_sealed=context.vault.seal(licence),
            filed_at=context.clock.now(),
            first_name=cleared(session, "Miriam", Surface.PERSON_NAME),
            last_name=cleared(session, "Okonjo", Surface.PERSON_NAME),
            status=ClaimStatus.APPROVED,
        )
        session.add(claim)
        session.flush()
        session.add(
            LicenceHolding(
                number_digest=digest,
                physician_id=actor.physician_id,
                claim_id=claim.id,
                held_since=context.clock.now(),
            )
        )
        shown_at = context.clock.now()
        session.add(PossessionShown(claim_id=claim.id, proof=PossessionProof.INSTITUTION_EMAIL, shown_at=shown_at))
        session.flush()
        membership.accept(session, claim)
        return claim.id


def load_board(
    database: Database,
    expires_on: date | None = None,
    *,
    register: str = BOARD,
    state: str = "NE",
    number: str = LICENCE,
    age_days: int = 1,
    **values: Any,
) -> None:
    """Bring a board's register with one licence into use; ``values`` replace the usual ones of its line."""
    with database.transaction() as session:
        now = context_of(session).clock.now()
        reading = RegisterImport(
            register=register, dated_on=now.date() - timedelta(days=age_days), started_at=now, completed_at=now
        )
        session.add(reading)
        session.flush()
        session.add(
            BoardEdition(
                import_id=reading.id, jurisdiction=state, title="Board", authority=Authority.PRIMARY, max_age_days=35
            )
        )
        session.add(BoardLicence(**(_line(reading.id, state, number) | {"expires_on": expires_on} | values)))


def _line(import_id: int, state: str, number: str) -> dict[str, Any]:
    return {
        "import_id": import_id,
        "line": 1,
        "jurisdiction": state,
        "number": number,
        "number_key": number_key(number, state),
        "last_name": "OKONJO",
        "last_key": "okonjo",
        "first_name": "MIRIAM",
        "middle_name": "",
        "kind": BoardKind.PHYSICIAN,
        "type_written": "Physician",
        "status": BoardStatus.ACTIVE,
        "status_written": "Active",
        "first_issued_on": None,
        "birth_date": None,
        "birth_year": None,
        "has_discipline": False,
    }


def exclusion(*, npi: str = "0000000000", state: str = "TX", dob: str = "00000000", day: str = "20261001") -> str:
    """Return one line of an exclusion list that names the member of these tests."""
    return f"OKONJO,MIRIAM,,,PHYSICIAN,,,{npi},{dob},1 Elm,AUSTIN,{state},00000,1128a1,{day},00000000,00000000,"


def load_leie(database: Database, folder: Path, *lines: str) -> None:
    """Bring an exclusion list of ``lines`` into use."""
    path = folder / "UPDATED.csv"
    path.write_text("\n".join((LEIE_HEADER, *lines)) + "\n")
    import_leie(database, path, dated_on=database.context.clock.now().date(), may_shrink=True)


def physician_of(database: Database, actor: Actor) -> Physician:
    """Return somebody's account as it stands now."""
    with database.reading() as session:
        return session.get_one(Physician, actor.physician_id)
