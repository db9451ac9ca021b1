"""`flask roles …`: who may do what beyond a member, decided by the operator."""

import click
from flask.cli import AppGroup
from sqlalchemy import select

from medpeer.accounts import policy, service
from medpeer.accounts.errors import InvalidEmailError
from medpeer.accounts.models import Physician, Role
from medpeer.cli.parts import running_parts
from medpeer.core.db import context_of

roles = AppGroup("roles", help="Give members what they may do beyond a member.")


@roles.command("grant")
@click.argument("email")
@click.argument("role", type=click.Choice([role.value for role in Role]))
def grant(email: str, role: str) -> None:
    """Give the member with the address EMAIL a ROLE; one held already changes nothing."""
    parts = running_parts()
    try:
        address = policy.normalise_email(email)
    except InvalidEmailError as error:
        raise click.ClickException(error.advice) from None
    with parts.database.transaction() as session:
        digest = context_of(session).vault.digest(service.EMAIL_DIGEST, address)
        physician_id = session.scalar(select(Physician.id).where(Physician.email_digest == digest))
        if physician_id is None:
            message = "No member has this address."
            raise click.ClickException(message)
        service.grant_role(session, physician_id, Role(role), actor_id=None)
    click.echo(f"Member {physician_id} is {role.replace('_', ' ')} now.")
