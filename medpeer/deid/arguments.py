"""The command line: what can be asked for, and a help text that a person can work from."""

import argparse
from typing import Final

from medpeer.deid.reading import MAX_DOCUMENT_CHARS
from medpeer.deid.results import Form

_DESCRIPTION: Final = """\
Finds what could identify a patient in clinical text: the 18 identifiers of 45 CFR 164.514(b)(2)(i).
It works on this machine alone; nothing is sent anywhere."""

_EPILOG: Final = f"""\
what goes in
  letter.txt       one text (.txt .text .md .html .csv, UTF-8)
  notes.jsonl      one {{"id": ..., "text": ...}} a line (also .ndjson); other keys are ignored
  archive/         every such file in the folder and its folders, by name
  - or nothing     standard input: JSON lines where it begins with {{, else one text

what comes out
  (default)        a line for each text: {{"id", "spans": [{{"start", "end", "category", "score", "severity"}}]}}
                   offsets are half-open, in Unicode code points of the text as given
                   severity is must_go, or tell_author: its author can say whether it identifies
  --redact         the text with every finding replaced ("the patient", "three days later"); {{"id", "text"}} a
                   line where there are several. The same person keeps one name, dates keep their intervals.
  --html           one page that shows each finding in its text, with reason and replacement. It holds the texts!

examples
  echo "Seen by Dr Amara Obi on 3 May" | python -m medpeer.deid
  python -m medpeer.deid letter.txt --redact
  python -m medpeer.deid notes.jsonl --jobs 4 --output findings.jsonl
  python -m medpeer.deid archive/ --html --output report.html
  zcat notes.jsonl.gz | python -m medpeer.deid --redact --jobs 4 > redacted.jsonl
  python -m medpeer.deid notes.jsonl --words house.txt
  python -m medpeer.deid notes.jsonl | jq -c 'select(any(.spans[]; .severity == "must_go")) | .id'

the house's own words
  house.txt holds one name or code a line below [places], [names], [numbers] or [never]; # is one figure:
      [places]
      Cedar Hollow
      W#-##
      [never]
      Cedar Hollow protocol

what happens when something is wrong
  A line or file that cannot be read (not UTF-8, not JSON, a text over {MAX_DOCUMENT_CHARS:,} characters) is named on
  standard error by file and line, and the rest is read. With --output the file appears when all is done, readable
  by its owner alone; a run that is interrupted leaves nothing.

exit status
  0 everything was read      1 some input was not       2 wrong use
  3 could not be finished    130, 141, 143 interrupted by Ctrl-C, a closed pipe, a signal

A clear result means that the check found nothing. It is not a legal determination, and the check can miss things."""


def parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    described = argparse.ArgumentParser(
        prog="python -m medpeer.deid",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    described.add_argument(
        "inputs", nargs="*", metavar="FILE", help="text, JSON lines or folder; - or nothing reads standard input"
    )
    described.add_argument("--output", "-o", metavar="FILE", help="write to this file, all at once at the end")
    form = described.add_mutually_exclusive_group()
    redact, page = "write the texts with every finding replaced", "write a page that shows every finding in its text"
    form.add_argument("--redact", dest="form", action="store_const", const=Form.REDACTED, help=redact)
    form.add_argument("--html", dest="form", action="store_const", const=Form.HTML, help=page)
    described.set_defaults(form=Form.JSON)
    described.add_argument("--words", metavar="FILE", help="the house's own hospitals, wards and codes")
    described.add_argument(
        "--threshold", type=_threshold, default=0.5, metavar="S", help="least score that counts, 0 to 1 (default 0.5)"
    )
    described.add_argument("--jobs", "-j", type=_jobs, default=1, metavar="N", help="processes (default 1)")
    described.add_argument("--quiet", "-q", action="store_true", help="no progress bar and no closing line")
    return described


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
    if not 1 <= value <= 256:  # noqa: PLR2004 - more is a slip of the finger
        message = "between 1 and 256 processes"
        raise argparse.ArgumentTypeError(message)
    return value
