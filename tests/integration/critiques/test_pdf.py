"""A paper's PDF by whole requests: proposed to its sender, stored nowhere, and refused with what to do."""

import re
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from medpeer.core.db import Database
from medpeer.critiques.pdf import PdfFault, UnreadablePdfError, read_pdf, reading
from medpeer.critiques.pdf.layout import readable
from medpeer.imaging.sandbox import Limits
from tests.factories.pdfs import ABSTRACT, PAPER, TITLE, bomb, locked, pdf
from tests.factories.people import People

NAME = "Kowalczyk-MRN-4471902.pdf"


def send(people: People, browser: FlaskClient, file: bytes, name: str = NAME) -> tuple[int, str]:
    """Send a file to the journal club and return status and page."""
    data = {"csrf_token": people.csrf(browser), "file": (BytesIO(file), name)}
    answer = browser.post("/journal-club/add/pdf", data=data, content_type="multipart/form-data")
    return answer.status_code, unescape(answer.text)


def value(page: str, name: str) -> str:
    """Return what stands in a field of the card."""
    area = re.search(rf'<textarea id="text-{name}".*?>\n(.*?)</textarea>', page, re.DOTALL)
    box = re.search(rf'<input[^>]* name="{name}"[^>]* value="([^"]*)"', page)
    found = area or box
    assert found, name
    return found[1]


def test_a_pdf_fills_the_card_and_nothing_of_it_is_kept(people: People, database: Database, data_dir: Path) -> None:
    browser = people.client(people.physician())
    status, page = send(people, browser, pdf(PAPER))
    assert status == 200
    assert value(page, "title") == TITLE
    assert value(page, "doi") == "10.1000/jsc.2021.0034"
    assert value(page, "pmid") == "33445566"
    assert value(page, "year") == "2021"
    assert value(page, "body") == f"> {' '.join(ABSTRACT)}\n\n"
    assert "Not found in the PDF: authors, journal." in page
    assert "belongs to the abstract" not in page
    assert NAME not in page
    database.engine.dispose()
    kept = b"".join(path.read_bytes() for path in data_dir.rglob("*") if path.is_file())
    assert b"Kowalczyk" not in kept
    assert b"every other day" not in kept


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (b"", "Choose a PDF first."),
        (b"\x89PNG\r\n\x1a\n....", "This is a picture, not a PDF."),
        (b"....ftypisom....", "Video is not taken."),
        (b"PK\x03\x04" + b"." * 40, "This is a ZIP file."),
        (b"PK\x03\x04....word/document.xml", "This is a document, not a PDF."),
        (b"<!doctype html><p>paper", "This is a document, not a PDF."),
        (b"." * 128 + b"DICM" + b"." * 40, "This is a DICOM file, not a PDF."),
        (b"nothing known", "This is not a PDF."),
        (b"%PDF-1.7 and then nothing", "This PDF is damaged or incomplete."),
        (pdf(PAPER)[:300], "This PDF is damaged or incomplete."),
        (pdf([], []), "This PDF holds pictures of pages and no text."),
        (locked(pdf(PAPER), "secret"), "This PDF is locked with a password."),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(people: People, file: bytes, told: str) -> None:
    browser = people.client(people.physician())
    status, page = send(people, browser, file)
    assert status == 422
    assert told in page
    assert NAME not in page


def test_a_pdf_that_any_reader_opens_is_read() -> None:
    assert read_pdf(locked(pdf(PAPER), "")).citation.title == TITLE


def test_a_title_of_the_files_own_counts_where_the_page_bears_it_out() -> None:
    assert read_pdf(pdf(PAPER, title="Oral iron every other day in heart failure")).citation.title == (
        "Oral iron every other day in heart failure"
    )
    for draft in ("Microsoft Word - ms_final3.docx", "Mrs Kowalczyk, ward 7", "10.1000/jsc.2021.0034"):
        assert read_pdf(pdf(PAPER, title=draft)).citation.title == TITLE


def test_a_bomb_is_stopped_by_the_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LIMITS", Limits(memory_bytes=512 << 20, cpu_s=2, wall_s=20))
    with pytest.raises(UnreadablePdfError) as refused:
        read_pdf(bomb())
    assert refused.value.fault in {PdfFault.TOO_SLOW, PdfFault.DAMAGED}


def test_what_reverses_or_hides_reading_does_not_get_into_the_card() -> None:
    assert readable("a soft\xadhyphen, \u202eturned\u202c, \ufb01ne, m\u00b2\x07") == "a softhyphen, turned, fine, m²"


def test_a_file_over_the_limit_is_refused_on_a_page(people: People) -> None:
    browser = people.client(people.physician())
    kind = "multipart/form-data; boundary=paper"
    answer = browser.post(
        "/journal-club/add/pdf", data=bytes(21 << 20), content_type=kind, headers={"Accept": "text/html"}
    )
    assert answer.status_code == 413
    assert "choose a file below 20 MB" in answer.text


def test_a_stranger_cannot_send_one(client: FlaskClient) -> None:
    assert client.post("/journal-club/add/pdf").status_code in {302, 303, 400, 401, 403}
