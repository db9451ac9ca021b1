"""How far a reading is: a bar on a terminal, a line now and then elsewhere."""

import sys
import time
from typing import Final, Self

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from medpeer.licensing.nppes import Progress

PLAIN_EVERY_S: Final = 5.0


class Shown:
    """A bar on a terminal, a line now and then elsewhere, nothing when quiet."""

    def __init__(self, name: str, *, quiet: bool) -> None:
        """Show the reading of the file ``name``."""
        self._name = name
        self._plain = not sys.stderr.isatty()
        self._quiet = quiet
        self._printed_at = time.monotonic()
        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(),
            TextColumn("{task.fields[kept]:,} physicians"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            disable=quiet or self._plain,
        )
        self._task = self._bar.add_task(f"Reading {name}", total=None, kept=0)

    def __enter__(self) -> Self:
        """Start."""
        self._bar.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        """Stop, whatever happened."""
        self._bar.stop()

    def update(self, progress: Progress) -> None:
        """Show how far the reading is."""
        if self._quiet:
            return
        if not self._plain:
            self._bar.update(self._task, completed=progress.bytes_read, total=progress.bytes_total, kept=progress.kept)
        elif time.monotonic() - self._printed_at >= PLAIN_EVERY_S:
            self._printed_at = time.monotonic()
            share = 100 * progress.bytes_read // max(progress.bytes_total, 1)
            click.echo(f"{share} %: {progress.lines_read:,} lines, {progress.kept:,} physicians", err=True)
