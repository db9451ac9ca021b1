"""The privacy officer's page: who sees it, what it says, and what it keeps to itself."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Role
from medpeer.core.clock import SettableClock
from medpeer.core.db import Database
from medpeer.deid import Category, Severity
from medpeer.gate import AttestationReason, Circumstance, Counts, Miss, Refusal, Surface, note_miss
from medpeer.gate.models import ClearanceAttestation
from medpeer.images.models import Image
from medpeer.images.vocabulary import ImageState, RefusalReason
from medpeer.moderation.models import SpotCheck, SpotCheckFinding
from medpeer.moderation.vocabulary import Outcome, ReportReason, SpotCheckCause, SpotCheckVerdict
from medpeer.statistics.service import add_counts
from tests.conftest import NOW
from tests.factories.discussions import Discussions
from tests.factories.moderation import Moderation
from tests.factories.people import People
from tests.factories.statements import counted_queries
from tests.factories.texts import cleared

PAGE = "/moderation/statistics"
BUDGET = 16
"""Who acts takes two queries, the numbers in the bar three, each source one."""


def refuse(
    database: Database, clock: SettableClock, *, weeks_ago: int, surface: Surface = Surface.CASE_POST, times: int
) -> None:
    """Count refusals of a name, so long ago."""
    counts = Counts(
        refused=Counter({(surface, Refusal.MUST_GO): times}),
        found=Counter({(surface, Category.NAME, Severity.MUST_GO): times}),
    )
    clock.set(NOW - timedelta(weeks=weeks_ago))
    with database.transaction() as session:
        add_counts(session, counts)
    clock.set(NOW)


def words(page: str) -> str:
    """Return what a page says, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def rows(file: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(file.splitlines())


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}.csv"])
def test_only_a_privacy_officer_learns_that_it_is_there(people: People, path: str) -> None:
    for roles in ((), (Role.MODERATOR,), (Role.REVIEWER,), (Role.ADMIN,)):
        assert people.client(people.physician(*roles)).get(path).status_code == 404
    assert people.client(people.physician(Role.PRIVACY_OFFICER)).get(path).status_code == 200


def test_the_bar_leads_there_for_a_privacy_officer_alone(people: People, desk: FlaskClient) -> None:
    assert f'href="{PAGE}"' in desk.get("/cases").text
    assert f'href="{PAGE}"' not in people.client(people.physician(Role.MODERATOR)).get("/cases").text


def test_a_house_in_which_nothing_happened_says_so(
    people: People, clock: SettableClock, officer: Actor, desk: FlaskClient
) -> None:
    # The names of the tests' people are stored texts; a year later nobody has written anything.
    assert "Nothing was refused, attested or reported in: person name" in words(desk.get(PAGE).text)
    clock.set(NOW + timedelta(days=400))
    page = people.client(officer).get(PAGE).text
    assert "Nothing was counted yet" in words(page)
    assert "<figure" not in page
    assert f'href="{PAGE}?weeks=52"' in page


def test_the_page_says_how_many_were_refused_where_and_why(
    database: Database, clock: SettableClock, desk: FlaskClient
) -> None:
    refuse(database, clock, weeks_ago=1, times=12)
    refuse(database, clock, weeks_ago=2, times=8)
    refuse(database, clock, weeks_ago=2, surface=Surface.CHAT_MESSAGE, times=7)
    page = words(desk.get(PAGE).text)
    assert "Refused 27 27 held what had to go, 0 waited for the author’s word" in page
    assert "Case post 20 0 100 %" in page
    assert "Chat message 7 0 100 %" in page
    assert "Name 27 0 0" in page


def test_a_period_leaves_older_weeks_out(database: Database, clock: SettableClock, desk: FlaskClient) -> None:
    refuse(database, clock, weeks_ago=2, times=10)
    refuse(database, clock, weeks_ago=8, times=20)
    refuse(database, clock, weeks_ago=40, times=30)
    for weeks, total in (("4", 10), ("13", 30), ("52", 60), ("", 30), ("<b>", 30)):
        page = desk.get(PAGE, query_string={"weeks": weeks})
        assert f"Refused {total} " in words(page.text), weeks
    assert 'aria-current="page">13 weeks' in desk.get(PAGE).text


@pytest.mark.parametrize("few", [1, 2, 3, 4])
def test_a_small_number_is_nowhere(database: Database, clock: SettableClock, desk: FlaskClient, few: int) -> None:
    refuse(database, clock, weeks_ago=1, times=few)
    page = desk.get(PAGE).text
    assert "Refused under 5" in words(page)
    drawn = re.findall(r'<rect class="(\w+)" x="[\d.]+" y=', page)
    assert set(drawn) == {"hidden"}


def test_pages_of_one_and_of_four_refusals_are_alike(
    database: Database, clock: SettableClock, desk: FlaskClient
) -> None:
    pages = []
    for _ in range(4):
        refuse(database, clock, weeks_ago=1, times=1)
        pages.append(words(desk.get(PAGE).text) + words(desk.get(f"{PAGE}.csv").text))
    assert len(set(pages)) == 1


def test_the_file_has_whole_weeks_and_no_small_number(
    database: Database, clock: SettableClock, desk: FlaskClient
) -> None:
    refuse(database, clock, weeks_ago=0, times=50)
    refuse(database, clock, weeks_ago=1, times=1200)
    refuse(database, clock, weeks_ago=1, surface=Surface.OUTCOME, times=6)
    refuse(database, clock, weeks_ago=1, surface=Surface.CHAT_MESSAGE, times=2)
    answer = desk.get(f"{PAGE}.csv?weeks=4")
    assert answer.mimetype == "text/csv"
    assert 'filename="medpeer-statistics-4-weeks.csv"' in answer.headers["Content-Disposition"]
    told = {
        (row["week"], row["word"]): row["number"]
        for row in rows(answer.text)
        if (row["counted"], row["by"]) == ("refused", "surface")
    }
    # One part alone is small, so the next smallest is not shown either.
    assert told == {
        ("2026-11-09", "case_post"): "1200",
        ("2026-11-09", "chat_message"): "under 5",
        ("2026-11-09", "outcome"): "not shown",
    }


def test_reports_are_counted_with_the_middle_wait(
    database: Database, clock: SettableClock, people: People, desk: FlaskClient
) -> None:
    asker, answerer, moderator = people.physician(), people.physician(), people.physician(Role.MODERATOR)
    discussions, moderation = Discussions(database), Moderation(database)
    thread_id = discussions.thread(asker)
    for hours in (1, 2, 3, 30, 90):
        clock.set(NOW - timedelta(days=9))
        post_id = discussions.reply(answerer, thread_id, "Seen it before.")
        case_id = moderation.report(asker, post_id, reason=ReportReason.UNSAFE_ADVICE)
        clock.set(NOW - timedelta(days=9) + timedelta(hours=hours))
        moderation.decide(moderator, case_id, Outcome.REINSTATE)
    clock.set(NOW)
    page = words(desk.get(PAGE).text)
    assert "Reported 5 5 settled; the middle one after 3 h" in page
    assert "It could harm a patient 5 5 3 h" in page
    assert "Settled: it stands 5." in page
    # By place: the thread is a case's.
    assert re.search(r"Case post – \S+ \d+ .* 0 5", page)


def test_misses_stand_there_by_kind_and_circumstance(database: Database, desk: FlaskClient) -> None:
    with database.transaction() as session:
        for _ in range(6):
            note_miss(session, Surface.CASE_POST, Miss(Category.LOCATION, Circumstance.EMPLOYER))
        note_miss(session, Surface.CASE_POST, Miss(Category.NAME, Circumstance.NICKNAME))
    page = words(desk.get(PAGE).text)
    assert "Place An employer, a school, a club or a shop not shown" in page
    assert "Name As a nickname or a family’s own word under 5" in page


def test_the_page_keeps_its_query_budget(database: Database, clock: SettableClock, desk: FlaskClient) -> None:
    for weeks_ago in range(52):
        for surface in Surface:
            refuse(database, clock, weeks_ago=weeks_ago, surface=surface, times=9)
    for path in (f"{PAGE}?weeks=52", f"{PAGE}.csv?weeks=52"):
        with counted_queries(database) as asked:
            assert desk.get(path).status_code == 200
        assert len(asked) <= BUDGET, "\n".join(asked)


def test_attestations_stand_by_reason_with_their_second_look(database: Database, desk: FlaskClient) -> None:
    with database.transaction() as session:
        for number in range(6):
            text = cleared(session, f"Seen {number} times.", Surface.CASE_POST)
            name, reason = Category.NAME, AttestationReason.EPONYM
            session.add(ClearanceAttestation(clearance_id=text.clearance_id, category=name, reason=reason))
            check = SpotCheck(
                cause=SpotCheckCause.ATTESTATION,
                surface=Surface.CASE_POST,
                clearance_id=text.clearance_id,
                created_at=NOW,
                verdict=SpotCheckVerdict.STANDS,
                settled_at=NOW,
            )
            session.add(check)
            session.flush()
            asks = Severity.TELL_AUTHOR
            session.add(SpotCheckFinding(spot_check_id=check.id, category=name, severity=asks, count=1, reason=reason))
    page = words(desk.get(PAGE).text)
    assert "Attested 6 findings that authors answered for" in page
    assert "A disease or sign named after a person 6 6 0" in page
    assert "Name – 0 0 6" in page


def test_pictures_stand_by_what_became_of_them(database: Database, people: People, desk: FlaskClient) -> None:
    uploader = people.physician()
    with database.transaction() as session:
        for number in range(12):
            is_refused = number >= 7
            session.add(
                Image(
                    uploader_id=uploader.physician_id,
                    created_at=NOW,
                    width=8,
                    height=8,
                    alt=cleared(session, "An axial slice.", Surface.IMAGE_ALT),
                    state=ImageState.REFUSED if is_refused else ImageState.HELD,
                    refusal=RefusalReason.SHOWS_FACE if is_refused else None,
                )
            )
        add_counts(session, Counts(refused=Counter({(Surface.IMAGE, Refusal.UNUSABLE_FILE): 3})))
    page = words(desk.get(PAGE).text)
    assert "under 5 files could not be taken. Refused by a second pair of eyes: a face can be recognised 5." in page
    assert "Wait for a second pair of eyes 7" in page
    # What could not be taken at all was no picture yet, so it is in no share.
    assert "Refused 0 0 held what had to go" in page
