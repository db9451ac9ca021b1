"""The composer by whole requests: findings with check boxes, replaced, kept with a reason, diffed."""

import re
from dataclasses import replace
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from medpeer.core.db import Database
from medpeer.deid import Category, find_identifiers
from medpeer.gate import POLICIES, AttestationReason, Surface, severity, verdict
from medpeer.gate.models import ClearanceAttestation
from medpeer.gate.surfaces import Rule
from tests.factories.people import People

Form = dict[str, str | list[str]]

BODY = "Mrs Kowalczyk came on 14 March 2024 from Leeds with sweats (MRN 4471902). Ferritin 6,200."


@pytest.fixture(autouse=True)
def _places_are_the_authors_call(monkeypatch: pytest.MonkeyPatch) -> None:
    policy = replace(POLICIES[Surface.PRACTICE_POST], rules={Category.LOCATION: Rule.TELL_AUTHOR})
    monkeypatch.setattr(severity, "POLICIES", {**POLICIES, Surface.PRACTICE_POST: policy})


def practice_form(people: People, browser: FlaskClient, body: str = BODY) -> Form:
    """Return a sound submission of the practice form."""
    return {
        "csrf_token": people.csrf(browser),
        "client_key": "k" * 12,
        "title": "How do you file this?",
        "body": body,
        "space": "billing",
        "setting": "",
    }


def boxes(page: str, field: str = "body") -> dict[str, bool]:
    """Return the check boxes of a field's findings, each with whether it is ticked."""
    found = re.findall(rf'<input type="checkbox" name="fix.{field}" value="([^"]+)"( checked)?', page)
    return {value: bool(ticked) for value, ticked in found}


def typed_in(page: str) -> str:
    """Return what stands in the composer."""
    found = re.search(r'<textarea id="text-body".*?>\n(.*?)</textarea>', page, re.DOTALL)
    assert found
    return unescape(found[1])


def original_in(page: str) -> str:
    """Return the author's original, which their page alone carries."""
    found = re.search(r'<input type="hidden" name="was.body" value="([^"]*)"', page)
    assert found
    return unescape(found[1])


def changes_in(page: str) -> str:
    """Return the words that show what replacing changed, with what was taken out and put in marked."""
    found = re.search(r'<p class="changed">(.*?)</p>', page, re.DOTALL)
    assert found
    text = re.sub(r'<del><span class="sr">taken out: </span>(.*?)</del>', r"[-\1-]", found[1])
    return unescape(re.sub(r'<ins><span class="sr">put in: </span>(.*?)</ins>', r"[+\1+]", text))


def test_each_finding_has_a_box_and_what_must_go_is_ticked(people: People) -> None:
    browser = people.client(people.physician())
    page = browser.post("/practice/ask", data=practice_form(people, browser)).text
    assert list(boxes(page).values()).count(True) == 3
    assert list(boxes(page).values()).count(False) == 1
    assert "Replace what is ticked and check again" in page


def test_only_what_is_ticked_is_replaced(people: People) -> None:
    browser = people.client(people.physician())
    form = practice_form(people, browser)
    (date,) = [key for key in boxes(browser.post("/practice/ask", data=form).text) if key.endswith(":dates")]
    page = browser.post("/practice/ask", data=form | {"replace": "y", "fix.body": date})
    assert page.status_code == 200
    assert "14 March 2024" not in typed_in(page.text)
    assert "Kowalczyk" in typed_in(page.text)
    assert len(boxes(page.text)) == 3


def test_ticked_places_that_are_none_change_nothing(people: People) -> None:
    browser = people.client(people.physician())
    odd = ["0:5:names", "x", "1:2:3:4", "-1:5:names"]
    page = browser.post("/practice/ask", data=practice_form(people, browser) | {"replace": "y", "fix.body": odd})
    assert typed_in(page.text) == BODY
    assert "was.body" not in page.text


def test_a_reason_moves_with_its_word_when_another_is_replaced(people: People, database: Database) -> None:
    browser = people.client(people.physician())
    form = practice_form(people, browser)
    shown = boxes(browser.post("/practice/ask", data=form).text)
    (town,) = [key for key, ticked in shown.items() if not ticked]
    asked = form | {"replace": "y", "fix.body": [key for key, on in shown.items() if on]}
    page = browser.post("/practice/ask", data=asked | {"attest.body": f"{town}:public_place"}).text
    assert "Leeds" in typed_in(page)
    kept = re.findall(r'<option value="(\d+:\d+:geographic_subdivisions:public_place)" selected', page)
    assert len(kept) == 1
    assert kept != [f"{town}:public_place"]
    stored = browser.post("/practice/ask", data=form | {"body": typed_in(page), "attest.body": kept})
    assert stored.status_code == 303
    with database.reading() as session:
        assert session.scalars(select(ClearanceAttestation.reason)).all() == [AttestationReason.PUBLIC_PLACE]


def test_what_changes_is_shown_word_by_word_and_the_original_stays_in_the_page(people: People) -> None:
    browser = people.client(people.physician())
    form = practice_form(people, browser)
    ticked = [key for key, on in boxes(browser.post("/practice/ask", data=form).text).items() if on]
    first = browser.post("/practice/ask", data=form | {"replace": "y", "fix.body": ticked[:1]}).text
    assert original_in(first) == BODY
    assert changes_in(first).startswith("[-Mrs Kowalczyk -][+")
    # The second time it is still the author's own words that stand against the text.
    again = form | {"body": typed_in(first), "was.body": original_in(first), "replace": "y"}
    second = browser.post("/practice/ask", data=again | {"fix.body": list(boxes(first))}).text
    assert original_in(second) == BODY
    assert "[-14 March 2024 -]" in changes_in(second)
    assert changes_in(second).startswith("[-Mrs Kowalczyk -][+")


@pytest.mark.parametrize("extra", [{}, {"client_key": "!"}, {"replace": "y"}])
def test_a_refused_form_judges_each_text_once(
    people: People, monkeypatch: pytest.MonkeyPatch, extra: dict[str, str]
) -> None:
    browser = people.client(people.physician())
    form = practice_form(people, browser)
    judged: list[str] = []
    engine = find_identifiers

    def count(text: str, **options: object) -> object:
        judged.append(text)
        return engine(text, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(verdict, "find_identifiers", count)
    page = browser.post("/practice/ask", data=form | extra)
    assert "Identifiability" in page.text
    assert sorted(judged) == sorted([BODY, str(form["title"])])
