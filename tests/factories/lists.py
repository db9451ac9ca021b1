"""Exclusion lists, boards' files and manifests, lists of domains, for tests. Every name and number is made up."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Standing
from medpeer.core.db import Database, context_of
from medpeer.jobs.list_import import ListReport, import_board, import_leie
from medpeer.licensing.boards import read_manifest
from medpeer.licensing.leie import COLUMNS
from medpeer.licensing.models import LicenceClaim, LicenceHolding
from tests.factories.licensing import Typed
from tests.factories.people import People

BOARD = """
id: us-wa-doh
title: Washington
file: {delimiter: ",", encoding: utf-8-sig, header: true}
columns: {number: CredentialNumber, last: LastName, first: FirstName, middle: MiddleName, type: CredentialType,
  status: Status, first_issued: FirstIssueDate, expires: ExpirationDate, discipline: ActionTaken, birth_year: BirthYear}
type_map: {"Physician And Surgeon License": physician, "Physician And Surgeon Fellowship License": trainee,
  "Registered Nurse License": other}
status_map: {ACTIVE: active, "ACTIVE IN RENEWAL": active, EXPIRED: lapsed, SUSPENDED: suspended, REVOKED: revoked}
number_norm: [upper, strip_nonalnum]
date_format: "%Y%m%d"
authority: primary
max_age_days: 35
"""
"""A manifest as a board's register is usually declared."""


def entry(**values: str) -> dict[str, str]:
    """Return one entry of the exclusion list by column; ``values`` replace the usual ones."""
    usual = {
        "LASTNAME": "FARRELL",
        "FIRSTNAME": "ROBERT",
        "GENERAL": "IND- LIC HC SERV PRO",
        "SPECIALTY": "PHYSICIAN (MD, DO)",
        "NPI": "0000000000",
        "DOB": "19610302",
        "STATE": "NE",
        "ZIP": "68102",
        "EXCLTYPE": "1128a1",
        "EXCLDATE": "20190220",
        "REINDATE": "00000000",
        "WAIVERDATE": "00000000",
    }
    return usual | values


def leie_text(*entries: Mapping[str, str], columns: tuple[str, ...] = COLUMNS) -> str:
    """Return a list's text as published: line ends of two characters, quotes where needed."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([row.get(name, "") for name in columns] for row in entries)
    return out.getvalue()


def write_leie(folder: Path, *entries: Mapping[str, str]) -> Path:
    """Write an exclusion list, with the mark that it may start with, and return its path."""
    path = folder / "UPDATED_20261109.csv"
    path.write_bytes(b"\xef\xbb\xbf" + leie_text(*entries).encode())
    return path


def load_leie(database: Database, folder: Path, *entries: Mapping[str, str]) -> ListReport:
    """Bring an exclusion list into use, dated eleven days before the tests' present."""
    return import_leie(database, write_leie(folder, *entries), may_shrink=True)


def licence(**values: str) -> dict[str, str]:
    """Return one line of Washington's file by column; ``values`` replace the usual ones."""
    usual = {
        "CredentialNumber": "MD60012345",
        "LastName": "Okonjo",
        "FirstName": "Miriam",
        "MiddleName": "A",
        "CredentialType": "Physician And Surgeon License",
        "Status": "ACTIVE",
        "FirstIssueDate": "20100401",
        "ExpirationDate": "20270930",
        "ActionTaken": "No",
        "BirthYear": "1979",
    }
    return usual | values


def board_text(*lines: Mapping[str, str], delimiter: str = ",") -> str:
    """Return a board's file with a header."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(lines[0]), delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue()


def write_manifest(folder: Path, text: str = BOARD) -> Path:
    """Write a manifest and return its path."""
    path = folder / "board.yaml"
    path.write_text(text)
    return path


def load_board(
    database: Database, folder: Path, *lines: Mapping[str, str], manifest: str = BOARD, day: str = "20261109"
) -> ListReport:
    """Bring a board's file into use, dated eleven days before the tests' present."""
    path = folder / f"board_{day}.csv"
    path.write_text(board_text(*lines))
    return import_board(database, read_manifest(write_manifest(folder, manifest)), path, may_shrink=True)


def holder(database: Database, people: People, typed: Typed) -> Actor:
    """Return somebody who filed a claim and holds its number."""
    applicant = people.physician(standing=Standing.EMAIL_OK, specialty=None)
    browser = people.client(applicant)
    assert typed.post(browser, people.csrf(browser)) < 400
    with database.transaction() as session:
        claim = session.scalars(select(LicenceClaim).where(LicenceClaim.physician_id == applicant.physician_id)).one()
        if not session.get(LicenceHolding, claim.number_digest):
            session.add(_holding(session, claim))
    return applicant


def _holding(session: Session, claim: LicenceClaim) -> LicenceHolding:
    return LicenceHolding(
        number_digest=claim.number_digest,
        physician_id=claim.physician_id,
        claim_id=claim.id,
        held_since=context_of(session).clock.now(),
    )
