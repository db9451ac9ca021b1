"""The journal club's pages, without JavaScript: paste, check the card, post, discuss, take the reference away."""

from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, text
from werkzeug.test import TestResponse

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Standing
from medpeer.core.content import Visibility
from medpeer.core.db import Database
from medpeer.critiques.citations import parse_citation
from medpeer.critiques.models import Paper
from medpeer.discussions import service as discussions
from medpeer.discussions.models import CritiqueQuestion, Post
from tests.factories.critiques import TITLE, Critiques
from tests.factories.discussions import Discussions
from tests.factories.people import People

RIS = f"""TY  - JOUR
AU  - Adeyemi, Femi
AU  - Strand, Kari
TI  - {TITLE}
JO  - Synthetic Journal of Cardiology
PY  - 2026
DO  - https://doi.org/10.5555/TIDE.2026.118
ER  - """


class Browser:
    """A signed-in browser that fills in the club's forms."""

    def __init__(self, people: People, actor: Actor) -> None:
        self.client: FlaskClient = people.client(actor)
        self._token = people.csrf(self.client)

    def get(self, path: str) -> TestResponse:
        return self.client.get(path)

    def post(self, path: str, **fields: str) -> TestResponse:
        return self.client.post(path, data=fields | {"csrf_token": self._token})

    def card(self, **changes: str) -> TestResponse:
        """Post a card that could stand, with ``changes``."""
        fields = {
            "title": TITLE,
            "authors": "Adeyemi, Femi; Strand, Kari",
            "journal": "Synthetic Journal of Cardiology",
            "year": "2026",
            "doi": "https://doi.org/10.5555/TIDE.2026.118.",
            "pmid": "",
            "design": "randomised_trial",
            "participants": "1021",
            "pico_population": "Adults sent home after acute heart failure",
            "body": "The first trial of titration by telephone that is large enough to read.",
            "client_key": "card-form-0001",
        }
        return self.post("/journal-club", **(fields | changes))


@pytest.fixture
def host(people: People) -> Actor:
    """Return who puts papers up."""
    return people.physician()


@pytest.fixture
def browser(people: People, host: Actor) -> Browser:
    """Return the host's browser."""
    return Browser(people, host)


def papers(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Paper)) or 0


def test_a_pasted_reference_becomes_a_card_and_is_not_stored(browser: Browser, database: Database) -> None:
    assert browser.get("/journal-club/add").status_code == 200
    page = browser.post("/journal-club/add", citation=RIS)
    assert page.status_code == 200
    assert "Check the card" in page.text
    for part in (TITLE, "Adeyemi, Femi; Strand, Kari", "Synthetic Journal of Cardiology", "10.5555/tide.2026.118"):
        assert part in unescape(page.text)
    assert '<option value="randomised_trial" selected>' in page.text
    assert papers(database) == 0
    with database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM clearance WHERE surface = 'citation'")) == 0


def test_what_was_not_found_is_named(browser: Browser) -> None:
    page = browser.post("/journal-club/add", citation="10.5555/tide.2026.118")
    assert "Only a DOI was found" in page.text
    page = browser.post("/journal-club/add", citation=f"Strand K. {TITLE}. BMJ.")
    assert "Not found in what you pasted: year" in page.text


@pytest.mark.parametrize(
    ("pasted", "says"),
    [
        ("", "Citation is empty"),
        ("nothing like it", "No title with its authors"),
        ("x" * 10_001, "over the limit"),
        ("a\u202eb", "reverse the reading direction"),
    ],
)
def test_an_unreadable_paste_comes_back_with_what_to_do(browser: Browser, pasted: str, says: str) -> None:
    page = browser.post("/journal-club/add", citation=pasted)
    assert page.status_code == 422
    assert says in page.text
    assert pasted[:100] in page.text


def test_the_card_becomes_a_paper_with_its_page(browser: Browser, database: Database) -> None:
    answer = browser.card()
    assert answer.status_code == 303
    page = browser.get(answer.location)
    assert page.status_code == 200
    for part in (
        TITLE,
        "Adeyemi F, Strand K. <i>Synthetic Journal of Cardiology</i>, 2026.",
        "Randomised trial, 1,021 participants.",
        'href="https://doi.org/10.5555/tide.2026.118" rel="noreferrer noopener external"',
        "Adults sent home after acute heart failure",
        "What does it mean for my patients now?",
        "Reference, RIS",
    ):
        assert part in page.text
    assert papers(database) == 1
    listed = browser.get("/journal-club").text
    assert TITLE in listed
    assert "1 paper," in listed
    assert "No critique yet" in listed


def test_the_card_is_kept_when_something_identifies(browser: Browser, database: Database) -> None:
    page = browser.card(
        body="My own patient, MRN 4471902, was in it.", pico_population="Seen on 14 March 2024 in clinic"
    )
    assert page.status_code == 422
    assert "4471902" in page.text
    assert "Two identifiers must go" in page.text
    assert TITLE in page.text
    assert papers(database) == 0
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Post)) == 0


def test_published_names_and_dates_may_stand_in_a_reference_but_numbers_of_patients_may_not(browser: Browser) -> None:
    assert browser.card(journal="Journal of the Boston Society, 14 March 2024").status_code == 303
    refused = browser.card(title="A case, MRN 4471902", doi="10.5555/other", client_key="card-form-0002")
    assert refused.status_code == 422


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("doi", "see the journal", "This is not a DOI"),
        ("pmid", "12a", "A PubMed number is"),
        ("year", "26", "The year is four digits"),
        ("year", "2031", "The year is four digits"),
        ("year", "", "The year is four digits"),
        ("participants", "0", "Participants is a whole number"),
        ("title", "", "Title of the paper is empty"),
    ],
)
def test_a_wrong_field_is_named_and_the_card_kept(
    browser: Browser, database: Database, field: str, value: str, says: str
) -> None:
    page = browser.card(**{field: value})
    assert page.status_code == 422
    assert says in page.text
    assert "large enough to read" in page.text
    assert papers(database) == 0


def test_the_same_doi_leads_to_the_paper_at_both_steps(browser: Browser, people: People) -> None:
    place = browser.card().location
    other = Browser(people, people.physician())
    pasted = other.post("/journal-club/add", citation=RIS)
    assert "Here already" in pasted.text
    assert place in pasted.text
    posted = other.card(client_key="card-form-0002")
    assert posted.status_code == 422
    assert place in posted.text
    assert "in the journal club already" in posted.text


def test_the_discussion_stands_under_the_questions(browser: Browser, people: People, database: Database) -> None:
    place = browser.card().location
    reader = Browser(people, people.physician())
    asked = reader.get(f"{place}?question=flaws").text
    assert 'value="flaws" checked' in asked
    answer = reader.post(
        f"{place}/posts", body="The nurses knew the allocation.", question="flaws", client_key="post-form-0001"
    )
    assert answer.status_code == 303
    page = browser.get(answer.location.split("#")[0]).text
    assert "The nurses knew the allocation." in page
    post_id = answer.location.split("#p")[1]
    under = browser.get(f"{place}?reply_to={post_id}").text
    assert f'name="parent_id" value="{post_id}"' in under
    assert f'action="{place}/posts"' in under
    browser.post(f"{place}/posts", body="They did.", parent_id=post_id, client_key="post-form-0002")
    with database.reading() as session:
        reply = session.scalars(select(Post).order_by(Post.id.desc())).first()
    assert reply
    assert (reply.parent_id, reply.question) == (int(post_id), None)


def test_a_refused_post_comes_back_on_the_papers_page(browser: Browser, database: Database) -> None:
    place = browser.card().location
    page = browser.post(f"{place}/posts", body="As in MRN 4471902.", question="soon", client_key="post-form-0001")
    assert page.status_code == 422
    assert TITLE in page.text
    assert "MRN 4471902" in page.text
    assert 'value="soon" checked' in page.text
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Post)) == 1


def test_the_thread_of_a_paper_leads_to_its_page(people: People, database: Database, host: Actor) -> None:
    paper_id, thread_id = Critiques(database).paper(host)
    browser = Browser(people, host)
    assert browser.get(f"/threads/{thread_id}?reply_to=3").location == f"/journal-club/{paper_id}?reply_to=3"


def test_the_reference_can_be_taken_away(people: People, database: Database, host: Actor) -> None:
    paper_id, _ = Critiques(database).paper(host)
    browser = Browser(people, people.physician())
    for name, kind in (("ris", "application/x-research-info-systems"), ("bib", "application/x-bibtex")):
        answer = browser.get(f"/journal-club/{paper_id}/citation.{name}")
        assert answer.mimetype == kind
        assert answer.headers["Content-Disposition"] == f'attachment; filename="adeyemi2026nurse.{name}"'
        read = parse_citation(answer.text)
        assert (read.title, read.doi, read.year) == (TITLE, "10.5555/tide.2026.118", 2026)
        assert read.authors[0] == "Adeyemi, Femi"


def test_a_hidden_paper_is_gone_for_all_but_says_so_to_its_host(
    people: People, database: Database, host: Actor
) -> None:
    paper_id, thread_id = Critiques(database).paper(host)
    opening = Discussions(database).opening_post(host, thread_id)
    with database.transaction() as session:
        discussions.set_post_visibility(session, opening, Visibility.HIDDEN)
    reader, own = Browser(people, people.physician()), Browser(people, host)
    paths = ("", "/citation.ris", "/citation.bib")
    assert {reader.get(f"/journal-club/{paper_id}{path}").status_code for path in paths} == {404}
    page = own.get(f"/journal-club/{paper_id}").text
    assert "Your paper is hidden" in page
    assert TITLE not in page
    assert own.get(f"/journal-club/{paper_id}/citation.ris").status_code == 404
    assert TITLE not in reader.get("/journal-club").text


def test_read_only_members_read_and_outsiders_do_not(people: People, database: Database, host: Actor) -> None:
    paper_id, _ = Critiques(database).paper(host)
    lapsed = Browser(people, people.physician(standing=Standing.LAPSED_READONLY))
    assert lapsed.get(f"/journal-club/{paper_id}").status_code == 200
    assert lapsed.get("/journal-club/add").status_code == 403
    assert lapsed.post("/journal-club/add", citation=RIS).status_code == 403
    assert lapsed.card(doi="").status_code == 403
    outsider = Browser(people, people.physician(standing=Standing.EMAIL_OK))
    assert {outsider.get(path).status_code for path in ("/journal-club", f"/journal-club/{paper_id}")} == {303}
    assert outsider.card(doi="").status_code == 403


def test_an_empty_club_says_what_to_do(browser: Browser) -> None:
    assert "No paper has been put up yet" in browser.get("/journal-club").text


def test_a_question_that_is_none_is_ignored(browser: Browser) -> None:
    place = browser.card().location
    assert browser.get(f"{place}?question=nonsense&reply_to=x").status_code == 200
    assert set(CritiqueQuestion) == {"important", "flaws", "my_patients_now", "soon"}
