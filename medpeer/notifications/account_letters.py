"""Mails about passwords, addresses and leaving: a link each, to the mailbox whose word is asked."""

from sqlalchemy.orm import Session

from medpeer.addresses import queries as addresses
from medpeer.addresses.events import AddressChanged, NewAddressAsked, OldAddressAsked
from medpeer.addresses.queries import Side
from medpeer.credentials import queries as credentials
from medpeer.credentials.events import PasswordResetAsked, SignInLinkAsked
from medpeer.credentials.queries import links
from medpeer.credentials.service.password import reset_token
from medpeer.leaving import queries as leaving
from medpeer.leaving.events import LeavingAsked
from medpeer.notifications.letter import Letter

AddressEvent = NewAddressAsked | OldAddressAsked | AddressChanged
AccountEvent = AddressEvent | LeavingAsked | PasswordResetAsked | SignInLinkAsked


def letter_of_account(session: Session, event: AccountEvent) -> Letter | None:
    """Return the mail of an event, or ``None`` where it has come to nothing meanwhile."""
    match event:
        case LeavingAsked(departure_id=departure_id):
            return _letter_of_leaving(session, departure_id)
        case PasswordResetAsked(reset_id=reset_id):
            return _letter_of_reset(session, reset_id)
        case SignInLinkAsked(link_id=link_id):
            return _letter_of_link(session, link_id)
        case _:
            return _letter_of_address(session, event)


def _letter_of_address(session: Session, event: AddressEvent) -> Letter | None:
    side = Side.NEW if isinstance(event, NewAddressAsked) else Side.OLD
    to = addresses.address_of(session, event.change_id, side)
    if to is None:
        # Stopped meanwhile.
        return None
    physician_id = addresses.physician_of(session, event.change_id)
    if side is Side.NEW and addresses.is_taken(session, event.change_id):
        return Letter("address_taken", physician_id, "/sign-in", to)
    template = {NewAddressAsked: "address_new", OldAddressAsked: "address_old", AddressChanged: "address_changed"}
    path = f"/address/{addresses.link_token(session, event.change_id, side)}"
    return Letter(template[type(event)], physician_id, path, to)


def _letter_of_leaving(session: Session, departure_id: int) -> Letter | None:
    physician_id = leaving.departure_of(session, departure_id)
    if physician_id is None:
        return None
    return Letter("leaving_asked", physician_id, f"/stay/{leaving.stay_token(session, departure_id)}")


def _letter_of_reset(session: Session, reset_id: int) -> Letter | None:
    if not credentials.is_reset_open(session, reset_id):
        return None
    return Letter(
        "password_reset", credentials.physician_of_reset(session, reset_id), f"/reset/{reset_token(session, reset_id)}"
    )


def _letter_of_link(session: Session, link_id: int) -> Letter | None:
    owner, token = links.owner_of_open_link(session, link_id), links.link_token(session, link_id)
    return None if owner is None else Letter("sign_in_link", owner, f"/sign-in/link/{token}")
