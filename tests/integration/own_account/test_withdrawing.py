"""Withdrawing texts: what others answered stays, and no two conversations change together."""

from datetime import timedelta
from difflib import unified_diff
from pathlib import Path

import pytest
from sqlalchemy import select, update

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Role, Specialty
from medpeer.chat.models import Message
from medpeer.core.db import Database
from medpeer.critiques.models import Paper
from medpeer.discussions.models import Post
from medpeer.gate.verify import verify_texts
from medpeer.images.models import Image
from medpeer.leaving import policy
from medpeer.leaving.models import TextsChoice, Withdrawal
from medpeer.moderation.vocabulary import Outcome, ReportReason
from tests.factories.chat import talk as speak
from tests.factories.critiques import Critiques
from tests.factories.discussions import Discussions
from tests.factories.images import Images
from tests.factories.moderation import Moderation
from tests.factories.people import People
from tests.factories.postgres import app, migrated_postgres, postgres_url
from tests.integration.onboarding.conftest import main_of
from tests.integration.own_account.conftest import Mails, Member
from tests.integration.own_account.test_leaving import ask, found, let_pass

__all__ = ["app", "migrated_postgres", "postgres_url"]

WORDS = "Withdrawn by author"
CASE, ANSWER, OTHERS = "quokka sodium", "wombat potassium", "numbat chloride"
SAID, NOTED = "bilby magnesium", "dunnart phosphate"


@pytest.fixture
def reader(people: People) -> Actor:
    """Return somebody who answers and stays."""
    return people.physician(specialty=Specialty.CARDIOLOGY)


@pytest.fixture
def places(member: Member, reader: Actor, database: Database) -> dict[str, str]:
    """Let the member write in four conversations and return their pages, by what was written."""
    talk = Discussions(database)
    own = talk.thread(member.actor, title=f"Why this {CASE}?", body=f"An adult with {CASE}.")
    Images(database).image(member.actor, post_id=talk.opening_post(member.actor, own))
    talk.edit(member.actor, talk.reply(member.actor, own, f"First {CASE}."), f"Then {CASE}.")
    talk.reply(reader, own, f"Think of {OTHERS}.")
    talk.solve(member.actor, own, f"It was {CASE}")
    asked = talk.thread(reader, title="Which azole next?")
    talk.reply(member.actor, asked, f"Look at {ANSWER}.")
    talk.reply(reader, asked, f"Agreed: {OTHERS}.")
    _, paper_thread = Critiques(database).paper(member.actor, opening=f"Read it for {NOTED}.")
    speak(database, member.actor, "nephrology", f"Anyone seen {SAID}?")
    speak(database, reader, "nephrology", f"Yes, with {OTHERS}.")
    return {
        CASE: f"/threads/{own}",
        ANSWER: f"/threads/{asked}",
        NOTED: f"/threads/{paper_thread}",
        SAID: "/chat/nephrology",
    }


def still_there(people: People, reader: Actor, places: dict[str, str]) -> set[str]:
    """Return which of the member's texts can be read."""
    browser = people.client(reader)
    return {words for words, path in places.items() if words in browser.get(path, follow_redirects=True).text}


def test_each_conversation_is_withdrawn_at_a_moment_of_its_own(
    member: Member, mails: Mails, database: Database, people: People, reader: Actor, places: dict[str, str]
) -> None:
    ask(member, TextsChoice.WITHDRAW)
    let_pass(member, mails, 14)
    assert still_there(people, reader, places) == set(places)
    with database.reading() as session:
        moments = sorted(session.scalars(select(Withdrawal.due_at)))
    assert len(set(moments)) == 4
    for number, moment in enumerate(moments, 1):
        member.clock.set(moment)
        mails.keep_time()
        assert len(still_there(people, reader, places)) == 4 - number


def test_moments_that_a_stopped_server_missed_are_drawn_anew(
    member: Member, mails: Mails, database: Database, people: People, reader: Actor, places: dict[str, str]
) -> None:
    ask(member, TextsChoice.WITHDRAW)
    let_pass(member, mails, 14, 31)
    assert still_there(people, reader, places) == set(places)
    with database.reading() as session:
        moments = session.scalars(select(Withdrawal.due_at)).all()
    assert len(set(moments)) == 4
    assert all(timedelta() <= moment - member.clock.now() <= policy.SPREAD for moment in moments)
    mails.keep_every_moment(member.clock)
    assert still_there(people, reader, places) == set()


def test_two_conversations_that_are_due_in_one_round_do_not_go_together(
    member: Member, mails: Mails, database: Database, people: People, reader: Actor, places: dict[str, str]
) -> None:
    ask(member, TextsChoice.WITHDRAW)
    let_pass(member, mails, 14)
    with database.transaction() as session:
        session.execute(update(Withdrawal).values(due_at=member.clock.now()))
    mails.keep_time()
    assert len(still_there(people, reader, places)) == 3
    mails.keep_time()
    assert len(still_there(people, reader, places)) == 3


def test_what_others_wrote_stays_readable_under_the_authors_handles(
    member: Member, mails: Mails, database: Database, people: People, reader: Actor, places: dict[str, str]
) -> None:
    browser = people.client(reader)
    before = {path: browser.get(path, follow_redirects=True).text for path in places.values()}
    ask(member, TextsChoice.WITHDRAW)
    let_pass(member, mails, 14)
    mails.keep_every_moment(member.clock)
    browser = people.client(reader)
    for path in places.values():
        page = browser.get(path, follow_redirects=True).text
        assert WORDS in page, path
        assert page.count(OTHERS) == before[path].count(OTHERS), path
    own = browser.get(places[CASE]).text
    assert f'<h1 class="case-t">{WORDS}</h1>' in own
    assert "What it said before" not in own
    assert "Solved" in own
    found_in_search = browser.post("/search", data={"q": "quokka", "csrf_token": people.csrf(browser)}).text
    assert CASE not in found_in_search
    with database.reading() as session:
        assert session.scalars(select(Image.id)).all() == []
        assert [paper.pico_population for paper in session.scalars(select(Paper))] == [None]
        assert list(verify_texts(session)) == []


def test_nothing_of_the_texts_is_left_on_the_disk(
    member: Member, mails: Mails, database: Database, data_dir: Path, places: dict[str, str]
) -> None:
    assert found(data_dir, database, list(places)) == {words.encode() for words in places}
    ask(member, TextsChoice.WITHDRAW)
    let_pass(member, mails, 14)
    mails.keep_every_moment(member.clock)
    let_pass(member, mails, 1)
    database.engine.dispose()
    assert found(data_dir, database, list(places)) == set()


def test_texts_that_stay_change_on_no_page(
    member: Member, mails: Mails, people: People, reader: Actor, places: dict[str, str]
) -> None:
    browser = people.client(reader)

    def pages() -> list[list[str]]:
        shown = (main_of(browser.get(path, follow_redirects=True).text).splitlines() for path in places.values())
        return [[line for line in page if "client_key" not in line and "client-key" not in line] for page in shown]

    ask(member)
    member.wait(days=20)
    browser = people.client(reader)
    before = pages()
    mails.keep_time()
    member.wait(days=1)
    mails.keep_time()
    member.clock.set(member.clock.now() - timedelta(days=1))
    for one, other in zip(before, pages(), strict=True):
        assert list(unified_diff(one, other, n=0)) == []


def test_a_conversation_with_an_open_report_waits(
    member: Member, mails: Mails, database: Database, people: People, reader: Actor, places: dict[str, str]
) -> None:
    with database.reading() as session:
        post = session.scalars(select(Post.id).where(Post.is_opening.is_(False)).order_by(Post.id)).all()[2]
    case = Moderation(database).report(reader, post, reason=ReportReason.UNSAFE_ADVICE)
    ask(member, TextsChoice.WITHDRAW)
    let_pass(member, mails, 14)
    mails.keep_every_moment(member.clock)
    assert still_there(people, reader, places) == {ANSWER}
    Moderation(database).decide(people.physician(Role.MODERATOR), case, Outcome.REINSTATE)
    mails.keep_every_moment(member.clock)
    assert still_there(people, reader, places) == set()


def test_withdrawing_twice_changes_nothing_more(
    member: Member, mails: Mails, database: Database, places: dict[str, str]
) -> None:
    assert places
    ask(member, TextsChoice.WITHDRAW)
    let_pass(member, mails, 14)
    mails.keep_every_moment(member.clock)
    with database.reading() as session:
        first = [(one.id, one.body.clearance_id) for one in session.scalars(select(Message).order_by(Message.id))]
    mails.keep_time()
    with database.reading() as session:
        again = [(one.id, one.body.clearance_id) for one in session.scalars(select(Message).order_by(Message.id))]
    assert first == again
