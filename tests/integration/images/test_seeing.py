"""Who sees an image, by which address, and what a second pair of eyes does."""

import pickle
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import DBAPIError, StatementError

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Role
from medpeer.audit.models import AuditAction, AuditEntry
from medpeer.core.clock import SettableClock
from medpeer.core.content import Visibility
from medpeer.core.db import Base, Database, sha256_hex
from medpeer.discussions import service as discussions
from medpeer.gate import ClearedImage, ExaminedImage, RawImage, UnclearedTextError, clear_image
from medpeer.gate._seal import Seal
from medpeer.gate.verify import verify_images
from medpeer.images import addresses
from medpeer.images.models import Image, ImageFile
from medpeer.images.vocabulary import ImageState, RefusalReason
from medpeer.web.held_images import LET_THROUGH
from tests.factories.images import Images
from tests.integration.images.conftest import Eyes, Studio

OPENING = 1


@pytest.fixture(autouse=True)
def quick(eyes: Eyes) -> None:
    """Let nobody look for writing in earnest."""


def address(database: Database, actor: Actor, image_id: int, variant: str = "full") -> str:
    context = database.context
    signature = addresses.sign(context.vault, actor, image_id, context.clock.now())
    return f"/images/{image_id}/{variant}?s={signature}"


def status(studio: Studio, database: Database, actor: Actor, image_id: int) -> int:
    return studio.client(actor).get(address(database, actor, image_id)).status_code


def state(database: Database, image_id: int) -> ImageState:
    with database.reading() as session:
        return session.get_one(Image, image_id).state


@pytest.fixture
def shown(studio: Studio, database: Database, images: Images) -> int:
    """Return an image that others see."""
    image_id = images.image(studio.author, post_id=OPENING, caption="A soft shadow.")
    with database.transaction() as session:
        session.get_one(Image, image_id).state = ImageState.SHOWN
    return image_id


def test_an_address_opens_for_one_member_one_image_and_half_an_hour(
    studio: Studio, database: Database, images: Images, shown: int, clock: SettableClock
) -> None:
    other = images.image(studio.author, post_id=OPENING)
    own = address(database, studio.reader, shown)
    assert studio.client(studio.reader).get(own).status_code == 200
    assert studio.client(studio.author).get(own).status_code == 404
    assert studio.client(studio.reader).get(own.replace(f"/{shown}/", f"/{other}/")).status_code == 404
    assert studio.client(studio.reader).get(own[:-1] + ("A" if own[-1] != "A" else "B")).status_code == 404
    for forged in ("", "x", "fffffffff.x", "é.ü", f"{10**30:x}.x"):
        assert studio.client(studio.reader).get(f"/images/{shown}/full", query_string={"s": forged}).status_code == 404
    clock.set(clock.now() + timedelta(minutes=32))
    assert studio.client(studio.reader).get(own).status_code == 404


def test_strangers_and_applicants_see_nothing(studio: Studio, database: Database, shown: int) -> None:
    own = address(database, studio.reader, shown)
    assert studio.app.test_client().get(own).status_code == 303
    assert studio.client(studio.applicant).get(own).status_code == 303
    assert studio.client(studio.applicant).get(own, headers={"HX-Request": "true"}).status_code == 403


def test_a_hidden_post_hides_its_images_at_once(studio: Studio, database: Database, shown: int) -> None:
    own = address(database, studio.reader, shown)
    with database.transaction() as session:
        discussions.set_post_visibility(session, OPENING, Visibility.HIDDEN)
    missing = studio.client(studio.reader).get(address(database, studio.reader, 999))
    hidden = studio.client(studio.reader).get(own)
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert status(studio, database, studio.author, shown) == 404


def test_what_stands_with_no_post_is_its_uploaders_alone(studio: Studio, database: Database, images: Images) -> None:
    image_id = images.image(studio.author)
    assert status(studio, database, studio.author, image_id) == 200
    for other in (studio.reader, studio.moderator):
        assert status(studio, database, other, image_id) == 404


def test_first_images_wait_for_a_second_pair_of_eyes(studio: Studio, database: Database, images: Images) -> None:
    image_id = images.image(studio.author, post_id=OPENING, alt="A shadow nobody may read of yet")
    page = studio.client(studio.reader).get(f"/threads/{studio.thread_id}").text
    assert "An image waits for a second pair of eyes" in page
    assert "nobody may read of yet" not in page
    seen = [status(studio, database, who, image_id) for who in (studio.author, studio.reader, studio.moderator)]
    assert seen == [200, 404, 200]
    desk = studio.client(studio.moderator).get("/moderation/images").text
    assert "nobody may read of yet" in desk
    studio.post(studio.moderator, f"/moderation/images/{image_id}", {"outcome": LET_THROUGH}, page=True)
    assert state(database, image_id) is ImageState.SHOWN
    assert status(studio, database, studio.reader, image_id) == 200
    # What is settled is no moderator's any more.
    again = studio.post(studio.moderator, f"/moderation/images/{image_id}", {"outcome": "shows_face"}, page=True)
    assert (again.status_code, state(database, image_id)) == (404, ImageState.SHOWN)


def test_a_refused_image_is_gone_and_its_author_reads_why(studio: Studio, database: Database, images: Images) -> None:
    image_id = images.image(studio.author, post_id=OPENING, alt="A shadow of somebody", caption="Seen from the side.")
    studio.post(studio.moderator, f"/moderation/images/{image_id}", {"outcome": "shows_face"}, page=True)
    with database.reading() as session:
        image = session.get_one(Image, image_id)
        assert (image.state, image.refusal, image.alt.value, image.caption) == (
            ImageState.REFUSED,
            RefusalReason.SHOWS_FACE,
            "",
            None,
        )
        assert session.scalars(select(ImageFile)).all() == []
        actions = set(session.scalars(select(AuditEntry.action)))
    assert AuditAction.IMAGE_REFUSED in actions
    for who in (studio.author, studio.reader, studio.moderator):
        assert status(studio, database, who, image_id) == 404
    assert "face can be recognised" in studio.client(studio.author).get(f"/threads/{studio.thread_id}").text
    assert f"image-{image_id}" not in studio.client(studio.reader).get(f"/threads/{studio.thread_id}").text


def test_nobody_is_their_own_second_pair_of_eyes(studio: Studio, database: Database, images: Images) -> None:
    judge = studio.people.physician(Role.MODERATOR)
    from_judge = studio.reply_of(judge, images)
    assert (
        studio.post(judge, f"/moderation/images/{from_judge}", {"outcome": LET_THROUGH}, page=True).status_code == 404
    )
    assert f"/images/{from_judge}/" not in studio.client(judge).get("/moderation/images").text
    for other in (studio.author, studio.reader):
        answer = studio.post(other, f"/moderation/images/{from_judge}", {"outcome": LET_THROUGH}, page=True)
        assert answer.status_code == 404
    assert state(database, from_judge) is ImageState.HELD


def test_after_three_that_were_let_through_one_is_shown_at_once(
    studio: Studio, database: Database, images: Images
) -> None:
    first = [images.image(studio.author, post_id=OPENING) for _ in range(3)]
    with database.transaction() as session:
        session.execute(update(Image).where(Image.id.in_(first)).values(state=ImageState.SHOWN))
    assert state(database, images.image(studio.author, post_id=OPENING)) is ImageState.SHOWN
    assert state(database, studio.reply_of(studio.reader, images)) is ImageState.HELD


def test_a_post_holds_so_many_and_no_more(studio: Studio, images: Images) -> None:
    many = [images.image(studio.author) for _ in range(9)]
    refused = studio.reply(studio.author, *many)
    assert (refused.status_code, "at most 8" in refused.text) == (422, True)
    assert studio.reply(studio.author, *many[:8], body="A plain remark.").status_code == 303


def test_its_author_takes_an_image_away_and_nobody_else_does(studio: Studio, database: Database, shown: int) -> None:
    for other in (studio.reader, studio.moderator):
        assert studio.post(other, f"/images/{shown}/remove", page=True).status_code == 404
    assert studio.post(studio.author, f"/images/{shown}/remove", page=True).status_code == 303
    with database.reading() as session:
        assert session.scalars(select(Image)).all() == []
        assert session.scalars(select(ImageFile)).all() == []


# The barriers, each from the side it faces.
@pytest.mark.parametrize("smuggled", [b"bytes", "text", RawImage(b"raw")], ids=["bytes", "str", "RawImage"])
def test_the_column_takes_only_the_gates_own_value(database: Database, shown: int, smuggled: object) -> None:
    table = Base.metadata.tables["image_file"]
    for attempt in (
        update(table).values(data_bytes=smuggled),
        insert(table).values(image_id=shown, variant="full", data_bytes=smuggled, data_clearance_id=1),
    ):
        with pytest.raises(StatementError) as caught, database.transaction() as session:
            session.execute(attempt)
        assert isinstance(caught.value.orig, UnclearedTextError)


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE image_file SET data_bytes = x'89504e47'",
        "UPDATE image_file SET data_clearance_id = (SELECT max(id) FROM clearance)",
        "UPDATE image SET alt_text = 'Forged'",
    ],
)
def test_raw_sql_cannot_forge_an_image(database: Database, forgery: str) -> None:
    with pytest.raises(DBAPIError), database.transaction() as session:
        session.execute(text(forgery))


@pytest.mark.usefixtures("shown")
def test_a_cleared_text_is_no_picture(database: Database) -> None:
    with database.transaction() as session:
        digest = sha256_hex(b"words")
        session.execute(
            text(
                "INSERT INTO clearance (surface, policy_version, digest, cleared_at, engine_version, strictness, "
                "confirmed) SELECT 'case_post', policy_version, :digest, cleared_at, engine_version, strictness, "
                "confirmed FROM clearance LIMIT 1"
            ),
            {"digest": digest},
        )
    forged = "UPDATE image_file SET data_bytes = :words, data_clearance_id = (SELECT max(id) FROM clearance)"
    with pytest.raises(DBAPIError, match="without its clearance"), database.transaction() as session:
        session.execute(text(forged), {"words": b"words"})


def test_only_an_examined_image_is_cleared(database: Database) -> None:
    with database.transaction() as session:
        for smuggled in (b"bytes", RawImage(b"raw")):
            with pytest.raises(UnclearedTextError):
                clear_image(session, smuggled)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="only the gate"):
        ClearedImage(b"bytes", 1, seal=Seal())
    with pytest.raises(TypeError, match="only the gate"):
        ExaminedImage(None, reasons=(), seal=Seal())  # type: ignore[arg-type]


def test_a_raw_image_is_neither_printed_nor_copied() -> None:
    raw = RawImage(b"zorbelqui")
    assert "zorbelqui" not in repr(raw) + str(raw)
    with pytest.raises(TypeError):
        f"{raw}"
    with pytest.raises(TypeError):
        pickle.dumps(raw)


@pytest.mark.usefixtures("shown")
def test_tampering_behind_the_triggers_is_found(database: Database) -> None:
    with database.transaction() as session:
        for action in ("insert", "update"):
            session.execute(text(f"DROP TRIGGER clearance_image_file_data_{action}"))
        session.execute(text("UPDATE image_file SET data_bytes = x'00'"))
    with database.reading() as session:
        assert [found.place for found in verify_images(session)] == [f"image_file {n} data" for n in (1, 2)]
