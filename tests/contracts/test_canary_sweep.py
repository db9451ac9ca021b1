"""Barrier 7: a unique fake identifier through every door, then a search of everything that is kept or sent.

Doors are discovered: the URL map gives the routes, the pages give their forms, the socket edge gives its events.
A route whose parameters are not in ``World.places`` fails the sweep, so a new door cannot be forgotten.
"""

import itertools
import string
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL.ExifTags import Base as Tag
from PIL.Image import Exif
from werkzeug.routing import Rule

from medpeer.core.db import Database
from medpeer.jobs.relay import Relay
from tests.conftest import state_of
from tests.factories.dicom import file_of, image
from tests.factories.images import drawn, encoded, png
from tests.factories.people import PASSWORD, People
from tests.factories.world import World, build_world

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
TYPED = {"text", "search", "", "tel", "url"}
BENIGN = "A plain remark about fluid balance."


def canaries() -> Iterator[str]:
    """Yield words that stand nowhere else; letters only, so that no analyser or tokeniser changes them."""
    for letters in itertools.product(string.ascii_lowercase, repeat=4):
        yield "Qzxvw" + "".join(letters) + "jk"


def identifying(word: str) -> str:
    """Return a text that every surface must refuse, with ``word`` in it as the patient's name."""
    return f"Mr {word}, MRN 4471902, telephone 415-867-5309, SSN 219-09-9998, seen on 14 March 2024."


@dataclass
class Field:
    """One control of a form."""

    tag: str
    kind: str
    name: str
    value: str
    options: list[str] = field(default_factory=list)

    @property
    def typed(self) -> bool:
        """Whether a person types into it."""
        return self.tag == "textarea" or (self.tag == "input" and self.kind in TYPED)


@dataclass
class Form:
    """One form of a page."""

    action: str
    fields: list[Field] = field(default_factory=list)


class Forms(HTMLParser):
    """Reads the forms that change something out of a page."""

    def __init__(self, html: str, here: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._here = here
        self._open: Form | None = None
        self._select: Field | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {key: value or "" for key, value in attrs}
        if tag == "form":
            changes = at.get("method", "get").lower() == "post"
            self._open = Form(at.get("action") or self._here) if changes else None
            if self._open:
                self.found.append(self._open)
        elif self._open and tag in {"input", "textarea", "select", "button"} and at.get("name"):
            kind = at.get("type", "") if tag == "input" else tag
            control = Field(tag, kind, at["name"], at.get("value", ""))
            self._open.fields.append(control)
            self._select = control if tag == "select" else None
        elif tag == "option" and self._select and at.get("value"):
            self._select.options.append(at["value"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


def filled(form: Form, typed: dict[str, str]) -> dict[str, str]:
    """Return a submission of ``form``: first choices, sound passwords, and ``typed`` where a person types."""
    data: dict[str, str] = {}
    for control in form.fields:
        if control.name in typed:
            data[control.name] = typed[control.name]
        elif control.typed:
            data[control.name] = BENIGN
        elif control.kind == "password":
            data[control.name] = PASSWORD
        elif control.kind == "email":
            data[control.name] = "member@stlukes.example"
        elif control.kind == "number":
            data[control.name] = control.value or "50"
        elif control.kind in {"radio", "checkbox", "button"}:
            data.setdefault(control.name, control.value)
        else:
            data[control.name] = control.options[0] if control.options else control.value
    return data


class Sweep:
    """Walks every door as every kind of person."""

    def __init__(self, app: Flask, world: World) -> None:
        self.app = app
        self.world = world
        self.words = canaries()
        self.used: list[str] = []
        self.done: set[tuple[FlaskClient, str, tuple[str, ...]]] = set()

    def word(self) -> str:
        """Return a fresh canary and remember it."""
        self.used.append(next(self.words))
        return self.used[-1]

    def rules(self, methods: tuple[str, ...]) -> Iterator[tuple[Rule, str]]:
        """Yield each rule that answers one of ``methods`` with a path to try it at."""
        for rule in self.app.url_map.iter_rules():
            if rule.endpoint != "static" and (rule.methods or set()) & set(methods):
                for values in self.world.places(rule):
                    yield rule, rule.build(values)[1]  # type: ignore[index]

    def run(self) -> None:
        """Fill in every form of every page, then knock directly at every door."""
        for client in self.world.clients.values():
            for _, path in self.rules(("GET",)):
                page = client.get(path)
                if page.mimetype == "text/html":
                    for form in Forms(page.text, path).found:
                        self.submit(client, form)
        for name in ("stranger", "applicant", "waiting", "member", "moderator", "reviewer"):
            self.knock(self.world.clients[name])
        for name in ("stranger", "applicant", "member"):
            self.send_files(self.world.clients[name])

    def submit(self, client: FlaskClient, form: Form) -> None:
        """Send ``form`` with canaries everywhere, then in each field alone, as page and as fragment."""
        typed = [control.name for control in form.fields if control.typed]
        # The same form stands on many pages, for many things: once a person is enough.
        door = (client, self.endpoint(form.action), tuple(sorted({control.name for control in form.fields})))
        if not typed or door in self.done:
            return
        self.done.add(door)
        as_page: dict[str, str] = {}
        tries = [(typed, headers) for headers in (as_page, {"HX-Request": "true"}, {"Accept": "application/json"})]
        tries += [([name], as_page) for name in typed if len(typed) > 1]
        for names, headers in tries:
            data = filled(form, {name: identifying(self.word()) for name in names})
            data["csrf_token"] = self.world.csrf(client)
            answer = client.post(form.action, data=data, headers=headers)
            assert answer.status_code < 500, (form.action, answer.status_code)

    def endpoint(self, action: str) -> str:
        """Return the view that a form is sent to."""
        return str(self.app.url_map.bind("localhost").match(action.partition("?")[0], method="POST")[0])

    def send_files(self, client: FlaskClient) -> None:
        """Send pictures and a study with canaries in whatever a file can hold, and in its name; store what can be."""
        for data in self.files():
            word = identifying(self.word())
            form = {"file": (BytesIO(data), f"{word}.png", "image/x-" + self.word().lower()), "note": word}
            form["csrf_token"] = self.world.csrf(client)
            answer = client.post("/images", data=form, headers={"Accept": "application/json"})
            assert answer.status_code < 500, answer.text
            if answer.status_code == 201:
                self.finish(client, answer.get_json()["finish"])

    def finish(self, client: FlaskClient, place: str) -> None:
        """Store a picture: first described by a canary, then by something harmless."""
        for alt in (identifying(self.word()), "A soft shadow on black"):
            form = {"alt": alt, "csrf_token": self.world.csrf(client), "box": "0,0,320,60"}
            answer = client.post(place, data=form, headers={"Accept": "application/json"})
            assert answer.status_code < 500, answer.text

    def files(self) -> Iterator[bytes]:
        """Yield files that hold canaries: in text chunks, in EXIF data, drawn, in a trailer, in a header of DICOM."""
        exif = Exif()
        exif[Tag.ImageDescription], exif[Tag.Artist] = identifying(self.word()), self.word()
        yield png(Comment=identifying(self.word()), Author=self.word())
        yield encoded(drawn(), "JPEG", exif=exif, comment=self.word().encode())
        yield encoded(drawn(640, 480, f"{self.word()} MRN 4471902"))
        yield png() + identifying(self.word()).encode()
        yield file_of(image("CT", PatientName=f"{self.word()}^Jane", InstitutionName=f"St {self.word()}"))
        yield identifying(self.word()).encode()

    def knock(self, client: FlaskClient) -> None:
        """Send canaries under every field name ever seen, and in the query, to every changing route."""
        names = ("body", "text", "title", "note", "q", "name", "diagnosis", "summary", "lesson", "reason", "answer")
        for rule, path in self.rules(UNSAFE):
            if rule.endpoint in {"auth.sign_out", "account.end_all", "account.end_sign_in"}:
                continue
            for method in sorted((rule.methods or set()) & set(UNSAFE)):
                data = {name: identifying(self.word()) for name in names} | {"csrf_token": self.world.csrf(client)}
                answer = client.open(path, method=method, data=data, query_string={"note": identifying(self.word())})
                assert answer.status_code < 500, (path, answer.status_code)
                answer = client.open(
                    path,
                    method=method,
                    json={name: identifying(self.word()) for name in names},
                    headers={"X-CSRFToken": data["csrf_token"]},
                )
                assert answer.status_code < 500, (path, answer.status_code)


def copies(folder: Path, words: list[str]) -> dict[str, list[str]]:
    """Return the files below ``folder`` that hold one of ``words``, in UTF-8 or UTF-16, in either case."""
    found: dict[str, list[str]] = {}
    needles = {word: (word.lower().encode(), word.lower().encode("utf-16-le")) for word in words}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content = path.read_bytes().lower()
            # All canaries begin alike: one look tells whether any of them can be here.
            if b"qzxvw" in content or "qzxvw".encode("utf-16-le") in content:
                hits = [word for word, forms in needles.items() if any(form in content for form in forms)]
                if hits:
                    found[path.name] = hits
    return found


@pytest.fixture
def world(app: Flask, database: Database, people: People, relay: Relay) -> World:
    """Return a small populated product with a client for each kind of person."""
    built = build_world(app, database, people)
    relay.drain()
    return built


def test_no_canary_survives_any_door(
    app: Flask, database: Database, relay: Relay, world: World, data_dir: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    sweep = Sweep(app, world)
    listener = world.listen()
    sweep.run()
    world.shout([identifying(sweep.word()) for _ in range(40)])
    relay.drain()
    database.engine.dispose()
    assert len(sweep.used) > 200
    assert copies(data_dir, sweep.used) == {}
    # Plain answers, so that a failure does not spend minutes on drawing the difference.
    logged = "qzxvw" in "".join(capfd.readouterr()).lower()
    framed = "qzxvw" in repr(listener()).lower()
    assert (logged, framed) == (False, False)


def test_the_sweep_finds_what_is_there(data_dir: Path) -> None:
    """The control: a planted canary is found, so that an empty answer means something."""
    (data_dir / "index").mkdir(exist_ok=True)
    (data_dir / "index" / "planted").write_bytes(b"\x00qzxvwabcdjk\x01")
    assert copies(data_dir, ["Qzxvwabcdjk"]) == {"planted": ["Qzxvwabcdjk"]}


def test_every_changing_route_is_reached(app: Flask, world: World) -> None:
    sweep = Sweep(app, world)
    tried = {rule.endpoint for rule, _ in sweep.rules(UNSAFE)}
    there = {rule.endpoint for rule in app.url_map.iter_rules() if (rule.methods or set()) & set(UNSAFE)}
    assert tried == there
    assert state_of(app).settings.demo
