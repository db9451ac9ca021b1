"""``flask register …``: bring the files of registers into use, and see how old they are."""

from flask.cli import AppGroup

from medpeer.cli.register.listing import list_command
from medpeer.cli.register.lists import domains_command, leie_command, manifest_command
from medpeer.cli.register.nppes import nppes_command

register_commands = AppGroup("register", help="Registers of licensed physicians.")
_imports = AppGroup("import", help="Bring a register's file into use, all of it or nothing.")
for command in (nppes_command, leie_command, manifest_command, domains_command):
    _imports.add_command(command)
register_commands.add_command(_imports)
register_commands.add_command(list_command)
