"""The product itself over a scratch database: real migrations, real commands."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade

from config import load_settings
from medpeer.app import create_app


class CommandError(RuntimeError):
    """A command failed; the message is what it printed."""


def scratch(folder: Path) -> Flask:
    """Return the product over a migrated database in ``folder``."""
    app = create_app(load_settings({"MEDPEER_DATA_DIR": str(folder), "MEDPEER_LOG_LEVEL": "WARNING"}))
    with app.app_context():
        upgrade()
    return app


def load_registers(app: Flask, files: Mapping[str, Any]) -> None:
    """Bring every register into use by the operator's own commands.

    Raises:
        CommandError: one of them was refused.
    """
    command(app, "register", "import", "nppes", str(files["nppes"]))
    command(app, "register", "import", "leie", str(files["leie"]))
    command(app, "register", "import", "domains", str(files["domains"]))
    for manifest, file in files["boards"]:
        command(app, "register", "import", "manifest", str(manifest), str(file))


def command(app: Flask, *arguments: str) -> str:
    """Run a command and return what it printed on standard output.

    Raises:
        CommandError: it failed.
    """
    result = app.test_cli_runner().invoke(args=arguments)
    if result.exit_code:
        raise CommandError(result.output) from result.exception
    return result.stdout


def rehearse(app: Flask, folder: Path, lines: Sequence[str]) -> list[dict[str, Any]]:
    """Return the answer to each line, in order."""
    path = folder / "applications.jsonl"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="")
    return [json.loads(line) for line in command(app, "licensing", "rehearse", str(path)).splitlines()]
