"""A small populated product with one person of each kind: what guard tests walk over."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Role, Specialty, Standing
from medpeer.core.content import ContentKind
from medpeer.core.db import Database, context_of
from medpeer.core.errors import MedpeerError
from medpeer.deid import Category
from medpeer.discussions.models import Post
from medpeer.gate import AttestationReason, Surface
from medpeer.gate.models import ClearanceAttestation
from medpeer.licensing.models.vouchers import Voucher
from medpeer.licensing.policy.documents import DocumentKind, DocumentMedia
from medpeer.licensing.service import claims, documents
from medpeer.licensing.service.claims import NewClaim
from medpeer.moderation import service as moderation
from medpeer.moderation.models import SpotCheck
from medpeer.moderation.queries import find_content
from medpeer.moderation.vocabulary import ReportReason
from medpeer.realtime.events import EVENTS
from medpeer.unmasking import service as unmasking
from medpeer.unmasking.models import UnmaskingReason
from medpeer.web.state import attached
from tests.factories.chat import talk
from tests.factories.critiques import Critiques
from tests.factories.discussions import Discussions
from tests.factories.images import Images, png, sent, sent_study
from tests.factories.licensing import NPI
from tests.factories.people import People
from tests.factories.sockets import MemberSocket, SocketServer, connect, serve
from tests.factories.texts import cleared

Values = dict[str, Any]


@dataclass
class World:
    """The people, their browsers, and where each route can be tried."""

    app: Flask
    people: People
    actors: dict[str, Actor]
    clients: dict[str, FlaskClient]
    ids: dict[str, list[Any]]
    open: ExitStack = field(default_factory=ExitStack)
    server: SocketServer | None = None

    def places(self, rule: Rule) -> Iterator[Values]:
        """Yield values for the parameters of ``rule``.

        Raises:
            KeyError: a parameter is not known here: add it, so that the new door is swept.
        """
        names = sorted(rule.arguments)
        if not names:
            yield {}
            return
        if names == ["content_id", "kind"]:
            yield {"kind": "post", "content_id": self.ids["post_id"][0]}
            yield {"kind": "message", "content_id": self.ids["message_id"][0]}
            return
        own = {name: f"{rule.endpoint.split('.')[0]}.{name}" for name in names}
        lists = [self.ids[own[name] if own[name] in self.ids else name] for name in names]
        for number in range(max(len(one) for one in lists)):
            yield {name: one[min(number, len(one) - 1)] for name, one in zip(names, lists, strict=True)}

    def csrf(self, client: FlaskClient) -> str:
        """Return the CSRF token of ``client``."""
        return self.people.csrf(client)

    def listen(self) -> Callable[[], list[object]]:
        """Connect another member to every room and return what they were sent so far."""
        self.server = self.open.enter_context(serve(self.app))
        ear: MemberSocket = self.open.enter_context(connect(self.server, self.people.cookie(self.actors["listener"])))
        for slug in self.ids["chat.slug"]:
            ear.call("join", room=slug)
        return lambda: [*ear.frames]

    def shout(self, texts: list[str]) -> None:
        """Send ``texts`` through every argument of every socket event, as a member."""
        assert self.server is not None
        with connect(self.server, self.people.cookie(self.actors["member"])) as mouth:
            words = iter(texts)
            for event in EVENTS.values():
                sound = {
                    "room": "nephrology",
                    "client_key": "sweep-0001",
                    "seq": 1,
                    "after": 0,
                    "before": 9,
                    "body": "Plain.",
                }
                for name in event.arguments:
                    arguments = {key: value for key, value in sound.items() if key in event.arguments}
                    mouth.call(event.name, **{**arguments, name: next(words)})
            mouth.client.emit(next(words), next(words))

    def close(self) -> None:
        """Stop the server and the sockets."""
        self.open.close()


def build_world(app: Flask, database: Database, people: People) -> World:
    """Return a product with a thread, a paper, a talk, a report and one person of each kind."""
    actors = {
        "member": people.physician(),
        "listener": people.physician(specialty=Specialty.CARDIOLOGY),
        "moderator": people.physician(Role.MODERATOR, Role.PRIVACY_OFFICER),
        "reviewer": people.physician(Role.REVIEWER),
        "lapsed": people.physician(standing=Standing.LAPSED_READONLY),
        "applicant": people.physician(standing=Standing.EMAIL_OK, specialty=None),
        "waiting": people.physician(standing=Standing.EMAIL_OK, specialty=None, email="waiting@mailbox.example"),
    }
    _claim(app, database, actors)
    discussions = Discussions(database)
    thread_id = discussions.thread(actors["member"])
    post_id = discussions.reply(actors["listener"], thread_id)
    own_reply = discussions.reply(actors["member"], thread_id, "Trough sent this afternoon.")
    practice_id = discussions.thread(actors["listener"], space="billing", title="Prolonged services: which code?")
    paper_id, paper_thread = Critiques(database).paper(actors["listener"])
    messages = talk(database, actors["listener"], "nephrology", "Anyone on for a quick sodium question?")
    pending = attached(app).pending_images
    pictures = Images(database)
    ids: dict[str, list[Any]] = {
        "image_id": [pictures.image(actors["member"], post_id=own_reply), pictures.image(actors["member"])],
        "images.token": [pending.keep(actors["member"].physician_id, one).token for one in (sent(), sent_study())],
        "variant": ["full", "thumb"],
        "series": [0],
        "position": [0],
        "thread_id": [thread_id, practice_id, paper_thread],
        "post_id": [post_id, own_reply, discussions.opening_post(actors["member"], thread_id)],
        "paper_id": [paper_id],
        "message_id": [message.id for message in messages],
        "discussions.slug": ["nephrology", "billing"],
        "chat.slug": ["nephrology"],
        "token": ["no-such-token"],
        "claim_id": [1],
        "document_id": [1],
        "voucher_id": [1, 2],
        "device_session_id": [1],
        "passkey_id": [1],
        "hospital": ["no-such-hospital"],
        "link_id": [1],
        "name": ["no-such-mail"],
        "filename": ["css/base.css"],
        "case_id": _reports(database, actors["member"], post_id),
        "unmasking_id": [_asked(database, actors["moderator"], post_id)],
        "spot_check_id": _kept(database, own_reply),
    }
    clients = {name: people.client(actor) for name, actor in actors.items()} | {"stranger": _stranger(app)}
    return World(app, people, actors, clients, ids)


def _claim(app: Flask, database: Database, actors: dict[str, Actor]) -> None:
    """Let somebody have a claim before the reviewers, with a document, and a word asked for and one given."""
    place = attached(app).documents.write(png())
    with database.transaction() as session:
        new = NewClaim(
            npi=NPI,
            jurisdiction="NE",
            licence_number="10037",
            first_name=cleared(session, "Miriam", Surface.PERSON_NAME),
            last_name=cleared(session, "Okonjo", Surface.PERSON_NAME),
        )
        claim = claims.file_claim(session, actors["waiting"], new, institution_domains=())
        documents.add_document(session, actors["waiting"], DocumentKind.LICENCE, DocumentMedia.PNG, place)
        now = context_of(session).clock.now()
        session.add_all(
            Voucher(
                claim_id=claim.id,
                address_digest=f"{number:064}",
                asked_at=now,
                colleague_id=actors["member"].physician_id,
                given_at=given_at,
            )
            for number, given_at in enumerate((None, now))
        )


def _reports(database: Database, reporter: Actor, post_id: int) -> list[int]:
    with database.transaction() as session:
        note = cleared(session, "The occupation gives it away.", Surface.REPORT_NOTE)
        try:
            made = moderation.report(
                session, reporter, ContentKind.POST, post_id, ReportReason.UNSAFE_ADVICE, note=note
            )
        except MedpeerError:
            return [1]
        return [made.case_id or made.id]


def _asked(database: Database, officer: Actor, post_id: int) -> int:
    with database.transaction() as session:
        reason = UnmaskingReason.COURT_ORDER
        return unmasking.request_unmasking(session, officer, ContentKind.POST, post_id, reason).id


def _kept(database: Database, post_id: int) -> list[int]:
    """Let the author of a post have kept something in it, and queue it for a second look."""
    with database.transaction() as session:
        content = find_content(session, ContentKind.POST, post_id)
        assert content
        text = session.get_one(Post, post_id).body
        eponym = AttestationReason.EPONYM
        session.add(ClearanceAttestation(clearance_id=text.clearance_id, category=Category.NAME, reason=eponym))
        session.flush()
        moderation.draw_spot_checks(session, content, percent=100)
        return list(session.scalars(select(SpotCheck.id)))


def _stranger(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.get("/sign-in")
    return client
