"""`flask up`: everything between a fresh checkout and a served product, and nothing on the second time."""

import click
from flask.cli import with_appcontext
from flask_migrate import upgrade

from medpeer.cli.parts import running_parts
from medpeer.cli.seed import demo_logins, is_empty, seed_command
from medpeer.core.settings import Settings


@click.command("up")
@click.pass_context
@with_appcontext
def up(context: click.Context) -> None:
    """Migrate, seed an empty demo database, print the address and the demo log-ins."""
    upgrade()
    parts = running_parts()
    if parts.settings.demo and is_empty(parts.database):
        context.invoke(seed_command, quiet=False)
    _greet(parts.settings)


def _greet(settings: Settings) -> None:
    click.echo(
        f"\nmedpeer is served at {settings.base_url}  (stop it with Ctrl+C; state is kept in {settings.data_dir})"
    )
    if settings.demo:
        click.echo("Demo log-ins:")
        for login in demo_logins():
            click.echo(f"  {login['email']:<44} {login['password']:<24} {login['who']}")
    click.echo("")
