"""The list of institutions: exact domains only, and nothing on it that others can have a mailbox at."""

from pathlib import Path

import pytest
from flask import Flask

from medpeer.core.db import Database
from medpeer.jobs.list_import import DomainReport, import_domains
from medpeer.licensing.domains import Refusal
from medpeer.licensing.errors import RegisterFileError
from medpeer.licensing.queries.registers import Institution, is_institution


def load_domains(database: Database, folder: Path, *lines: str) -> DomainReport:
    """Bring a list into use."""
    path = folder / "domains_2026-11-09.csv"
    path.write_text("\n".join(("domain,institution", *lines, "")))
    return import_domains(database, path)


def found(database: Database, domain: str) -> Institution | None:
    """Look a domain up on the list in use."""
    with database.reading() as session:
        return is_institution(session, domain)


def test_a_domain_is_found_whole_and_exactly(database: Database, tmp_path: Path) -> None:
    assert found(database, "stlukes.example") is None
    report = load_domains(database, tmp_path, "stlukes.example,St Luke’s", "Lakeside.Example,Lakeside", "a.example,A")
    assert (report.in_use, report.refused) == (3, ())
    assert found(database, "stlukes.example") == Institution("stlukes.example", "St Luke’s")
    assert found(database, "LAKESIDE.example") == Institution("lakeside.example", "Lakeside")
    for other in ("mail.stlukes.example", "example", "xstlukes.example", "stlukes.example.test", "stlukes", ""):
        assert found(database, other) is None


def test_a_list_needs_no_header(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "plain.csv"
    path.write_text("stlukes.example,St Luke’s\nlakeside.example,Lakeside\n")
    assert import_domains(database, path).in_use == 2
    assert found(database, "stlukes.example") == Institution("stlukes.example", "St Luke’s")
    path.write_text("institution,domain\nSt Luke’s,stlukes.example\n")
    assert import_domains(database, path).in_use == 1


def test_lines_that_let_others_in_are_left_out_and_told(database: Database, tmp_path: Path) -> None:
    report = load_domains(
        database, tmp_path, "stlukes.example,St Luke’s", "edu,All", "gmail.com,Mail", "*.edu,All", "stlukеs.example,X"
    )
    assert report.in_use == 1
    assert [(one.line, one.reason) for one in report.refused] == [
        (3, Refusal.SUFFIX),
        (4, Refusal.PUBLIC_MAIL),
        (5, Refusal.WILDCARD),
        (6, Refusal.LOOKALIKE),
    ]
    assert [found(database, domain) for domain in ("edu", "gmail.com", "harvard.edu")] == [None] * 3


def test_a_newer_list_replaces_the_one_before(database: Database, tmp_path: Path) -> None:
    load_domains(database, tmp_path, "stlukes.example,St Luke’s", "lakeside.example,Lakeside")
    load_domains(database, tmp_path, "lakeside.example,Lakeside", "lakeside.example,Again")
    assert found(database, "stlukes.example") is None
    assert found(database, "lakeside.example") == Institution("lakeside.example", "Lakeside")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("domain\nstlukes.example\n", "institution"),
        ("domain,institution\nstlukes.example,\n", "names no institution"),
        ("domain,institution\nedu,All\n", "no domain in it counts"),
        ("domain,institution\n", "nothing else"),
    ],
)
def test_a_list_that_cannot_be_used_changes_nothing(database: Database, tmp_path: Path, text: str, words: str) -> None:
    load_domains(database, tmp_path, "stlukes.example,St Luke’s")
    path = tmp_path / "wrong.csv"
    path.write_text(text)
    with pytest.raises(RegisterFileError, match=words):
        import_domains(database, path)
    assert found(database, "stlukes.example")


def test_the_command_says_how_many_and_which_not(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "domains.csv"
    path.write_text("domain,institution\nstlukes.example,St Luke’s\nyahoo.fr,Mail\n" + "edu,All\n" * 25)
    done = app.test_cli_runner().invoke(args=["register", "import", "domains", str(path)])
    assert done.exit_code == 0, done.output
    assert "1 domains are in use, 26 lines were refused." in done.output
    assert "line 3: yahoo.fr gives a mailbox to anybody." in done.output
    assert "and 6 more." in done.output
