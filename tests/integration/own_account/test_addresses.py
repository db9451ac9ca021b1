"""Changing the address: both mailboxes have their say, the old one longest, and nobody learns which are known."""

from sqlalchemy import select

from medpeer.accounts import queries as accounts
from medpeer.accounts.models import EmailProof, Physician
from medpeer.addresses.models import EmailChange
from medpeer.core.db import Database
from tests.conftest import state_of
from tests.factories.people import PASSWORD, People
from tests.integration.onboarding.conftest import main_of
from tests.integration.own_account.conftest import Mails, Member, address_of

NEW = "ada@lakeside-medical.example"
PLACE = "/account/address"
ASKS_NEW, ASKS_OLD, TELLS_OLD = "Is this your new address?", "Your address is to change", "Your address was changed"


def ask(member: Member, email: str = NEW) -> str:
    """Ask for a change and return what the member sees then."""
    answer = member.post(PLACE, email=email)
    assert answer.headers["Location"] == PLACE
    return main_of(member.page(PLACE)).replace(email, "ADDRESS")


def links(member: Member, mails: Mails) -> tuple[str, str]:
    """Return the links to the new mailbox and to the old one."""
    return mails.link(NEW, ASKS_NEW), mails.link(member.email, ASKS_OLD)


def test_the_change_is_made_once_both_mailboxes_agree(member: Member, mails: Mails, database: Database) -> None:
    ask(member)
    new, old = links(member, mails)
    stranger = Member(member.app, member.people, member.clock, member.actor)
    stranger.new_browser()
    assert member.post(f"{new}/agree").status_code == 200
    assert stranger.browser.get(old).status_code == 200
    assert address_of(database, member.actor.physician_id) == member.email
    assert stranger.post(f"{old}/agree").status_code == 200
    assert address_of(database, member.actor.physician_id) == NEW
    assert mails.subjects(member.email) == sorted([TELLS_OLD, ASKS_OLD])
    stranger.email = NEW
    assert stranger.give_password().headers["Location"] == "/account"
    assert stranger.browser.get(new).status_code == 410


def test_a_press_in_the_new_mailbox_proves_nothing_for_somebody_else(
    member: Member, mails: Mails, people: People, database: Database
) -> None:
    """An impostor moves their account to a physician's address; the physician presses what the mail asks for."""
    ask(member)
    new, old = links(member, mails)
    assert member.post(f"{old}/agree").status_code == 200
    owner = Member(member.app, member.people, member.clock, member.actor)
    owner.new_browser()
    page = owner.browser.get(new).text
    assert "sign in to that account to say so" in page
    assert "This is my address" not in page
    answer = owner.post(f"{new}/agree")
    assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (303, "/sign-in")
    owner.browser = people.client(people.physician(email="grace@stlukes.example"))
    assert "You are signed in to another account." in owner.browser.get(new).text
    assert owner.post(f"{new}/agree").status_code == 303
    assert address_of(database, member.actor.physician_id) == member.email
    assert "The change is stopped" in owner.post(f"{new}/object").text
    member.wait(days=8)
    mails.keep_time()
    assert address_of(database, member.actor.physician_id) == member.email


def test_neither_mailbox_alone_changes_it(member: Member, mails: Mails, database: Database) -> None:
    ask(member)
    new, old = links(member, mails)
    member.post(f"{old}/agree")
    member.post(f"{old}/agree")
    assert address_of(database, member.actor.physician_id) == member.email
    member.wait(days=7)
    mails.keep_time()
    assert address_of(database, member.actor.physician_id) == member.email
    assert member.browser.get(new).status_code == 410
    with database.reading() as session:
        (change,) = session.scalars(select(EmailChange))
    assert (change.new_sealed, change.old_sealed) == (None, None)


def test_a_silent_old_mailbox_stands_in_no_way_after_a_week(member: Member, mails: Mails, database: Database) -> None:
    ask(member)
    new, _ = links(member, mails)
    member.post(f"{new}/agree")
    member.wait(days=6, hours=23)
    mails.keep_time()
    assert address_of(database, member.actor.physician_id) == member.email
    member.wait(hours=1)
    mails.keep_time()
    assert address_of(database, member.actor.physician_id) == NEW


def test_the_old_mailbox_stops_a_change_and_throws_everybody_out(
    member: Member, mails: Mails, database: Database
) -> None:
    """Somebody with the password adds their own app and asks for the change."""
    member.set_up_app()
    ask(member)
    new, old = links(member, mails)
    member.post(f"{new}/agree")
    owner = Member(member.app, member.people, member.clock, member.actor)
    owner.new_browser()
    assert "Your account is locked" in owner.post(f"{old}/object").text
    assert not member.is_signed_in()
    assert owner.give_password().status_code == 422
    assert member.browser.get(new).status_code == 410
    member.wait(days=8)
    mails.keep_time()
    assert address_of(database, member.actor.physician_id) == member.email
    owner.post("/forgotten-password", email=owner.email)
    owner.post(mails.link(owner.email, "Set a new password"), new_password="seven quiet herons wading")
    assert owner.give_password("seven quiet herons wading").headers["Location"] == "/account"


def test_the_old_mailbox_undoes_a_change_for_two_weeks(member: Member, mails: Mails, database: Database) -> None:
    ask(member)
    new, _ = links(member, mails)
    member.post(f"{new}/agree")
    member.wait(days=7)
    mails.keep_time()
    undo = mails.link(member.email, TELLS_OLD)
    member.wait(days=13, hours=23)
    mails.keep_time()
    assert member.post(f"{undo}/agree").status_code == 410
    assert "Your account is locked" in member.post(f"{undo}/object").text
    assert address_of(database, member.actor.physician_id) == member.email
    assert not member.is_signed_in()


def test_after_two_weeks_nothing_is_left_of_the_old_address(member: Member, mails: Mails, database: Database) -> None:
    ask(member)
    for link in links(member, mails):
        member.post(f"{link}/agree")
    undo = mails.link(member.email, TELLS_OLD)
    member.wait(days=14)
    assert member.post(f"{undo}/object").status_code == 410
    mails.keep_time()
    assert address_of(database, member.actor.physician_id) == NEW
    with database.reading() as session:
        (change,) = session.scalars(select(EmailChange))
    assert (change.new_sealed, change.old_sealed) == (None, None)


def test_moving_on_does_not_shut_the_first_mailbox_out(member: Member, mails: Mails, database: Database) -> None:
    """Whoever took the account over moves it twice: their first mailbox must not move it back again."""
    ask(member)
    for link in links(member, mails):
        member.post(f"{link}/agree")
    undo = mails.link(member.email, TELLS_OLD)
    member.post(PLACE, email="far@away.example")
    for address, subject in (("far@away.example", ASKS_NEW), (NEW, ASKS_OLD)):
        member.post(f"{mails.link(address, subject)}/agree")
    assert address_of(database, member.actor.physician_id) == "far@away.example"
    theirs = mails.link(NEW, TELLS_OLD)
    assert member.post(f"{undo}/object").status_code == 200
    assert member.post(f"{theirs}/object").status_code == 410
    assert address_of(database, member.actor.physician_id) == member.email


def test_a_new_account_on_the_old_address_does_not_keep_the_owner_out(
    member: Member, mails: Mails, database: Database
) -> None:
    ask(member)
    for link in links(member, mails):
        member.post(f"{link}/agree")
    undo = mails.link(member.email, TELLS_OLD)
    other = Member(member.app, member.people, member.clock, member.actor)
    other.new_browser()
    other.post("/sign-up", email=member.email, password="seven quiet herons wading")
    assert member.post(f"{undo}/object").status_code == 200
    assert address_of(database, member.actor.physician_id) == member.email


def test_a_sign_up_that_was_never_proved_stands_in_no_way(member: Member, mails: Mails, database: Database) -> None:
    """Before the change is asked for, or while it waits, a stranger signs up with its new address."""
    stranger = Member(member.app, member.people, member.clock, member.actor, NEW)
    stranger.new_browser()
    stranger.post("/sign-up", email=NEW, password="seven quiet herons wading")
    proof = mails.link(NEW, "Prove your e-mail address")
    stranger.post("/forgotten-password", email=NEW)
    reset = mails.link(NEW, "Set a new password")
    ask(member)
    new, old = links(member, mails)
    member.post(f"{old}/agree")
    assert member.post(f"{new}/agree").status_code == 200
    assert address_of(database, member.actor.physician_id) == NEW
    assert stranger.post(proof, password="seven quiet herons wading").status_code == 410
    assert stranger.post(reset, new_password="seven quiet herons wading").status_code == 410
    assert stranger.give_password("seven quiet herons wading").status_code == 422
    assert stranger.give_password().headers["Location"] == "/account"
    with database.reading() as session:
        assert set(session.scalars(select(EmailProof.password_hash))) == {None}


def test_undoing_after_the_account_was_closed_binds_no_address_to_it(
    member: Member, mails: Mails, database: Database
) -> None:
    """The deletion was asked for too, and came first: the old address is free for its owner."""
    ask(member)
    member.post(f"{links(member, mails)[0]}/agree")
    assert member.post("/account/leave", texts="leave").status_code == 303
    for days in (8, 6):
        member.wait(days=days)
        mails.keep_time()
    undo = mails.link(member.email, TELLS_OLD)
    owner = Member(member.app, member.people, member.clock, member.actor)
    owner.new_browser()
    assert owner.browser.get(undo).status_code == 410
    assert owner.post(f"{undo}/object").status_code == 410
    member.wait(days=2)
    mails.keep_time()
    assert address_of(database, member.actor.physician_id) == ""
    owner.post("/sign-up", email=owner.email, password=PASSWORD)
    proof = mails.link(owner.email, "Prove your e-mail address")
    assert owner.post(proof, password=PASSWORD).headers["Location"] == "/join"


def test_an_address_bound_to_a_closed_account_is_free_once_it_is_destroyed(
    member: Member, mails: Mails, database: Database
) -> None:
    member.post("/account/leave", texts="leave")
    member.wait(days=14)
    mails.keep_time()
    with database.transaction() as session:
        closed = session.get_one(Physician, member.actor.physician_id)
        closed.email_digest = accounts.email_digest(session, member.email)
    member.wait(days=2)
    mails.keep_time()
    with database.reading() as session:
        assert accounts.find_physician(session, member.email) is None


def test_an_address_with_an_account_looks_like_any_other(member: Member, mails: Mails, people: People) -> None:
    people.physician(email="grace@stlukes.example")
    known = ask(member, "grace@stlukes.example")
    mails.relay.drain()
    unknown = ask(member, "hedy@stlukes.example")
    assert known == unknown
    assert mails.subjects("grace@stlukes.example") == ["You have an account already"]
    assert mails.subjects("hedy@stlukes.example") == [ASKS_NEW]


def test_an_address_taken_meanwhile_is_not_given_twice(
    member: Member, mails: Mails, people: People, database: Database
) -> None:
    ask(member)
    new, old = links(member, mails)
    member.post(f"{old}/agree")
    taken = people.physician(email=NEW)
    member.post(f"{new}/agree")
    assert address_of(database, member.actor.physician_id) == member.email
    assert address_of(database, taken.physician_id) == NEW


def test_the_new_mailbox_says_no_and_the_member_drops_it(member: Member, mails: Mails, database: Database) -> None:
    ask(member)
    new, old = links(member, mails)
    assert "The change is stopped" in member.post(f"{new}/object").text
    assert member.is_signed_in()
    assert member.browser.get(old).status_code == 410
    ask(member, "hedy@stlukes.example")
    link = mails.link("hedy@stlukes.example", ASKS_NEW)
    member.post(f"{PLACE}/drop")
    assert member.browser.get(link).status_code == 410
    assert address_of(database, member.actor.physician_id) == member.email


def test_forged_and_foreign_links_are_dead(member: Member, mails: Mails) -> None:
    ask(member)
    new, old = links(member, mails)
    number, _, mac = new.removeprefix("/address/").partition("-")
    for token in (f"{number}-{mac[:-1]}x", f"2-{mac}", f"{number}", "-", "٣-x", f"{'9' * 30}-{mac}", f"{number}-é"):
        assert member.browser.get(f"/address/{token}").status_code == 410
        assert member.post(f"/address/{token}/object").status_code == 410
    assert member.browser.get(old).status_code == 200


def test_asking_needs_a_fresh_proof_and_an_address(member: Member) -> None:
    assert member.post(PLACE, email="no address").status_code == 422
    assert member.post(PLACE, email=member.email.upper()).status_code == 422
    member.wait(minutes=11)
    assert "/account/prove" in member.post(PLACE, email=NEW).headers["Location"]


def test_a_killed_keeper_goes_on_where_it_was(member: Member, mails: Mails, database: Database) -> None:
    ask(member)
    member.post(f"{links(member, mails)[0]}/agree")
    member.wait(days=7)
    keeper = state_of(member.app).accounts
    keeper.run_once()
    keeper.run_once()
    assert mails.subjects(member.email).count(TELLS_OLD) == 1
    assert address_of(database, member.actor.physician_id) == NEW
