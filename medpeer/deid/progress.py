"""The progress bar of the command: on standard error, and only where a person looks at it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

Advance = Callable[[int], None]
"""Takes the number of bytes read for one more text."""


@contextmanager
def progress_bar(total_bytes: int | None, *, quiet: bool) -> Iterator[tuple[Advance, Callable[[str], None]]]:
    """Show how much was read; gives what to call for each text, and for each sentence that belongs above the bar."""
    console = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)
    columns = (
        TextColumn("{task.fields[texts]:,} texts"),
        *(BarColumn(), TaskProgressColumn(), DownloadColumn(), TimeRemainingColumn()),
    )
    with Progress(*columns, console=console, disable=quiet, redirect_stdout=False, transient=True) as bar:
        task = bar.add_task("", total=total_bytes, texts=0)
        texts = 0

        def advance(size_bytes: int) -> None:
            nonlocal texts
            texts += 1
            bar.update(task, advance=size_bytes, texts=texts)

        yield advance, console.print
