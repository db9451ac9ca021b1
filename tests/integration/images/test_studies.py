"""A DICOM study's way into a post: a frame as a picture, or a part of a series as a stack."""

import zlib
from typing import Any

import pytest
from sqlalchemy import select

from medpeer.core.db import Database
from medpeer.gate.verify import verify_images
from medpeer.images.models import Image, ImageStack, StackFrame
from medpeer.images.queries import stack_of
from medpeer.imaging import Box, Region, RegionKind
from medpeer.imaging.dicom import Fact
from tests.factories.dicom import file_of, image, stack, zipped
from tests.factories.images import png
from tests.integration.images.conftest import Eyes, Studio

NAME = Region(RegionKind.TEXT, Box(0, 0, 12, 6), "DOE, JANE MRN 4471902", 0.9)


@pytest.fixture(autouse=True)
def quick(eyes: Eyes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody look for writing in earnest."""
    monkeypatch.setattr("medpeer.imaging.dicom.looking.find", eyes)


def series(count: int = 5, **header: Any) -> bytes:
    return zipped([file_of(one) for one in stack(count, "CT", **header)])


def test_a_frame_is_published_as_a_picture(studio: Studio, database: Database) -> None:
    study = studio.pending(studio.author, series())["study"]
    (one,) = study["series"]
    assert (one["modality"], one["count"], one["samples"]) == ("CT", 5, 1)
    chosen = studio.post(studio.author, study["choose"], {"series": "0", "frame": "3", "window": "1"})
    assert chosen.status_code == 201
    assert chosen.get_json()["study"] is None
    assert studio.finish(studio.author, chosen.get_json()["token"]).status_code == 201
    with database.reading() as session:
        assert session.scalars(select(ImageStack)).all() == []
        assert session.scalars(select(Image.width)).one() == one["columns"]


def test_frames_are_seen_by_their_owner_alone(studio: Studio) -> None:
    (one,) = studio.pending(studio.author, series())["study"]["series"]
    for address in (one["frame"], one["drawn"]):
        assert studio.client(studio.author).get(address.replace("{n}", "4")).status_code == 200
        assert studio.client(studio.author).get(address.replace("{n}", "5")).status_code == 404
        assert studio.client(studio.reader).get(address.replace("{n}", "4")).status_code == 404
    samples = studio.client(studio.author).get(one["frame"].replace("{n}", "0"))
    assert len(zlib.decompress(samples.data)) == one["rows"] * one["columns"] * 2


def test_a_part_of_a_series_is_published_as_a_stack(studio: Studio, database: Database) -> None:
    token = studio.pending(studio.author, series(7))["token"]
    stored = studio.finish(studio.author, token, first="1", last="5", step="2", box="2,2,6,4")
    assert stored.status_code == 201, stored.text
    image_id = stored.get_json()["id"]
    assert studio.reply(studio.author, image_id).status_code == 303
    with database.reading() as session:
        kept = stack_of(session, image_id)
        assert kept is not None
        assert (kept.frames, kept.modality, kept.kept[Fact.SLICE_SPACING_MM]) == (3, "CT", "10")
        assert list(verify_images(session)) == []
        for frame in session.scalars(select(StackFrame)):
            row = memoryview(zlib.decompress(frame.data.data)).cast("h").tolist()[3 * kept.columns :]
            assert len(set(row[2:8])) == 1
    page = studio.client(studio.author).get(f"/images/{image_id}")
    assert page.status_code == 200


def test_frames_open_by_a_signed_address_only(studio: Studio) -> None:
    token = studio.pending(studio.author, series())["token"]
    image_id = studio.finish(studio.author, token).get_json()["id"]
    studio.reply(studio.author, image_id)
    address = f"/images/{image_id}/frames/0"
    assert studio.client(studio.author).get(address).status_code == 404
    page = studio.client(studio.author).get(f"/threads/{studio.thread_id}").text
    signature = page.partition(f"/images/{image_id}/thumb?s=")[2].partition('"')[0]
    assert studio.client(studio.author).get(address, query_string={"s": signature}).status_code == 200
    assert studio.client(studio.reader).get(address, query_string={"s": signature}).status_code == 404


def test_a_name_in_the_frames_must_be_covered(studio: Studio, database: Database, eyes: Eyes) -> None:
    eyes.regions = (NAME,)
    row = studio.pending(studio.author, series())
    assert row["regions"][0]["verdict"] == "must_go"
    assert studio.finish(studio.author, row["token"]).status_code == 422
    with database.reading() as session:
        assert session.scalars(select(Image)).all() == []
    assert studio.finish(studio.author, row["token"], cover="0").status_code == 201


def test_what_an_ultrasound_shows_at_its_edge_must_be_cropped(studio: Studio) -> None:
    row = studio.pending(studio.author, file_of(image("US")))
    assert (row["must_crop"], row["study"]) == (True, None)
    refused = studio.finish(studio.author, row["token"])
    assert (refused.status_code, "crop" in refused.get_json()["error"]) == (422, True)
    assert studio.finish(studio.author, row["token"], crop="2,6,16,16").status_code == 201


def test_a_volume_of_a_face_is_no_stack(studio: Studio) -> None:
    thin = series(32, SliceThickness=1, BodyPartExamined="HEAD")
    row = studio.pending(studio.author, thin)
    assert row["study"]["series"][0]["may_show_face"]
    refused = studio.finish(studio.author, row["token"])
    assert (refused.status_code, "face" in refused.get_json()["error"]) == (422, True)
    assert studio.finish(studio.author, row["token"], step="4").status_code == 201


def test_an_archive_without_images_is_refused_in_words(studio: Studio) -> None:
    answer = studio.send(studio.author, zipped([b"a note", png()]))
    assert (answer.status_code, "no DICOM" in answer.get_json()["error"]) == (422, True)


def test_without_javascript_a_study_is_prepared_on_a_page(studio: Studio) -> None:
    sent = studio.send(studio.author, series(), page=True)
    assert sent.location.endswith("/study")
    page = studio.client(studio.author).get(sent.location)
    assert "Prepare this frame as a picture" in page.text
    token = sent.location.split("/")[-2]
    chosen = studio.post(studio.author, f"/images/pending/{token}/choose", {"frame": "2"}, page=True)
    assert chosen.location.endswith("/prepare")
    missed = studio.post(studio.author, f"/images/pending/{token}/choose", {"frame": "99"}, page=True)
    assert (missed.status_code, "has 5 frames" in missed.text) == (422, True)


def test_a_study_that_came_as_a_picture_is_refused(studio: Studio) -> None:
    answer = studio.send(studio.author, file_of(image("CT")), "scan.png")
    assert (answer.status_code, "its own name" in answer.get_json()["error"]) == (422, True)
