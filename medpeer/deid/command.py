"""The command: texts in, findings, redacted texts or a report out."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final, TextIO

from medpeer.deid.documents import documents
from medpeer.deid.local_words import LocalWords, LocalWordsError, read_local_words
from medpeer.deid.results import Form, Work, write_results
from medpeer.deid.status import Mode, engine_status

_WRONG_USE: Final = 2
_EPILOG: Final = """\
input   a text file, a .jsonl file with one {"id", "text"} object a line, a folder of both, or - for standard input
output  one line for each text: {"id", "spans": [{"start", "end", "category", "score", "severity"}]}
        offsets are half-open, in Unicode code points of the text as given

examples
  echo "Seen by Dr Amara Obi on 3 May" | python -m medpeer.deid
  python -m medpeer.deid notes.jsonl --jobs 2 --output findings.jsonl
  python -m medpeer.deid letter.txt --redact
  python -m medpeer.deid archive/ --html --output report.html
  python -m medpeer.deid notes.jsonl --words house.txt

words   house.txt holds one name or code a line below headings [places], [names], [numbers] and [never]; # is one figure
          [places]
          Cedar Hollow
          W#-##
          [never]
          Cedar Hollow protocol

exit status: 0 read everything, 1 some input could not be read (said on standard error), 2 wrong use
A clear result means that the check found nothing. It is not a legal determination, and the check can miss things."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    options = _parser().parse_args(arguments)
    problems: list[str] = []
    words = _local_words(options.words)
    status = engine_status()
    if status.mode is Mode.RULES_ONLY:
        sys.stderr.write(status.note + "\n")
    work = Work(options.form, options.threshold, words)
    quiet = options.quiet or not sys.stderr.isatty()
    with _output(options.output) as out:
        write_results(documents(options.inputs or ["-"], problems), out, work, jobs=options.jobs, quiet=quiet)
    sys.stderr.writelines(problem + "\n" for problem in problems)
    return 1 if problems else 0


def _local_words(path: str | None) -> LocalWords | None:
    """Read the house's own words; ends the command where the file cannot be used."""
    if path is None:
        return None
    try:
        return read_local_words(Path(path))
    except (OSError, UnicodeDecodeError, LocalWordsError) as problem:
        sys.stderr.write(f"{path}: {problem}\n")
        sys.exit(_WRONG_USE)


def _parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m medpeer.deid",
        description="Finds what could identify a patient in clinical text: the 18 identifiers of 45 CFR 164.514(b)(2).",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "inputs", nargs="*", metavar="FILE", help="text, JSON lines or folder; - or nothing reads standard input"
    )
    parser.add_argument("--output", "-o", metavar="FILE", help="write here instead of standard output")
    form = parser.add_mutually_exclusive_group()
    redacted, page = (
        "write the texts with every finding replaced",
        "write one page that shows every finding in its text",
    )
    form.add_argument("--redact", dest="form", action="store_const", const=Form.REDACTED, help=redacted)
    form.add_argument("--html", dest="form", action="store_const", const=Form.HTML, help=page)
    parser.set_defaults(form=Form.JSON)
    parser.add_argument("--words", metavar="FILE", help="the house's own hospitals, wards and codes, one a line")
    parser.add_argument(
        "--threshold", type=_threshold, default=0.5, metavar="S", help="least score that counts, 0 to 1 (0.5)"
    )
    parser.add_argument("--jobs", type=_jobs, default=1, metavar="N", help="processes to share the work (1)")
    parser.add_argument("--quiet", "-q", action="store_true", help="no progress bar")
    return parser


def _threshold(word: str) -> float:
    """Read a score."""
    value = float(word)
    if not 0 <= value <= 1:
        message = "a score lies between 0 and 1"
        raise argparse.ArgumentTypeError(message)
    return value


def _jobs(word: str) -> int:
    """Read a number of processes."""
    value = int(word)
    if value < 1:
        message = "at least one process is needed"
        raise argparse.ArgumentTypeError(message)
    return value


def _output(path: str | None) -> TextIO:
    """Open where the result goes."""
    if path is None:
        return open(sys.stdout.fileno(), "w", encoding="utf-8", closefd=False)
    return Path(path).open("w", encoding="utf-8")
