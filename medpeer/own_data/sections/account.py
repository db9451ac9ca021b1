"""The account itself: who somebody is here, what became of their standing, and how they sign in."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer.accounts import queries as accounts
from medpeer.accounts.actor import Actor
from medpeer.accounts.devices import Device
from medpeer.accounts.models import DeviceSession, EmailProof, Physician, PolicyTightening, StandingEvent
from medpeer.addresses.models import EmailChange
from medpeer.credentials.models import KnownDevice, PasswordReset, SignInLink
from medpeer.credentials.queries import list_factors
from medpeer.hospitals.queries import list_links
from medpeer.own_data.values import Row, Section


def you(session: Session, actor: Actor) -> Section:
    """Return the account: address, name, specialty, state, standing, tier, roles."""
    seen, kept = accounts.view_account(session, actor), session.get_one(Physician, actor.physician_id)
    proofs = select(EmailProof.used_at).where(EmailProof.physician_id == kept.id, EmailProof.used_at.is_not(None))
    row: Row = {
        "address": seen.email,
        "address_proved": kept.email_proved_at,
        "links_used": list(session.scalars(proofs.order_by(EmailProof.id))),
        "first_name": seen.first_name or None,
        "last_name": seen.last_name or None,
        "specialty": kept.specialty,
        "state": kept.state or None,
        "standing": kept.standing,
        "member_as": kept.tier,
        "roles": sorted(actor.roles),
        "joined": kept.created_at,
    }
    return Section("account", "Your account", "Your address is kept encrypted.", [row])


def standing(session: Session, physician_id: int) -> Section:
    """Return each step of the standing, and the times of stricter checks."""
    steps = session.scalars(
        select(StandingEvent).where(StandingEvent.physician_id == physician_id).order_by(StandingEvent.id)
    )
    strict = session.scalars(
        select(PolicyTightening).where(PolicyTightening.physician_id == physician_id).order_by(PolicyTightening.id)
    )
    rows: list[Row] = [{"at": one.at, "before": one.before, "after": one.after, "cause": one.cause} for one in steps]
    rows += [{"stricter_check_since": one.since, "until": one.until} for one in strict]
    return Section("standing", "Your standing", "What it was, what it became, and why.", rows)


def sign_ins(session: Session, physician_id: int) -> Section:
    """Return every sign-in that is kept: when, and with what kind of browser."""
    found = session.scalars(
        select(DeviceSession).where(DeviceSession.physician_id == physician_id).order_by(DeviceSession.id)
    )
    rows: list[Row] = [
        {"browser": Device(one.browser, one.system).words, "from": one.created_at, "ended": one.revoked_at}
        for one in found
    ]
    return Section("sign_ins", "Sign-ins", "Of a browser two words are kept. No network address is.", rows)


def ways_in(session: Session, physician_id: int) -> Section:
    """Return passkeys, app, codes, hospitals and known browsers: that they are there, never what they are."""
    factors = list_factors(session, physician_id)
    rows: list[Row] = [
        {
            "kind": "passkey",
            "made_on": one.device.words,
            "since": one.created_at,
            "last_used": one.last_used_at,
            "kept_by_password_manager": one.is_synced,
        }
        for one in factors.passkeys
    ]
    if factors.authenticator_since:
        rows.append({"kind": "authenticator app", "since": factors.authenticator_since})
    if factors.any:
        rows.append({"kind": "recovery codes", "left": factors.codes_left})
    rows += [
        {"kind": "hospital", "hospital": one.hospital, "since": one.linked_at, "last_used": one.last_used_at}
        for one in list_links(session, physician_id)
    ]
    rows += _links(session, physician_id)
    known = select(KnownDevice.first_seen_at).where(KnownDevice.physician_id == physician_id)
    rows += [
        {"kind": "known browser", "since": one} for one in session.scalars(known.order_by(KnownDevice.first_seen_at))
    ]
    return Section("ways_in", "Ways to sign in", "Their secrets are not here: nobody can read them back.", rows)


def _links(session: Session, physician_id: int) -> list[Row]:
    """Return the links that were mailed in place of a password, and to choose another one."""
    resets = session.scalars(
        select(PasswordReset).where(PasswordReset.physician_id == physician_id).order_by(PasswordReset.id)
    )
    links = session.scalars(select(SignInLink).where(SignInLink.physician_id == physician_id).order_by(SignInLink.id))
    rows: list[Row] = [
        {"kind": "link to a new password", "since": one.asked_at, "closed": one.closed_at} for one in resets
    ]
    return rows + [{"kind": "link to sign in", "since": one.created_at, "last_used": one.used_at} for one in links]


def changes(session: Session, physician_id: int) -> Section:
    """Return each change of address: when, and what came of it. Its addresses are kept no longer than needed."""
    found = session.scalars(
        select(EmailChange).where(EmailChange.physician_id == physician_id).order_by(EmailChange.id)
    )
    rows: list[Row] = [
        {
            "asked": one.asked_at,
            "new_agreed": one.new_agreed_at,
            "old_agreed": one.old_agreed_at,
            "done": one.done_at,
            "state": one.state,
        }
        for one in found
    ]
    return Section("address_changes", "Changes of address", "Both addresses are asked.", rows)
