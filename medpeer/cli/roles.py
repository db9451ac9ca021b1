"""`flask roles …`: who may do what beyond a member, decided by the operator."""

import click
from flask.cli import AppGroup

from medpeer.accounts import policy, queries, service
from medpeer.accounts.errors import InvalidEmailError
from medpeer.accounts.models import Role
from medpeer.cli.parts import running_parts

roles = AppGroup("roles", help="Give members what they may do beyond a member.")


@roles.command("grant")
@click.argument("email")
@click.argument("role", type=click.Choice([role.value for role in Role]))
def grant(email: str, role: str) -> None:
    """Give the member with the address EMAIL a ROLE; one held already changes nothing."""
    try:
        address = policy.normalise_email(email)
    except InvalidEmailError as error:
        raise click.ClickException(error.advice) from None
    with running_parts().database.transaction() as session:
        physician = queries.find_physician(session, address)
        if physician is None:
            message = "No member has this address."
            raise click.ClickException(message)
        service.grant_role(session, physician.id, Role(role), actor_id=None)
    click.echo(f"Member {physician.id} is {role.replace('_', ' ')} now.")
