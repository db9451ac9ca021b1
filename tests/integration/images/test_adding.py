"""A picture's way from a browser into a post: looked at in memory, stored only as the gate let it pass."""

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image as Drawing
from sqlalchemy import func, select

from medpeer.core.clock import SettableClock
from medpeer.core.db import Database
from medpeer.gate.models import Clearance, ClearanceRegion
from medpeer.gate.verify import verify_images
from medpeer.images.models import Image, ImageFile
from medpeer.images.vocabulary import ImageState
from medpeer.imaging import Box, Region, RegionKind, reads_text
from tests.conftest import state_of
from tests.factories.images import Images, drawn, encoded, png
from tests.integration.images.conftest import Eyes, Studio

NAMED = "DOE, JANE  MRN 4471902"


@pytest.fixture(autouse=True)
def quick(request: pytest.FixtureRequest) -> None:
    """Let nobody look for writing in earnest, but in the test of that."""
    if "that_stands_in_a_picture" not in request.node.name:
        request.getfixturevalue("eyes")


def count(database: Database, table: type[Image] | type[ImageFile] | type[Clearance]) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def kept_in(folder: Path, needle: bytes) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and needle in path.read_bytes()]


def test_a_picture_is_published_with_its_reply(studio: Studio, database: Database) -> None:
    image_id = studio.stored(studio.author)
    assert studio.reply(studio.author, image_id).status_code == 303
    page = studio.client(studio.author).get(f"/threads/{studio.thread_id}").text
    (address,) = re.findall(rf'src="(/images/{image_id}/thumb\?s=[^"]+)"', page)
    served = studio.client(studio.author).get(address)
    assert (served.status_code, served.mimetype) == (200, "image/png")
    assert served.headers["Cache-Control"] == "no-store"
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    with database.reading() as session:
        assert list(verify_images(session)) == []
        assert session.get_one(Image, image_id).state is ImageState.HELD


def test_an_opening_post_takes_pictures_along(studio: Studio, database: Database) -> None:
    image_id = studio.stored(studio.author)
    form = {"title": "What is this shadow?", "space": "nephrology", "ask": "diagnosis", "urgency": "this_week"}
    form |= {"body": "A woman in her 50s with flank pain.", "client_key": "ask-with-image-1", "image": str(image_id)}
    form["consent"] = "written"
    assert studio.post(studio.author, "/cases/ask", form, page=True).status_code == 303
    with database.reading() as session:
        assert session.get_one(Image, image_id).post_id is not None


def test_before_it_is_stored_nothing_is_anywhere(studio: Studio, database: Database, data_dir: Path) -> None:
    before = count(database, Clearance)
    row = studio.pending(studio.author, png(Comment="zorbelquicanary"))
    shown = studio.client(studio.author).get(row["url"])
    assert (shown.status_code, shown.headers["Cache-Control"]) == (200, "no-store")
    assert b"zorbelquicanary" not in shown.data
    assert (count(database, Image), count(database, Clearance)) == (0, before)
    assert kept_in(data_dir, shown.data[40:80]) == []


def test_a_pending_picture_is_its_owners_alone_and_goes_after_a_while(studio: Studio, clock: SettableClock) -> None:
    row = studio.pending(studio.author)
    assert studio.client(studio.reader).get(row["url"]).status_code == 404
    assert studio.finish(studio.reader, row["token"]).status_code == 404
    clock.set(clock.now() + timedelta(minutes=21))
    assert studio.client(studio.author).get(row["url"]).status_code == 404
    assert studio.finish(studio.author, row["token"]).status_code == 404
    assert state_of(studio.app).pending_images.size_bytes == 0


NAME = Region(RegionKind.TEXT, Box(10, 10, 200, 30), "DOE, JANE MRN 4471902", 0.9)
MARK = Region(RegionKind.TEXT, Box(10, 200, 20, 20), "L", 0.9)
UNREAD = Region(RegionKind.TEXT, Box(250, 10, 60, 30), None, 0.7)
FACE = Region(RegionKind.FACE, Box(60, 60, 120, 140), None, 0.8)


def test_what_was_found_is_shown_with_a_verdict(studio: Studio, eyes: Eyes) -> None:
    eyes.regions = (MARK, NAME, UNREAD, FACE)
    row = studio.pending(studio.author)
    assert [(one["kind"], one["verdict"]) for one in row["regions"]] == [
        ("text", "must_go"),
        ("text", "tell_author"),
        ("face", "tell_author"),
        ("text", "none"),
    ]
    assert row["regions"][0]["text"] == NAME.text


def test_a_name_in_a_picture_must_be_covered(studio: Studio, database: Database, eyes: Eyes) -> None:
    eyes.regions = (NAME,)
    token = studio.pending(studio.author)["token"]
    refused = studio.finish(studio.author, token)
    assert (refused.status_code, refused.get_json()["regions"][0]["verdict"]) == (422, "must_go")
    # No word of the author's settles what must go.
    assert studio.finish(studio.author, token, answer="0:marker").status_code == 422
    assert count(database, Image) == 0
    assert studio.finish(studio.author, token, cover="0").status_code == 201


def test_a_box_is_burnt_in(studio: Studio, database: Database) -> None:
    token = studio.pending(studio.author)["token"]
    assert studio.finish(studio.author, token, box="100,80,120,80").status_code == 201
    with database.reading() as session:
        files = session.scalars(select(ImageFile)).all()
        drawings = [Drawing.open(BytesIO(file.data.data)).convert("L") for file in files]
    for drawing in drawings:
        middle = (drawing.width // 2, drawing.height // 2)
        assert drawing.getpixel(middle) == 64


def test_what_may_be_harmless_waits_for_its_author(studio: Studio, database: Database, eyes: Eyes) -> None:
    eyes.regions = (UNREAD, FACE)
    token = studio.pending(studio.author)["token"]
    assert studio.finish(studio.author, token, answer="0:marker").status_code == 422
    # A reason for writing says nothing of a face.
    assert studio.finish(studio.author, token, answer=["0:marker", "1:marker"]).status_code == 422
    assert studio.finish(studio.author, token, answer=["0:marker", "1:no_face"]).status_code == 201
    with database.reading() as session:
        assert set(session.scalars(select(ClearanceRegion.reason))) == {"marker", "no_face"}


def test_what_shows_only_later_is_asked_then(studio: Studio, eyes: Eyes) -> None:
    token = studio.pending(studio.author)["token"]
    eyes.regions = (UNREAD,)
    assert studio.finish(studio.author, token, answer="0:marker").status_code == 422
    assert studio.finish(studio.author, token, answer="0:marker").status_code == 201


def test_a_crop_moves_what_was_found(studio: Studio, eyes: Eyes) -> None:
    token = studio.pending(studio.author)["token"]
    eyes.regions = (Region(RegionKind.TEXT, Box(0, 0, 40, 20), "MRN 4471902", 0.9),)
    refused = studio.finish(studio.author, token, crop="100,100,200,100")
    found = refused.get_json()["regions"][0]
    assert (found["left"], found["top"]) == (100, 100)


@pytest.mark.skipif(not reads_text(), reason="the reader of text is an extra")
def test_a_name_that_stands_in_a_picture_is_read(studio: Studio) -> None:
    row = studio.pending(studio.author, encoded(drawn(640, 480, NAMED)))
    assert row["reads_text"]
    assert "must_go" in {one["verdict"] for one in row["regions"]}


def test_the_description_goes_through_the_gate(studio: Studio, database: Database) -> None:
    row = studio.pending(studio.author)
    assert studio.finish(studio.author, row["token"], alt="").status_code == 422
    refused = studio.finish(studio.author, row["token"], alt="The scan of Mr Zorbelqui, MRN 4471902")
    assert refused.status_code == 422
    assert refused.get_json()["fields"]["alt"]["spans"]
    assert count(database, Image) == 0


def test_a_form_sent_twice_stores_once(studio: Studio, database: Database) -> None:
    token = studio.pending(studio.author)["token"]
    first, second = studio.finish(studio.author, token), studio.finish(studio.author, token)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.get_json() == second.get_json()
    assert count(database, Image) == 1


def test_a_refused_reply_stores_nothing_and_keeps_the_picture(studio: Studio, database: Database) -> None:
    image_id = studio.stored(studio.author)
    refused = studio.reply(studio.author, image_id, body="Mr Zorbelqui, MRN 4471902, seen on 14 March 2024.")
    assert refused.status_code == 422
    assert f'value="{image_id}"' in refused.text
    with database.reading() as session:
        assert session.get_one(Image, image_id).post_id is None


def test_nobody_publishes_somebody_elses_picture(studio: Studio, database: Database, images: Images) -> None:
    image_id = images.image(studio.author)
    answer = studio.reply(studio.reader, image_id)
    assert answer.status_code == 422
    assert "no longer there" in answer.text
    with database.reading() as session:
        assert session.get_one(Image, image_id).post_id is None


def test_what_nobody_posts_goes_after_a_day(
    studio: Studio, database: Database, images: Images, clock: SettableClock
) -> None:
    images.image(studio.author)
    clearances = count(database, Clearance)
    retention = state_of(studio.app).retention
    clock.set(clock.now() + timedelta(hours=23))
    assert retention.run_once() == 0
    clock.set(clock.now() + timedelta(hours=2))
    assert retention.run_once() == 1
    assert (count(database, Image), count(database, ImageFile)) == (0, 0)
    assert count(database, Clearance) == clearances - 3


def test_without_javascript_a_picture_is_added_to_ones_own_post(studio: Studio, database: Database) -> None:
    thread = studio.client(studio.author).get(f"/threads/{studio.thread_id}").text
    (place,) = re.findall(r'href="(/posts/\d+/add-image)"', thread)
    chosen = studio.client(studio.author).get(place)
    assert 'enctype="multipart/form-data"' in chosen.text
    post_id = re.findall(r"\d+", place)[0]
    sent = studio.send(studio.author, png(), page=True, post=post_id)
    assert sent.status_code == 303
    page = studio.client(studio.author).get(sent.location)
    (action,) = re.findall(r'action="(/images/[^"]+/finish)"', page.text)
    stored = studio.post(studio.author, action, {"alt": "A grey disc", "own_left": "1"}, page=True)
    assert stored.status_code == 303
    assert studio.client(studio.author).get(stored.location).location.endswith(f"#p{post_id}")
    with database.reading() as session:
        assert session.scalars(select(Image.post_id)).one() == int(post_id)


def test_nobody_adds_to_somebody_elses_post(studio: Studio) -> None:
    assert studio.client(studio.reader).get("/posts/1/add-image").status_code == 403
    assert studio.send(studio.reader, png(), post="1").status_code == 403


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "Choose a picture first"),
        (b"%PDF-1.7 and more", "PDF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "export the drawing as PNG"),
        (b"GIF89a" + bytes(64), "GIF"),
        (b"II*\x00" + bytes(64), "TIFF"),
        (b"<!doctype html><p>Hello", "web page"),
        (bytes(4) + b"ftypisom" + bytes(64), "Video"),
        (b"Just some words about a patient.", "not a picture"),
        (encoded(drawn())[:60], "damaged"),
    ],
    ids=["none", "pdf", "svg", "gif", "tiff", "page", "video", "words", "cut"],
)
def test_each_refusal_says_what_to_do(studio: Studio, database: Database, data: bytes, says: str) -> None:
    answer = studio.send(studio.author, data)
    assert answer.status_code == 422
    assert says in answer.get_json()["error"]
    page = studio.send(studio.author, data, page=True)
    assert (page.status_code, says in page.text) == (422, True)
    assert count(database, Image) == 0


def test_a_file_over_the_limit_is_not_read(studio: Studio) -> None:
    answer = studio.send(studio.author, bytes(21 << 20))
    assert answer.status_code == 413
    assert "20 MB" in answer.get_json()["error"]


def test_only_the_upload_takes_a_large_body(studio: Studio) -> None:
    assert studio.send(studio.author, png() + bytes(2 << 20)).status_code in {201, 422}
    large = {"body": "x" * (2 << 20), "client_key": "large-body-1"}
    assert studio.post(studio.author, f"/threads/{studio.thread_id}/posts", large, page=True).status_code == 413
    assert studio.send(studio.applicant, bytes(2 << 20)).status_code in {403, 413}


def test_a_member_prepares_four_at_most(studio: Studio) -> None:
    rows = [studio.pending(studio.author) for _ in range(5)]
    seen = [studio.client(studio.author).get(row["url"]).status_code for row in rows]
    assert seen == [404, 200, 200, 200, 200]


def test_whoever_may_not_write_sends_nothing(studio: Studio) -> None:
    assert studio.send(studio.applicant, png()).status_code == 403
    assert studio.app.test_client().post("/images").status_code in {400, 401}
