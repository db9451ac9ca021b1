"""A purge takes the images of a post along, and proves it byte by byte; a redaction takes what it does not keep."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from medpeer.core.content import ContentKind
from medpeer.core.db import Database
from medpeer.gate.models import Clearance
from medpeer.gate.surfaces import Surface
from medpeer.images.models import Image, ImageFile
from medpeer.images.vocabulary import ImageState
from medpeer.jobs.relay import Relay
from medpeer.moderation import queries
from medpeer.moderation.models import PurgeCertificate
from medpeer.moderation.scan import Finder
from medpeer.moderation.service import NewDecision, decide, open_text
from medpeer.moderation.traces import traces_of
from medpeer.moderation.vocabulary import DecisionReason, Outcome, ReportReason, ScanState
from tests.factories.discussions import Discussions
from tests.factories.images import Images
from tests.factories.moderation import Moderation
from tests.factories.texts import cleared
from tests.integration.images.conftest import Eyes, Studio

NOTE = "It shows who the patient is."


@pytest.fixture(autouse=True)
def quick(eyes: Eyes) -> None:
    """Let nobody look for writing in earnest."""


@pytest.fixture
def post_id(studio: Studio, database: Database) -> int:
    """Return a reply that says nothing telling."""
    return Discussions(database).reply(studio.author, studio.thread_id, "Here is the scan.")


def stored_bytes(database: Database, image_id: int) -> list[bytes]:
    with database.reading() as session:
        files = session.scalars(select(ImageFile).where(ImageFile.image_id == image_id))
        return [file.data.data for file in files]


def places(folder: Path, needle: bytes) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and needle in path.read_bytes()]


def state_of(database: Database) -> ScanState:
    with database.reading() as session:
        return session.scalars(select(PurgeCertificate.state)).one()


def needles(data: bytes) -> Iterator[bytes]:
    yield from (data[start : start + 24] for start in range(600, len(data) - 24, 900))


def test_a_purge_leaves_no_byte_of_its_images(
    studio: Studio, database: Database, images: Images, relay: Relay, post_id: int, data_dir: Path
) -> None:
    image_id = images.image(studio.author, post_id=post_id, alt="A shadow of plemdorath", width=1200)
    (full, *_) = stored_bytes(database, image_id)
    parts = list(needles(full))
    assert len(parts) > 10
    assert any(places(data_dir, part) for part in parts), "the picture must be on disk first"
    moderation = Moderation(database)
    case_id = moderation.report(studio.reader, post_id, note=NOTE)
    moderation.decide(studio.moderator, case_id, Outcome.PURGE)
    relay.drain()
    assert [part for part in parts if places(data_dir, part)] == []
    assert places(data_dir, b"plemdorath") == []
    assert state_of(database) is ScanState.CLEAN
    with database.reading() as session:
        assert session.scalars(select(Image)).all() == []
        assert session.scalars(select(Clearance.id).where(Clearance.surface == Surface.IMAGE)).all() == []


def test_a_copy_that_is_left_is_found(
    studio: Studio, database: Database, images: Images, relay: Relay, post_id: int, data_dir: Path
) -> None:
    """The control: a few kilobytes of the picture lie somewhere they should not."""
    image_id = images.image(studio.author, post_id=post_id, width=1200)
    (full, *_) = stored_bytes(database, image_id)
    (data_dir / "left").write_bytes(b"\0" * 77 + full[3000:9000])
    moderation = Moderation(database)
    case_id = moderation.report(studio.reader, post_id, note=NOTE)
    moderation.decide(studio.moderator, case_id, Outcome.PURGE)
    relay.drain()
    assert state_of(database) is ScanState.COPIES_FOUND


def test_the_same_picture_elsewhere_stands_rightly(
    studio: Studio, database: Database, images: Images, relay: Relay, post_id: int
) -> None:
    other = Discussions(database).reply(studio.reader, studio.thread_id, "I have the same.")
    images.image(studio.author, post_id=post_id, width=1200)
    kept = images.image(studio.reader, post_id=other, width=1200)
    moderation = Moderation(database)
    case_id = moderation.report(studio.reader, post_id, note=NOTE)
    moderation.decide(studio.moderator, case_id, Outcome.PURGE)
    relay.drain()
    assert state_of(database) is ScanState.CLEAN
    assert stored_bytes(database, kept)


def test_a_redaction_takes_the_images_that_it_does_not_keep(
    studio: Studio, database: Database, images: Images, post_id: int
) -> None:
    gone, kept = (images.image(studio.author, post_id=post_id) for _ in range(2))
    case_id = Moderation(database).report(studio.reader, post_id, note=NOTE)
    with database.transaction() as session:
        open_text(session, studio.moderator, case_id)
        new = NewDecision(
            outcome=Outcome.REDACT,
            reason=DecisionReason.IDENTIFIES_PATIENT,
            note=cleared(session, "A picture shows a name.", Surface.MODERATOR_NOTE),
            body=cleared(session, "Here is the scan.", Surface.CASE_POST),
            keep_images=(kept,),
        )
        decide(session, studio.moderator, case_id, new)
    with database.reading() as session:
        assert [image.id for image in session.scalars(select(Image))] == [kept]
    assert gone != kept


def test_a_moderator_sees_the_images_of_a_case_only_while_it_is_open(
    studio: Studio, database: Database, images: Images, post_id: int
) -> None:
    image_id = images.image(studio.author, post_id=post_id, alt="A soft shadow on black")
    with database.transaction() as session:
        session.get_one(Image, image_id).state = ImageState.SHOWN
    case_id = Moderation(database).report(studio.reader, post_id, reason=ReportReason.IDENTIFIES_PATIENT, note=NOTE)
    page = f"/images/{image_id}"
    assert studio.client(studio.moderator).get(page).status_code == 404
    studio.post(studio.moderator, f"/moderation/{case_id}/open", page=True)
    assert studio.client(studio.moderator).get(page).status_code == 200
    case = studio.client(studio.moderator).get(f"/moderation/{case_id}").text
    assert "A soft shadow on black" in case
    assert f"/images/{image_id}/thumb?s=" in case
    assert studio.client(studio.reader).get(page).status_code == 404


def test_samples_of_an_image_are_found_in_a_file_and_in_bytes(tmp_path: Path) -> None:
    data = random.Random(7).randbytes(20_000)  # noqa: S311 - bytes like those of any picture
    traces = traces_of([], [data])
    assert 10 < len(traces.samples) < 40
    finder = Finder.of_samples(traces.samples)
    path = tmp_path / "page"
    path.write_bytes(b"\xff" * 100 + data[4000:8000])
    assert 2 < len(finder.in_file(path)) < 8
    assert finder.in_bytes(data) == set(finder.in_bytes(data)) != set()
    assert traces.without(traces).samples == frozenset()
    assert "samples" in repr(traces)


def test_what_is_purged_is_the_posts_alone(studio: Studio, database: Database, images: Images, post_id: int) -> None:
    images.image(studio.author, post_id=post_id)
    with database.reading() as session:
        content = queries.find_content(session, ContentKind.POST, 1)
        assert content is not None
        assert queries.images_of_content(session, content) == []
