"""Fixtures: a thread with an author and a reader, and what they send."""

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Role, Standing
from medpeer.core.db import Database
from medpeer.imaging import Picture, Region
from tests.factories.discussions import Discussions
from tests.factories.images import Images, png
from tests.factories.people import People


@dataclass
class Studio:
    """People round a thread, and the requests they make."""

    app: Flask
    people: People
    thread_id: int
    author: Actor
    reader: Actor
    moderator: Actor
    applicant: Actor
    _clients: dict[int, FlaskClient] = field(default_factory=dict)

    def client(self, actor: Actor) -> FlaskClient:
        """Return a browser signed in as ``actor``, the same each time."""
        if actor.physician_id not in self._clients:
            self._clients[actor.physician_id] = self.people.client(actor)
        return self._clients[actor.physician_id]

    def post(self, actor: Actor, path: str, data: Any = None, *, page: bool = False, **more: Any) -> TestResponse:
        """Send a form as ``actor``: as a script does, or with ``page`` as a browser without JavaScript."""
        client = self.client(actor)
        form = dict(data or {}) | {"csrf_token": self.people.csrf(client)}
        headers = {"Accept": "text/html" if page else "application/json"}
        # Encoded here, for the client would put a large body into a file.
        boundary, body = encode_multipart(form)
        content_type = f"multipart/form-data; boundary={boundary}"
        return client.post(path, data=body, content_type=content_type, headers=headers, **more)

    def send(
        self, actor: Actor, data: bytes, name: str = "upload.bin", *, page: bool = False, **more: Any
    ) -> TestResponse:
        """Send a file in."""
        return self.post(actor, "/images", {"file": FileStorage(BytesIO(data), name), **more}, page=page)

    def pending(self, actor: Actor, data: bytes | None = None) -> dict[str, Any]:
        """Send a file in and return what a script gets."""
        answer = self.send(actor, data or png())
        assert answer.status_code == 201, answer.text
        row: dict[str, Any] = answer.get_json()
        return row

    def finish(self, actor: Actor, token: str, **form: Any) -> TestResponse:
        """Store a picture that was sent in."""
        form.setdefault("alt", "A grey disc on black")
        return self.post(actor, f"/images/{token}/finish", form)

    def stored(self, actor: Actor, data: bytes | None = None) -> int:
        """Send a file in, store it and return the image's id."""
        answer = self.finish(actor, self.pending(actor, data)["token"])
        assert answer.status_code == 201, answer.text
        return int(answer.get_json()["id"])

    def reply(self, actor: Actor, *images: int, body: str = "Here is what the scan showed.") -> TestResponse:
        """Reply in the thread with images."""
        key = "-".join(["studio-reply", *map(str, images)])
        form = {"body": body, "client_key": key, "image": [str(image_id) for image_id in images]}
        return self.post(actor, f"/threads/{self.thread_id}/posts", form, page=True)

    def reply_of(self, actor: Actor, images: Images) -> int:
        """Let ``actor`` reply with an image, and return the image's id."""
        image_id = images.image(actor)
        assert self.reply(actor, image_id).status_code == 303
        return image_id


@dataclass
class Eyes:
    """What stands in for the finders of writing and faces, which take seconds a picture: sees what it is told."""

    regions: tuple[Region, ...] = ()

    def __call__(self, _view: object, _picture: Picture) -> tuple[Region, ...]:
        return self.regions


@pytest.fixture
def eyes(monkeypatch: pytest.MonkeyPatch) -> Eyes:
    """Return the eyes that look at every picture from here on, and see nothing at first."""
    seeing = Eyes()
    monkeypatch.setattr("medpeer.imaging.inspection.find", seeing)
    return seeing


@pytest.fixture
def studio(app: Flask, database: Database, people: People) -> Studio:
    """Return a thread with its people."""
    author = people.physician()
    return Studio(
        app,
        people,
        Discussions(database).thread(author),
        author,
        people.physician(),
        people.physician(Role.MODERATOR),
        people.physician(standing=Standing.EMAIL_OK, specialty=None),
    )


@pytest.fixture
def images(database: Database) -> Images:
    """Return the maker of images."""
    return Images(database)
