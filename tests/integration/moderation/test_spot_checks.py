"""What authors keep is looked at: a share of it, by others, and it costs those who keep what they should not."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from medpeer.accounts import queries as accounts
from medpeer.accounts.actor import Actor
from medpeer.accounts.models import PolicyTightening, Role
from medpeer.audit import AuditAction, AuditEntry
from medpeer.core.clock import SettableClock
from medpeer.core.content import ContentKind, Visibility
from medpeer.core.db import Database
from medpeer.discussions.models import Post
from medpeer.gate import Strictness
from medpeer.gate.models import Clearance
from medpeer.jobs.relay import Relay
from medpeer.moderation import policy, queries, service
from medpeer.moderation.errors import ConflictOfInterestError, HiddenMeanwhileError
from medpeer.moderation.models import Report, SpotCheck
from medpeer.moderation.sampling import SpotCheckSampler
from medpeer.moderation.vocabulary import Outcome, ReportReason, SpotCheckCause, SpotCheckVerdict
from medpeer.notifications.models import Notification, NotificationKind
from tests.factories.discussions import Discussions, new_key
from tests.factories.moderation import Moderation
from tests.factories.people import People
from tests.integration.moderation.conftest import Cast

DATED = "She was admitted in March with fever."
WORD = "17:25:dates:drug_or_device"
STANDS, OVERTURNED = SpotCheckVerdict.STANDS, SpotCheckVerdict.OVERTURNED


@pytest.fixture
def thread_id(cast: Cast, discussions: Discussions) -> int:
    """Return a thread to reply in."""
    return discussions.thread(cast.asker)


class Keeper:
    """An author who keeps what the check doubts, over HTTP as anyone would."""

    def __init__(self, people: People, relay: Relay, actor: Actor, thread_id: int) -> None:
        self.browser = people.client(actor)
        self.csrf = people.csrf(self.browser)
        self.relay, self.thread_id = relay, thread_id

    def post(self, body: str = DATED, word: str = WORD) -> int:
        """Post a reply with something kept and return the status."""
        form = {"csrf_token": self.csrf, "client_key": new_key(), "body": body, "attest.body": word}
        status = self.browser.post(f"/threads/{self.thread_id}/posts", data=form).status_code
        self.relay.drain()
        return status


@pytest.fixture
def keeper(people: People, relay: Relay, cast: Cast, thread_id: int) -> Keeper:
    """Return the thread's answerer as one who keeps things."""
    return Keeper(people, relay, cast.answerer, thread_id)


def waiting(database: Database, actor: Actor) -> list[int]:
    """Return the second looks that wait for ``actor``."""
    with database.reading() as session:
        return [row.id for row in queries.list_spot_checks(session, actor).rows]


def settle(database: Database, actor: Actor, check_id: int, verdict: SpotCheckVerdict) -> None:
    with database.transaction() as session:
        service.settle_spot_check(session, actor, check_id, verdict)


def strictness(database: Database, actor: Actor) -> Strictness:
    with database.reading() as session:
        return accounts.load_actor(session, actor.physician_id).strictness


def test_a_members_first_five_are_all_looked_at(database: Database, cast: Cast, keeper: Keeper, relay: Relay) -> None:
    relay.handlers = tuple(
        SpotCheckSampler(database, percent=0) if one.key == SpotCheckSampler.key else one for one in relay.handlers
    )
    assert [keeper.post() for _ in range(7)] == [303] * 7
    assert len(waiting(database, cast.moderator)) == policy.ALWAYS_CHECKED


def test_after_them_a_share_is_drawn_that_no_author_can_tell() -> None:
    draws = [number / 1000 for number in range(1000)]
    assert sum(policy.is_checked(5, draw, percent=10) for draw in draws) == 100
    assert not any(policy.is_checked(5, draw, percent=0) for draw in draws)
    assert all(policy.is_checked(4, draw, percent=0) for draw in draws)


def test_an_event_that_comes_twice_draws_once(database: Database, cast: Cast, keeper: Keeper) -> None:
    keeper.post()
    with database.transaction() as session:
        post_id = session.scalar(select(Post.id).order_by(Post.id.desc()))
        content = queries.find_content(session, ContentKind.POST, post_id or 0)
        assert content
        for _ in range(2):
            service.draw_spot_checks(session, content, percent=100)
    assert len(waiting(database, cast.moderator)) == 1


def test_a_text_without_anything_kept_is_not_looked_at(database: Database, cast: Cast, keeper: Keeper) -> None:
    keeper.post("Look at the drug chart first.", "")
    assert waiting(database, cast.moderator) == []


def test_a_chat_message_is_looked_at_too(people: People, database: Database, cast: Cast, relay: Relay) -> None:
    browser = people.client(cast.answerer)
    form = {"csrf_token": people.csrf(browser), "client_key": new_key(), "name": "handle"}
    browser.post("/chat/nephrology/join", data=form)
    sent = browser.post("/chat/nephrology", data=form | {"body": DATED, "attest.body": WORD})
    assert sent.status_code == 303
    relay.drain()
    assert len(waiting(database, cast.moderator)) == 1


def test_the_moderator_sees_the_place_and_no_word_of_it_stands_in_the_list(
    people: People, database: Database, cast: Cast, keeper: Keeper
) -> None:
    keeper.post()
    browser = people.client(cast.moderator)
    assert "1 text waits for a second look" in browser.get("/moderation").text
    listed = browser.get("/moderation/checks").text
    assert "Date kept as “a drug or a device”" in listed
    assert "March" not in listed
    page = browser.get(f"/moderation/checks/{waiting(database, cast.moderator)[0]}").text
    assert '<mark class="u-tell">in March<span class="sr"> (Date)</span></mark>' in page


def test_who_wrote_in_the_thread_does_not_judge(
    people: People, database: Database, discussions: Discussions, relay: Relay, cast: Cast, thread_id: int
) -> None:
    author = people.physician(Role.MODERATOR)
    Keeper(people, relay, author, thread_id).post()
    (check_id,) = waiting(database, cast.moderator)
    discussions.reply(cast.second, thread_id)
    for conflicted in (author, cast.second):
        assert waiting(database, conflicted) == []
        with pytest.raises(ConflictOfInterestError):
            settle(database, conflicted, check_id, STANDS)
    settle(database, cast.moderator, check_id, STANDS)
    assert waiting(database, cast.moderator) == []


def test_what_is_overturned_is_hidden_as_by_a_report_and_its_author_told(
    people: People, database: Database, cast: Cast, keeper: Keeper, relay: Relay
) -> None:
    keeper.post()
    (check_id,) = waiting(database, cast.moderator)
    browser = people.client(cast.moderator)
    form = {"csrf_token": people.csrf(browser), "verdict": "overturned"}
    assert browser.post(f"/moderation/checks/{check_id}", data=form).status_code == 303
    relay.drain()
    with database.reading() as session:
        post = session.scalars(select(Post).order_by(Post.id.desc())).first()
        assert post
        assert post.visibility is Visibility.HIDDEN
        report = session.scalars(select(Report)).one()
        assert (report.reason, report.content_id) == (ReportReason.IDENTIFIES_PATIENT, post.id)
        told = select(Notification.kind).where(Notification.physician_id == cast.answerer.physician_id)
        assert NotificationKind.HIDDEN in session.scalars(told).all()
        assert [row.id for row in queries.list_cases(session, cast.second).rows] == [report.id]
        assert queries.list_cases(session, cast.moderator).rows == ()
        settled = select(AuditEntry.reason).where(AuditEntry.action == AuditAction.SPOT_CHECK_SETTLED)
        assert session.scalars(settled).all() == ["overturned"]
    assert browser.post(f"/moderation/checks/{check_id}", data=form).status_code == 404


def test_a_text_that_is_hidden_meanwhile_waits_for_its_case(
    database: Database, cast: Cast, keeper: Keeper, moderation: Moderation
) -> None:
    keeper.post()
    (check_id,) = waiting(database, cast.moderator)
    with database.reading() as session:
        check = session.get_one(SpotCheck, check_id)
    case_id = moderation.report(cast.reader, check.content_id or 0)
    with pytest.raises(HiddenMeanwhileError):
        settle(database, cast.moderator, check_id, STANDS)
    with database.reading() as session:
        assert queries.view_spot_check(session, cast.moderator, check_id).part is None
    moderation.decide(cast.second, case_id, Outcome.REINSTATE)
    settle(database, cast.moderator, check_id, STANDS)


def test_a_purged_text_leaves_the_queue_and_its_verdict_stays(
    database: Database, cast: Cast, keeper: Keeper, moderation: Moderation
) -> None:
    keeper.post()
    keeper.post()
    first, second = waiting(database, cast.moderator)
    settle(database, cast.moderator, first, OVERTURNED)
    with database.reading() as session:
        posts = [session.get_one(SpotCheck, one).content_id or 0 for one in (first, second)]
    for post_id in posts:
        case_id = moderation.report(cast.reader, post_id)
        moderation.decide(cast.second, case_id, Outcome.PURGE)
    assert waiting(database, cast.moderator) == []
    with database.reading() as session:
        kept = session.execute(select(SpotCheck.clearance_id, SpotCheck.verdict).order_by(SpotCheck.id)).all()
        assert [tuple(row) for row in kept] == [(None, OVERTURNED), (None, None)]


@pytest.mark.parametrize(
    ("verdicts", "tightened"),
    [
        ("x", False),
        ("xx", True),
        ("sssssx", False),
        ("sssssxx", True),
        ("ssssssssxx", True),
        ("sssssssssxx", False),
    ],
)
def test_two_and_one_in_five_are_too_many(verdicts: str, tightened: bool) -> None:
    assert policy.is_too_often(verdicts.count("x"), len(verdicts)) is tightened


@pytest.fixture
def overturned(database: Database, cast: Cast, keeper: Keeper, relay: Relay) -> None:
    """Overturn two of two that the keeper kept."""
    keeper.post()
    keeper.post()
    for check_id in waiting(database, cast.moderator):
        settle(database, cast.moderator, check_id, OVERTURNED)
    relay.drain()


@pytest.mark.usefixtures("overturned")
def test_an_author_who_keeps_too_much_is_held_more_strictly_and_told(
    database: Database, cast: Cast, keeper: Keeper
) -> None:
    assert strictness(database, cast.answerer) is Strictness.TIGHTENED
    assert keeper.post() == 422
    page = keeper.browser.get(f"/threads/{keeper.thread_id}").text
    assert "Until 18 February 2027 names, places and dates that the check finds must go here" in page
    assert "18 February 2027" in keeper.browser.get("/account").text
    assert "must go from what you write" in keeper.browser.get("/notifications").text
    plain = keeper.post("Look at the drug chart first.", "")
    assert plain == 303
    with database.reading() as session:
        last = session.scalars(select(Clearance).order_by(Clearance.id.desc())).first()
        assert last
        assert last.strictness is Strictness.TIGHTENED
        actions = session.scalars(select(AuditEntry.action)).all()
        assert actions.count(AuditAction.POLICY_TIGHTENED) == 1


@pytest.mark.usefixtures("overturned")
def test_after_ninety_days_their_word_counts_again(
    database: Database, cast: Cast, keeper: Keeper, clock: SettableClock, people: People
) -> None:
    clock.set(clock.now() + policy.TIGHTENED_FOR - timedelta(minutes=1))
    assert strictness(database, cast.answerer) is Strictness.TIGHTENED
    clock.set(clock.now() + timedelta(minutes=2))
    assert strictness(database, cast.answerer) is Strictness.USUAL
    later = Keeper(people, keeper.relay, cast.answerer, keeper.thread_id)
    assert later.post() == 303


def test_what_was_overturned_long_ago_is_forgiven(
    database: Database, cast: Cast, keeper: Keeper, clock: SettableClock, people: People
) -> None:
    keeper.post()
    settle(database, cast.moderator, waiting(database, cast.moderator)[0], OVERTURNED)
    clock.set(clock.now() + policy.OVERTURNED_WITHIN + timedelta(days=1))
    Keeper(people, keeper.relay, cast.answerer, keeper.thread_id).post()
    settle(database, cast.moderator, waiting(database, cast.moderator)[0], OVERTURNED)
    assert strictness(database, cast.answerer) is Strictness.USUAL


@pytest.mark.usefixtures("overturned")
def test_only_the_author_concerned_is_tightened(database: Database, cast: Cast) -> None:
    with database.reading() as session:
        assert session.scalars(select(PolicyTightening.physician_id)).all() == [cast.answerer.physician_id]
        assert session.scalar(select(func.count()).where(SpotCheck.cause == SpotCheckCause.ATTESTATION)) == 2
    assert strictness(database, cast.asker) is Strictness.USUAL


def test_members_see_nothing_of_the_desk(people: People, cast: Cast) -> None:
    browser = people.client(cast.reader)
    assert browser.get("/moderation/checks").status_code == 404
    assert browser.get("/moderation/checks/1").status_code == 404
    form = {"csrf_token": people.csrf(browser), "verdict": "stands"}
    assert browser.post("/moderation/checks/1", data=form).status_code == 404
