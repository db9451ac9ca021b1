"""Two worlds that differ in one thing: whether one person or many stand behind the handles in them.

All else is alike: the clock, the secret, every account, every word and the order of things. What another member can
tell apart between the two is something that joins handles.
"""

import re
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from config import load_settings
from medpeer.accounts import service as accounts
from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Physician, Role, Specialty, Standing
from medpeer.app import create_app
from medpeer.chat import service as chat
from medpeer.chat.models import RoomMember
from medpeer.core.clock import SettableClock
from medpeer.core.content import ContentKind, Visibility
from medpeer.core.db import Database
from medpeer.discussions.models import Participant
from medpeer.gate import Surface
from medpeer.images.models import Image
from medpeer.images.vocabulary import ImageState
from medpeer.moderation import service as moderation
from medpeer.moderation.models import Report
from medpeer.moderation.vocabulary import ReportReason
from medpeer.web.state import attached
from tests.conftest import NOW, settings_env
from tests.factories.chat import say
from tests.factories.critiques import Critiques
from tests.factories.discussions import Discussions
from tests.factories.images import Images
from tests.factories.people import People
from tests.factories.sockets import connect, serve
from tests.factories.texts import cleared
from tests.factories.world import World

PLACES: Final = ("case", "reply", "practice", "paper", "critique", "room", "other_room")
ROOMS: Final = ("nephrology", "cardiology")
QUERIES: Final = (
    "potassium",
    "furosemide",
    "invoice",
    "azoles",
    "is:unanswered",
    "is:solved",
    "is:mine",
    "type:paper",
    "specialty:nephrology",
    "after:2026-01",
    "doi:10.5555/azole.7",
)
# What an answer's headers say of the reader's own sign-in and of its length, which follows the handles'.
_OWN_HEADERS: Final = frozenset({"set-cookie", "content-length", "date", "location"})
# Random for each form, sign-in or refusal, and the reader's own.
_OWN: Final = re.compile(
    r'name="(?:csrf[_-]token|client_key|slip)"(?: id="\w*")?(?: type="hidden")? (?:content|value)="[^"]*"'
    r'|data-options="[^"]*"'
    r"|Incident [0-9a-f]{8}"
    # A passkey's question holds a new challenge and the reader's own number; its slip, a time and the challenge.
    r'|data-options="[^"]*"|name="slip" value="[^"]*"'
)
Pages = dict[str, str]


@dataclass
class Twin:
    """One of the worlds: who writes in each place, and the browsers of those who only read."""

    app: Flask
    clock: SettableClock
    database: Database
    people: People
    authors: dict[str, Actor] = field(default_factory=dict)
    readers: dict[str, FlaskClient] = field(default_factory=dict)
    reading: dict[str, Actor] = field(default_factory=dict)
    ids: dict[str, list[object]] = field(default_factory=dict)
    written: dict[str, tuple[type[Participant] | type[RoomMember], int]] = field(default_factory=dict)

    def later(self) -> None:
        """Let some minutes pass, so that no two things happen at one time."""
        self.clock.set(self.clock.now() + timedelta(minutes=7))

    def sign_readers_in(self) -> None:
        """Give the readers a new browser each: sign-ins do not last for weeks."""
        self.readers = {name: self.people.client(actor) for name, actor in self.reading.items()}

    def close_reports(self) -> None:
        """Let every report be decided: while one is open, nobody's identity is destroyed."""
        with self.database.transaction() as session:
            session.execute(update(Report).values(closed_at=self.clock.now()))

    def change(self, act: Callable[["Twin", Actor], None]) -> None:
        """Let ``act`` happen to whoever wrote the case."""
        self.later()
        act(self, self.authors["case"])
        attached(self.app).relay.drain()

    def handles(self) -> set[str]:
        """Return every handle of this world."""
        with self.database.reading() as session:
            return {*session.scalars(select(Participant.handle)), *session.scalars(select(RoomMember.handle))}

    def crawl(self, *, areas: Collection[str] = ()) -> Pages:
        """Return every answer that the readers get at any address, or in some areas, by who asked where."""
        found: Pages = {}
        world = World(self.app, self.people, {}, {}, self.ids)
        for rule in self.app.url_map.iter_rules():
            area = rule.endpoint.partition(".")[0]
            if area != "static" and "GET" in (rule.methods or set()) and (not areas or area in areas):
                for values in world.places(rule):
                    self._ask(found, str(rule.build(values)[1]))  # type: ignore[index]
        for name, browser in self.readers.items():
            # By words, by every operator, and by each handle: the name of one place finds no other.
            asked = dict(zip(QUERIES, QUERIES, strict=True)) | {f"who wrote {one}": self.handle(one) for one in PLACES}
            for what, typed in asked.items():
                found |= {f"{name} searches {what}{how}": page for how, page in self._search(browser, typed).items()}
        return found

    def handle(self, place: str) -> str:
        """Return the handle of whoever wrote in ``place``."""
        table, number = self.written[place]
        with self.database.reading() as session:
            return session.execute(
                select(table.handle).where(
                    table.physician_id == self.authors[place].physician_id,
                    (table.thread_id if table is Participant else RoomMember.room_id) == number,
                )
            ).scalar_one()

    def _search(self, browser: FlaskClient, typed: str) -> Pages:
        data = {"q": typed, "csrf_token": self.people.csrf(browser)}
        fragment = browser.post("/search", data=data, headers={"HX-Request": "true"})
        return {"": browser.post("/search", data=data).text, " for a part of the page": fragment.text}

    def _ask(self, found: Pages, path: str) -> None:
        for name, browser in self.readers.items():
            found[f"{name} gets {path}"] = said(browser.get(path))


@contextmanager
def twin(folder: Path, *, one_person: bool) -> Iterator[Twin]:
    """Yield a world in ``folder`` whose authors are one person, or one for each place."""
    clock = SettableClock(NOW)
    app = create_app(load_settings(settings_env(folder)), clock=clock)
    database = attached(app).database
    made = Twin(app, clock, database, People(app, database))
    _settle(made, one_person=one_person)
    try:
        yield made
    finally:
        database.engine.dispose()


def _settle(made: Twin, *, one_person: bool) -> None:
    reader = made.people.physician(specialty=Specialty.CARDIOLOGY)
    desk = made.people.physician(Role.MODERATOR, Role.REVIEWER, Role.PRIVACY_OFFICER, specialty=Specialty.ONCOLOGY)
    crowd = [made.people.physician() for _ in PLACES]
    made.authors = {place: crowd[0] if one_person else one for place, one in zip(PLACES, crowd, strict=True)}
    _write(made, reader)
    made.reading = {"member": reader, "moderator": desk}
    made.sign_readers_in()
    attached(made.app).relay.drain()


def _write(made: Twin, reader: Actor) -> None:
    talk, images, critiques = Discussions(made.database), Images(made.database), Critiques(made.database)
    by = made.authors
    case = talk.thread(by["case"])
    opening = talk.opening_post(by["case"], case)
    made.later()
    asked = talk.thread(reader, title="Which azole next?")
    made.later()
    reply = talk.reply(by["reply"], asked, "Look at the drug chart for azoles.")
    talk.edit(by["reply"], reply, "Look at the drug chart for azoles first.")
    made.later()
    pictures = [images.image(by["case"], post_id=opening), images.image(by["reply"], post_id=reply, caption="Grey")]
    with made.database.transaction() as session:
        session.execute(update(Image).values(state=ImageState.SHOWN))
    answer = talk.reply(reader, case, "Recheck the potassium.")
    made.later()
    practice = talk.thread(by["practice"], space="billing", title="How do I invoice two visits?")
    made.later()
    paper, opened = critiques.paper(by["paper"])
    made.later()
    other_paper, critique = critiques.paper(reader, title="Azoles and potassium: a cohort", doi="10.5555/azole.7")
    made.later()
    said = talk.reply(by["critique"], critique, "Too few women for a firm answer.")
    made.later()
    with made.database.transaction() as session:
        lines = [say(session, by[place], slug, "Anyone on?") for place, slug in zip(PLACES[-2:], ROOMS, strict=True)]
        note = cleared(session, "The occupation gives it away.", Surface.REPORT_NOTE)
        report = moderation.report(session, reader, ContentKind.POST, reply, ReportReason.UNSAFE_ADVICE, note=note)
    made.written = {
        "case": (Participant, case),
        "reply": (Participant, asked),
        "practice": (Participant, practice),
        "paper": (Participant, opened),
        "critique": (Participant, critique),
        **{place: (RoomMember, line.room_id) for place, line in zip(PLACES[-2:], lines, strict=True)},
    }
    made.ids = {
        "thread_id": [case, asked, practice, opened, critique],
        "post_id": [opening, reply, answer, said],
        "paper_id": [paper, other_paper],
        "image_id": [*pictures],
        "message_id": [line.id for line in lines],
        "case_id": [report.case_id or report.id],
        "discussions.slug": ["nephrology", "cardiology", "billing"],
        "chat.slug": [*ROOMS],
        "variant": ["full", "thumb"],
        "series": [0],
        "position": [0],
        "token": ["no-such-token"],
        "images.token": ["no-such-token"],
        "claim_id": [1],
        "device_session_id": [1],
        "name": ["no-such-mail"],
        "filename": ["css/base.css"],
        "spot_check_id": [1],
        "unmasking_id": [1],
        "hospital": ["no-such-hospital"],
    }


def said(answer: TestResponse) -> str:
    """Return all of an answer that could follow the person: status, headers and text."""
    place = re.sub(r"^https?://[^/]*", "", answer.headers.get("Location", ""))
    headers = sorted(f"{name}: {value}" for name, value in answer.headers if name.lower() not in _OWN_HEADERS)
    return "\n".join([f"{answer.status_code} {place}", *headers, answer.get_data(as_text=True)])


def acted(made: Twin) -> Pages:
    """Return what a member is answered when they do something to what the authors wrote."""
    browser, (case, asked, *_) = made.readers["member"], made.ids["thread_id"]
    _, reply, *_ = made.ids["post_id"]
    parts = {"HX-Request": "true"}
    forms: dict[str, dict[str, str]] = {
        f"/threads/{case}/posts": {"body": "Stop the azole first.", "client_key": "key-of-the-form-0001"},
        f"/threads/{asked}/posts": {
            "body": "Which one?",
            "parent_id": str(reply),
            "client_key": "key-of-the-form-0002",
        },
        f"/posts/{reply}/helpful": {},
        f"/threads/{case}/follow": {},
        f"/report/post/{made.ids['post_id'][0]}": {"reason": ReportReason.UNSAFE_ADVICE.value},
        f"/report/message/{made.ids['message_id'][0]}": {"reason": ReportReason.IDENTIFIES_PATIENT.value},
    }
    found: Pages = {}
    for path, data in forms.items():
        made.later()
        answer = browser.post(path, data=data | {"csrf_token": made.people.csrf(browser)}, headers=parts)
        assert answer.status_code < 400, (path, answer.text)
        found[path] = said(answer)
    attached(made.app).relay.drain()
    return found


def heard(made: Twin) -> list[object]:
    """Return what a member's socket is told: each room's past, then what is said, hidden and who goes meanwhile."""
    ear = made.people.physician(specialty=Specialty.CARDIOLOGY)
    with ExitStack() as open_now:
        server = open_now.enter_context(serve(made.app))
        socket = open_now.enter_context(connect(server, made.people.cookie(ear)))
        told: list[object] = []
        for slug in ROOMS:
            told += [socket.call("join", room=slug), socket.call("history", room=slug, after=0)]
        made.later()
        places = dict(zip(PLACES[-2:], ROOMS, strict=True))
        cookies = {place: made.people.cookie(made.authors[place]) for place in places}
        mouths = {place: open_now.enter_context(connect(server, cookies[place])) for place in places}
        for place, slug in places.items():
            mouths[place].call("join", room=slug)
            assert mouths[place].send(slug, "Potassium 6.8, ECG fine.", "key-of-the-form")["ok"]
        told += socket.wait_for("message", len(ROOMS))
        hide(made, int(str(made.ids["message_id"][0])))
        told += socket.wait_for("changed", 1)
        suspend(made, made.authors["room"])
        mouths["room"].wait_for("disconnect", 1)
        server.realtime.warden.run_once()
        told += [socket.call("join", room=slug) for slug in ROOMS]
        return [*told, *(name for name, _ in socket.frames)]


def hide(made: Twin, message_id: int) -> None:
    """Hide a message as moderators do."""
    with made.database.transaction() as session:
        chat.set_message_visibility(session, message_id, Visibility.HIDDEN)


def suspend(made: Twin, author: Actor) -> None:
    """Suspend whoever wrote."""
    with made.database.transaction() as session:
        physician = session.get_one(Physician, author.physician_id)
        accounts.change_standing(session, physician, Standing.SUSPENDED, actor_id=None)


def faceless(text: str, handles: set[str]) -> str:
    """Return an answer with each handle masked, and without what is random or the reader's own."""
    names = "|".join(sorted(map(re.escape, handles), key=len, reverse=True))
    return re.sub(rf"\b(?:{names})\b", "¤", _OWN.sub("", text))
