"""What the file holds: everything of its owner's, nothing of anybody else's, the same in both its forms."""

import json
from typing import Final

from sqlalchemy import text

from medpeer.accounts.models import Role
from medpeer.core.content import ContentKind
from medpeer.core.db import Base, Database
from medpeer.jobs.relay import Relay
from medpeer.moderation.vocabulary import Outcome, ReportReason
from medpeer.unmasking import service as unmasking
from medpeer.unmasking.models import UnmaskingReason
from tests.factories.chat import talk
from tests.factories.critiques import Critiques
from tests.factories.discussions import Discussions
from tests.factories.images import Images
from tests.factories.licensing import NPI, hold
from tests.factories.moderation import Moderation
from tests.factories.people import People
from tests.integration.own_data.conftest import Owner

UNSAFE: Final = ReportReason.UNSAFE_ADVICE
# Tables that name a physician, by the section that tells of them.
TOLD: Final = {
    "physician": "account",
    "physician_role": "account",
    "email_proof": "account",
    "standing_event": "standing",
    "policy_tightening": "standing",
    "device_session": "sign_ins",
    "known_device": "ways_in",
    "authenticator": "ways_in",
    "passkey": "ways_in",
    "recovery_code": "ways_in",
    "hospital_link": "ways_in",
    "password_reset": "ways_in",
    "sign_in_link": "ways_in",
    "email_change": "address_changes",
    "departure": "leaving",
    "licence_claim": "licence_claims",
    "claim_decision": "licence_claims",
    "licence_term": "licence_terms",
    "expiry_notice": "licence_terms",
    "record_code": "proofs",
    "claim_document": "proofs",
    "voucher": "vouchers",
    "participant": "threads",
    "follow": "reading",
    "round_dismissal": "reading",
    "room_member": "rooms",
    "room_read": "rooms",
    "image": "images",
    "report": "reports",
    "unmasking": "unmaskings",
    "notification": "notifications",
}
UNTOLD: Final = {
    "withdrawal": "comes to be when the account is closed, after which nobody can ask",
    "licence_holding": "a digest of the number of the claim, which is told",
    "register_change": "what a register says of its own row; what came of it is told in the standing",
    "claim_endorsement": "a first reviewer's word, which waits for a second one; what they decide is told",
    "document_view": "a reviewer's look at a document; the reviewer's act is in the record",
    "case_opening": "a moderator's act, told in the record",
    "decision": "a moderator's act, told in the record; the words are of the desk",
    "spot_check": "the desk's own look at a text, which would tell a moderator's verdict on others' words",
    "own_data_file": "the files themselves, told on their page and in the record",
}


def test_every_table_that_names_a_physician_is_told_or_has_its_reason(ada: Owner) -> None:
    naming = {
        table.name
        for table in Base.metadata.sorted_tables
        if any(key.column.table.name == "physician" for key in table.foreign_keys)
    }
    assert naming | {"physician"} == TOLD.keys() | UNTOLD.keys()
    assert set(TOLD.values()) <= ada.data().keys()


def test_all_that_somebody_wrote_is_there_and_nothing_that_others_did(
    ada: Owner, people: People, database: Database, relay: Relay
) -> None:
    grace = people.physician(Role.MODERATOR, Role.PRIVACY_OFFICER, first="Grace", last="Marquardt")
    discussions, pictures = Discussions(database), Images(database)
    own = discussions.thread(ada.actor, title="Low potassium, mine", body="Opening words of mine.")
    theirs = discussions.thread(grace, title="Others title zebra", body="Others opening zebra.")
    discussions.reply(grace, own, "Others answer zebra.")
    reply = discussions.reply(ada.actor, theirs, "An answer of mine.")
    picture = pictures.image(ada.actor, post_id=reply, alt="A grey disc of mine", caption="A caption of mine")
    pictures.image(grace, post_id=discussions.reply(grace, own, "More zebra."), alt="Others picture zebra")
    talk(database, ada.actor, "nephrology", "A line of mine.")
    talk(database, grace, "nephrology", "Others line zebra.")
    Critiques(database).paper(ada.actor, title="A paper that I put up")
    Moderation(database).report(
        ada.actor, discussions.opening_post(grace, theirs), reason=UNSAFE, note="A note of mine."
    )
    Moderation(database).report(grace, reply, reason=UNSAFE, note="Others report zebra.")
    relay.drain()

    with ada.archive() as archive:
        names = archive.namelist()
        document, page = archive.read("data.json").decode(), archive.read("your-data.html").decode()
    words = ["Low potassium, mine", "Opening words of mine", "An answer of mine", "A grey disc of mine"]
    words += ["A caption of mine", "A line of mine", "A paper that I put up", "A note of mine", "ada@stlukes.example"]
    for found in (document, page):
        assert [word for word in words if word not in found] == []
        assert "zebra" not in found
        assert "Marquardt" not in found
        assert "Grace" not in found
    assert names == ["data.json", "your-data.html", f"pictures/{picture}.png"]
    with database.reading() as session:
        others = session.scalars(
            text(
                "SELECT handle FROM participant WHERE physician_id = :id "
                "UNION SELECT handle FROM room_member WHERE physician_id = :id"
            ),
            {"id": grace.physician_id},
        ).all()
    mine = {row["handle"] for row in json.loads(document)["data"]["threads"]}
    # A tree may be both one's own and another's, in two places.
    assert [one for one in others if f'"{one}"' in document and one not in mine] == []


def test_each_of_its_forms_says_what_the_other_says(ada: Owner, database: Database) -> None:
    Discussions(database).thread(ada.actor, title="Title <b>& one", body="A body with <script>alert(1)</script> in it.")
    with ada.archive() as archive:
        document, page = json.loads(archive.read("data.json")), archive.read("your-data.html").decode()
    assert document["data"]["posts"][0]["text"] == "A body with <script>alert(1)</script> in it."
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script" not in page
    assert "default-src 'none'" in page
    for name, rows in document["data"].items():
        assert f'<h2 id="{name}">' in page
        assert f'<a href="#{name}">' in page
        assert f"({len(rows)})" in page


def test_earlier_versions_and_outcomes_are_there(ada: Owner, database: Database) -> None:
    discussions = Discussions(database)
    thread_id = discussions.thread(ada.actor, body="As it was first.")
    discussions.edit(ada.actor, discussions.opening_post(ada.actor, thread_id), "As it stands.")
    (post,) = ada.data()["posts"]
    assert post["text"] == "As it stands."
    assert [one["text"] for one in post["before"]] == ["As it was first."]


def test_a_text_that_was_purged_is_gone_from_it_too(ada: Owner, people: People, database: Database) -> None:
    discussions, moderator = Discussions(database), people.physician(Role.MODERATOR)
    thread_id = discussions.thread(ada.actor)
    post_id = discussions.reply(ada.actor, thread_id, "Qzxvwtext must go.")
    case_id = Moderation(database).report(people.physician(), post_id)
    Moderation(database).decide(moderator, case_id, Outcome.PURGE)
    with ada.archive() as archive:
        assert all(b"Qzxvwtext" not in archive.read(name) for name in archive.namelist())


def test_a_licence_is_told_as_its_applicant_is_told_it(ada: Owner, database: Database) -> None:
    hold(database, ada.actor, NPI)
    (claim,) = ada.data()["licence_claims"]
    assert claim["number"] == NPI
    assert claim["status"] != "held"


def test_who_reported_and_what_waits_against_them_is_not_told(ada: Owner, people: People, database: Database) -> None:
    discussions = Discussions(database)
    post_id = discussions.reply(ada.actor, discussions.thread(ada.actor), "An answer of mine.")
    officer = people.physician(Role.PRIVACY_OFFICER)
    with database.transaction() as session:
        unmasking.request_unmasking(session, officer, ContentKind.POST, post_id, UnmaskingReason.COURT_ORDER)
    Moderation(database).report(people.physician(), post_id)
    data = ada.data()
    assert data["unmaskings"] == []
    assert data["reports"] == []
    assert "court_order" not in json.dumps(data)


def test_the_record_holds_ones_own_acts_alone(ada: Owner, people: People, database: Database) -> None:
    other = people.physician()
    Discussions(database).thread(other)
    Discussions(database).thread(ada.actor)
    acts = [one["act"] for one in ada.data()["acts"]]
    assert acts == ["signed_in", "thread_opened", "own_data_asked"]


def test_no_secret_is_in_it(ada: Owner, database: Database) -> None:
    ada.post("/account/ways-in/authenticator")
    with database.reading() as session:
        secrets = [
            *session.scalars(text("SELECT password_hash FROM physician")),
            *session.scalars(text("SELECT token_digest FROM device_session")),
            *session.scalars(text("SELECT email_digest FROM physician")),
        ]
    with ada.archive() as archive:
        document = archive.read("data.json").decode()
    assert [one for one in secrets if one in document] == []
    assert "gAAAA" not in document


def test_a_stack_is_there_frame_by_frame(ada: Owner, database: Database) -> None:
    picture = Images(database).stack(ada.actor, frames=3)
    with ada.archive() as archive:
        (image,) = json.loads(archive.read("data.json"))["data"]["images"]
        frames = [name for name in archive.namelist() if name.endswith(".raw")]
        assert [len(archive.read(name)) for name in frames] == [24 * 20 * 2] * 3
        assert archive.testzip() is None
    assert frames == [f"pictures/{picture}/{number:04}.raw" for number in range(3)]
    assert (image["stack"]["frames"], image["stack"]["meaning"]) == (3, "sample × 1 + 0 HU")
    assert image["file"] == f"pictures/{picture}.png"


def test_a_member_with_nothing_has_a_file_all_the_same(ada: Owner) -> None:
    data = ada.data()
    assert data["posts"] == data["messages"] == data["images"] == []
    assert data["account"][0]["first_name"] == "Ada"
