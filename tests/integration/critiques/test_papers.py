"""Papers are kept once, under a clearance for each text, and go with their thread."""

import pytest
from sqlalchemy import func, select

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Standing
from medpeer.audit import AuditAction, AuditEntry
from medpeer.core.content import Visibility
from medpeer.core.db import Database
from medpeer.core.errors import InvalidInputError, NotAllowedError, NotFoundError
from medpeer.core.outbox import OutboxEvent
from medpeer.critiques import queries, service
from medpeer.critiques.errors import DuplicatePaperError
from medpeer.critiques.models import Paper
from medpeer.discussions import service as discussions
from medpeer.discussions.models import CritiqueQuestion, Thread
from medpeer.gate import forget
from medpeer.gate.models import Clearance
from medpeer.gate.verify import verify_texts
from tests.factories.critiques import TITLE, Critiques
from tests.factories.discussions import Discussions
from tests.factories.people import People


@pytest.fixture
def host(people: People) -> Actor:
    """Return who puts papers up."""
    return people.physician()


@pytest.fixture
def club(database: Database) -> Critiques:
    """Return the maker of papers."""
    return Critiques(database)


def opening_of(database: Database, actor: Actor, thread_id: int) -> int:
    return Discussions(database).opening_post(actor, thread_id)


def hide(database: Database, post_id: int) -> None:
    with database.transaction() as session:
        discussions.set_post_visibility(session, post_id, Visibility.HIDDEN)


def purge(database: Database, post_id: int, thread_id: int) -> None:
    with database.transaction() as session:
        gone = discussions.purge_post(session, post_id) + service.purge_paper(session, thread_id)
        forget(session, gone)


def test_a_paper_opens_its_thread_and_is_recorded(database: Database, host: Actor, club: Critiques) -> None:
    paper_id, thread_id = club.paper(host)
    with database.reading() as session:
        view = queries.paper_page(session, host, paper_id)
        assert view.thread.id == thread_id
        assert view.thread.title == view.card.title == TITLE
        assert view.card.facts == "Randomised trial, 1,021 participants"
        assert view.card.short_authors == "Adeyemi F, Strand K, TIDE-HF Group"
        assert view.card.pico == (("Patients", "Adults sent home after acute heart failure"),)
        names = set(session.scalars(select(OutboxEvent.name)))
        assert {"critiques.paper_added", "discussions.thread_opened"} <= names
        assert session.scalar(select(func.count()).where(AuditEntry.action == AuditAction.PAPER_ADDED)) == 1
        assert list(verify_texts(session)) == []


def test_sending_the_form_twice_adds_one_paper(database: Database, host: Actor, club: Critiques) -> None:
    first = club.paper(host, client_key="same-form-key")
    with database.reading() as session:
        clearances = session.scalar(select(func.count()).select_from(Clearance))
    assert club.paper(host, client_key="same-form-key") == first
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Paper)) == 1
        assert session.scalar(select(func.count()).select_from(Clearance)) == clearances


def test_the_same_doi_is_refused_and_leads_to_the_paper(
    database: Database, host: Actor, club: Critiques, people: People
) -> None:
    paper_id, _ = club.paper(host)
    with pytest.raises(DuplicatePaperError) as caught:
        club.paper(people.physician())
    assert caught.value.paper_id == paper_id
    club.paper(host, doi=None, pmid="123")
    with pytest.raises(DuplicatePaperError):
        club.paper(host, doi=None, pmid="123")
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Thread)) == 2


def test_a_hidden_paper_is_nowhere_and_not_led_to(
    database: Database, host: Actor, club: Critiques, people: People
) -> None:
    paper_id, thread_id = club.paper(host)
    reader = people.physician()
    hide(database, opening_of(database, host, thread_id))
    with database.reading() as session:
        assert queries.list_papers(session, reader).rows == ()
        assert queries.find_paper(session, reader, doi="10.5555/tide.2026.118", pmid=None) is None
        for fetch in (queries.paper_page, queries.access_paper, queries.access_citation):
            with pytest.raises(NotFoundError):
                fetch(session, reader, paper_id)
        own = queries.paper_page(session, host, paper_id)
        assert (own.card.title, own.card.authors, own.card.doi, own.card.pico) == ("", "", None, ())
    with pytest.raises(DuplicatePaperError) as caught:
        club.paper(reader)
    assert caught.value.paper_id is None


def test_a_purge_takes_the_card_along_and_the_paper_may_come_again(
    database: Database, host: Actor, club: Critiques
) -> None:
    paper_id, thread_id = club.paper(host)
    purge(database, opening_of(database, host, thread_id), thread_id)
    with database.reading() as session:
        paper = session.get_one(Paper, paper_id)
        assert (paper.title.value, paper.authors.value, paper.journal.value, paper.doi) == ("", "", "", None)
        assert paper.pico_population is None
        assert list(verify_texts(session)) == []
    with database.transaction() as session:
        assert service.purge_paper(session, thread_id) == []
    assert club.paper(host)[0] != paper_id


def test_posts_stand_under_their_question(database: Database, host: Actor, club: Critiques, people: People) -> None:
    paper_id, thread_id = club.paper(host)
    talk, reader = Discussions(database), people.physician()
    flaw = talk.reply(reader, thread_id, "The nurses knew the allocation.", question=CritiqueQuestion.FLAWS)
    answer = talk.reply(host, thread_id, "They did, and they judged the outcome.", parent_id=flaw)
    whole = talk.reply(reader, thread_id, "Well written.")
    with database.reading() as session:
        view = queries.paper_page(session, reader, paper_id)
    under = {section.question: section for section in view.sections}
    assert list(under) == list(CritiqueQuestion)
    assert [post.id for post in under[CritiqueQuestion.FLAWS].posts] == [flaw]
    assert [post.id for post in under[CritiqueQuestion.FLAWS].posts[0].replies] == [answer]
    assert under[CritiqueQuestion.FLAWS].said == 2
    assert under[CritiqueQuestion.SOON].posts == ()
    assert [post.id for post in view.others] == [whole]


@pytest.mark.parametrize(
    ("year", "doi", "field"), [(1799, None, "year"), (2199, None, "year"), (2026, "no doi", "doi")]
)
def test_what_cannot_be_is_refused_by_field(
    host: Actor, club: Critiques, year: int, doi: str | None, field: str
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        club.paper(host, year=year, doi=doi)
    assert caught.value.field == field


def test_the_list_is_finite_and_newest_activity_comes_first(
    database: Database, host: Actor, club: Critiques, people: People
) -> None:
    papers = [club.paper(host, doi=f"10.5555/p{number}") for number in range(22)]
    reader = people.physician()
    with database.reading() as session:
        first = queries.list_papers(session, reader)
        last = queries.list_papers(session, reader, page=99)
    assert (first.total, first.pages, first.first, first.last) == (22, 2, 1, 20)
    assert (last.page, last.first, last.last) == (2, 21, 22)
    assert first.rows[0].card.id == papers[-1][0]
    assert first.rows[0].is_quiet


def test_outsiders_see_and_do_nothing(database: Database, host: Actor, club: Critiques, people: People) -> None:
    paper_id, _ = club.paper(host)
    outsider = people.physician(standing=Standing.EMAIL_OK)
    with database.reading() as session:
        for fetch in (queries.paper_page, queries.access_paper, queries.access_citation):
            with pytest.raises(NotFoundError):
                fetch(session, outsider, paper_id)
        with pytest.raises(NotFoundError):
            queries.list_papers(session, outsider)
    with pytest.raises((NotFoundError, NotAllowedError)):
        club.paper(outsider, doi=None)
    with pytest.raises(NotAllowedError):
        club.paper(people.physician(standing=Standing.LAPSED_READONLY), doi=None)
