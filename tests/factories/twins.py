"""Two worlds that differ in one thing: whether one person or many stand behind the handles in them.

All else is alike: the clock, the secret, every account, every word and the order of things. What another member can
tell apart between the two is something that joins handles.
"""

import re
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from config import load_settings
from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Role, Specialty
from medpeer.app import create_app
from medpeer.chat.models import RoomMember
from medpeer.core.clock import SettableClock
from medpeer.core.content import ContentKind
from medpeer.core.db import Database
from medpeer.discussions.models import Participant
from medpeer.gate import Surface
from medpeer.images.models import Image
from medpeer.images.vocabulary import ImageState
from medpeer.moderation import service as moderation
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
QUERIES: Final = ("potassium", "furosemide", "invoice", "azoles", "is:unanswered", "type:paper")
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
    ids: dict[str, list[object]] = field(default_factory=dict)

    def later(self) -> None:
        """Let some minutes pass, so that no two things happen at one time."""
        self.clock.set(self.clock.now() + timedelta(minutes=7))

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
            for typed in QUERIES:
                data = {"q": typed, "csrf_token": self.people.csrf(browser)}
                found[f"{name} searches {typed}"] = browser.post("/search", data=data).text
        return found

    def _ask(self, found: Pages, path: str) -> None:
        for name, browser in self.readers.items():
            answer = browser.get(path)
            place = re.sub(r"^https?://[^/]*", "", answer.headers.get("Location", ""))
            found[f"{name} gets {path}"] = f"{answer.status_code} {place}\n{answer.get_data(as_text=True)}"


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
    made.readers = {"member": made.people.client(reader), "moderator": made.people.client(desk)}
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
    }


def heard(made: Twin) -> list[object]:
    """Return what a member's socket is told: each room's past, then what is said while they listen."""
    ear = made.people.physician(specialty=Specialty.CARDIOLOGY)
    with serve(made.app) as server, connect(server, made.people.cookie(ear)) as socket:
        told: list[object] = []
        for slug in ROOMS:
            told += [socket.call("join", room=slug), socket.call("history", room=slug, after=0)]
        made.later()
        for place, slug in zip(PLACES[-2:], ROOMS, strict=True):
            with connect(server, made.people.cookie(made.authors[place])) as mouth:
                assert mouth.send(slug, "Potassium 6.8, ECG fine.", "key-of-the-form")["ok"]
        return [*told, *socket.wait_for("message", len(ROOMS))]


def faceless(text: str, handles: set[str]) -> str:
    """Return an answer with each handle masked, and without what is random or the reader's own."""
    names = "|".join(sorted(map(re.escape, handles), key=len, reverse=True))
    return re.sub(rf"\b(?:{names})\b", "¤", _OWN.sub("", text))
