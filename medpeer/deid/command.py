"""The command: texts in, findings, redacted texts or a report out."""

import io
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Final, TextIO

from medpeer.deid.arguments import parser
from medpeer.deid.categories import Severity
from medpeer.deid.documents import bytes_of, documents
from medpeer.deid.local_words import LocalWords, LocalWordsError, read_local_words
from medpeer.deid.output import output
from medpeer.deid.progress import progress_bar
from medpeer.deid.report import MAX_SHOWN, Entry, Run, report_head, report_tail
from medpeer.deid.results import Form, Result, Work
from medpeer.deid.status import Mode, engine_status
from medpeer.deid.totals import Totals
from medpeer.deid.working import results, workers

_SOME_UNREAD: Final = 1
_WRONG_USE: Final = 2
_UNFINISHED: Final = 3
_INTERRUPTED: Final = 130
_CLOSED_PIPE: Final = 141
_TERMINATED: Final = 143


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    options = parser().parse_args(arguments)
    words = _local_words(options.words)
    status = engine_status()
    if status.mode is Mode.RULES_ONLY:
        sys.stderr.write(status.note + "\n")
    work = Work(options.form, options.threshold, words)
    before = signal.signal(signal.SIGTERM, _terminated)
    try:
        return _run(options.inputs or ["-"], work, options.output, jobs=options.jobs, quiet=options.quiet)
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        # Who read the output has enough; the interpreter must not try to write the rest at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _CLOSED_PIPE
    except BrokenProcessPool:
        sys.stderr.write("A worker process was ended from outside, perhaps for want of memory. Try fewer --jobs.\n")
        return _UNFINISHED
    except OSError as problem:
        sys.stderr.write(f"{problem.filename or options.output or 'output'}: {problem.strerror}\n")
        return _UNFINISHED
    finally:
        signal.signal(signal.SIGTERM, before)


def _terminated(_signal: int, _frame: FrameType | None) -> None:
    """End as an error ends: workers stop, a half-written file goes."""
    sys.exit(_TERMINATED)


def _run(inputs: Sequence[str], work: Work, target: str | None, *, jobs: int, quiet: bool) -> int:
    """Read everything and write the results; workers start before the bar, so that no thread is forked with them."""
    quiet = quiet or not sys.stderr.isatty()
    totals = Totals()
    with (
        output(target) as out,
        workers(jobs) as pool,
        progress_bar(None if quiet else bytes_of(inputs), quiet=quiet) as (
            advance,
            say,
        ),
    ):

        def tell(problem: str) -> None:
            totals.note(problem)
            say(problem)

        read = documents(inputs, _standard_input, tell)
        counted = _counted(results(read, work, pool, jobs=jobs), totals, advance, tell)
        if work.form is Form.HTML:
            _write_report(out, counted, work, totals)
        else:
            out.writelines(result.written for result in counted if result.written)
    if not quiet:
        sys.stderr.write(totals.sentence + "\n")
    return _SOME_UNREAD if totals.unread else 0


def _standard_input() -> io.BufferedReader:
    """Give standard input as bytes: whether they are UTF-8 is looked at line by line."""
    return open(sys.stdin.fileno(), "rb", closefd=False)


def _counted(
    found: Iterator[Result], totals: Totals, advance: Callable[[int], None], tell: Callable[[str], None]
) -> Iterator[Result]:
    """Count each result and pass it on; one that failed is told."""
    for result in found:
        advance(result.size_bytes)
        if result.written is None:
            tell(f"{result.name}: this text could not be checked; that is a defect of the program")
        else:
            totals.add(result.kinds)
            yield result


def _write_report(out: TextIO, counted: Iterator[Result], work: Work, totals: Totals) -> None:
    """Write the report: the texts go to a nameless file first, for the summary above them needs them all."""
    index: list[Entry] = []
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as body:
        for result in counted:
            body.write(result.written or "")
            if result.number <= MAX_SHOWN:
                must = sum(severity is Severity.MUST_GO for _, severity in result.kinds)
                index.append(Entry(result.number, result.name, must, len(result.kinds) - must))
        words = len(work.words.phrases) if work.words else 0
        run = Run(datetime.now(UTC), engine_status().note, work.threshold, words)
        out.writelines(report_head(run, totals, index))
        body.seek(0)
        shutil.copyfileobj(body, out)
    out.write(report_tail())


def _local_words(path: str | None) -> LocalWords | None:
    """Read the house's own words; ends the command where the file cannot be used."""
    if path is None:
        return None
    try:
        return read_local_words(Path(path))
    except OSError as problem:
        sys.stderr.write(f"{path}: {problem.strerror}\n")
    except LocalWordsError as problem:
        sys.stderr.write(f"{path}: {problem}\n")
    sys.exit(_WRONG_USE)
