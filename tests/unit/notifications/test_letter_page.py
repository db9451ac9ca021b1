"""The printed page is a PDF that others can read, whatever stands in the register."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from medpeer.notifications.letters.page import print_page


def text_of(page: bytes) -> str:
    reader = PdfReader(BytesIO(page), strict=True)
    assert len(reader.pages) == 1
    return reader.pages[0].extract_text()


def test_the_page_says_what_it_was_given() -> None:
    said = text_of(print_page(("By post", "MIRIAM OKONJO", "12 QUAY STREET"), "Enter this:\n\n        BCDF-GHJK\n"))
    assert [line for line in said.splitlines() if line.strip()] == [
        "By post",
        "MIRIAM OKONJO",
        "12 QUAY STREET",
        "Enter this:",
        "        BCDF-GHJK",
    ]


@pytest.mark.parametrize("odd", ["(SUITE 4", "BACK\\SLASH)", "O’NEILL", "MÜLLER"])
def test_signs_that_mean_something_to_a_pdf_are_only_printed(odd: str) -> None:
    assert odd in text_of(print_page((odd,), "Text."))


def test_letters_that_the_font_lacks_lose_their_marks_and_no_line_is_too_long() -> None:
    said = text_of(print_page(("Ōkōnjō\nEND", "Dąbrowski 大", "LONG ROAD " * 12), "word " * 400))
    for words in ("Okonjo", "Dabrowski ?"):
        assert words in said
    assert said.count("ROAD") == 12
    assert max(map(len, said.splitlines())) <= 68
