"""The page of a person's ways to sign in, and fresh recovery codes."""

from http import HTTPStatus
from typing import Final

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from medpeer.credentials import queries
from medpeer.credentials.service import recovery
from medpeer.hospitals.queries import list_links
from medpeer.web.access import Access, access, current_actor
from medpeer.web.credentials.blueprint import bp
from medpeer.web.credentials.ceremony import find_party, named_address
from medpeer.web.state import reading, state, transaction
from medpeer.web.step_up import fresh_proof

HOME: Final = "credentials.show_ways"


@bp.get("/account/ways-in")
@access(Access.SIGNED_IN)
def show_ways() -> ResponseReturnValue:
    """Show authenticator app, passkeys, linked hospitals and how many recovery codes are left."""
    with reading() as session:
        factors = queries.list_factors(session, current_actor().physician_id)
        links = list_links(session, current_actor().physician_id)
    names, linked = (
        {slug: one.provider.name for slug, one in state().hospitals.items()},
        {one.hospital for one in links},
    )
    return render_template(
        "credentials/ways.html",
        factors=factors,
        passkeys_offered=find_party() is not None,
        named_address=named_address(),
        hospital_links=links,
        hospital_names=names,
        hospitals=[(slug, name) for slug, name in names.items() if slug not in linked],
    )


@bp.post("/account/ways-in/recovery-codes")
@access(Access.SIGNED_IN)
@fresh_proof(HOME)
def renew_recovery_codes() -> ResponseReturnValue:
    """Replace the recovery codes and show the new ones, this once."""
    physician_id = current_actor().physician_id
    with transaction() as session:
        needed = queries.has_factor(session, physician_id)
        codes = recovery.renew_codes(session, physician_id) if needed else ()
    return show_codes(codes) if codes else redirect(url_for(HOME), HTTPStatus.SEE_OTHER)


def show_codes(codes: tuple[str, ...]) -> str:
    """Return the page of fresh recovery codes."""
    return render_template("credentials/recovery_codes.html", codes=codes)
