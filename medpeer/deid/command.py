"""The command: texts in, findings, redacted texts or a report out."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final, TextIO

from rich.console import Console
from rich.progress import track

from medpeer.deid.engine import find_identifiers
from medpeer.deid.report import report_head, report_row, report_tail
from medpeer.deid.suggest import suggest
from medpeer.deid.values import MAX_TEXT_CHARS, Span

_EPILOG: Final = """\
input   a text file, a .jsonl file with one {"id", "text"} object a line, a folder of both, or - for standard input
output  one line for each text: {"id", "spans": [{"start", "end", "category", "score", "severity"}]}
        offsets are half-open, in Unicode code points of the text as given

examples
  echo "Seen by Dr Amara Obi on 3 May" | python -m medpeer.deid
  python -m medpeer.deid notes.jsonl --jobs 2 --output findings.jsonl
  python -m medpeer.deid letter.txt --redact
  python -m medpeer.deid archive/ --html --output report.html

exit status: 0 read everything, 1 some input could not be read (said on standard error), 2 wrong use
A clear result means that the check found nothing. It is not a legal determination, and the check can miss things."""


@dataclass(frozen=True, slots=True)
class Document:
    """One text and the name it goes by in the output."""

    name: str
    text: str


class InputError(ValueError):
    """Raised for input that cannot be read; the message names file and line, never the text."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    options = _parser().parse_args(arguments)
    problems: list[str] = []
    documents = _documents(options.inputs or ["-"], problems)
    with _output(options.output) as out:
        _write(documents, out, options)
    for problem in problems:
        sys.stderr.write(problem + "\n")
    return 1 if problems else 0


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
    form.add_argument(
        "--redact", action="store_true", help="write the texts with every finding replaced, not the findings"
    )
    form.add_argument("--html", action="store_true", help="write one page that shows every finding in its text")
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


def _write(documents: Iterable[Document], out: TextIO, options: argparse.Namespace) -> None:
    """Write one result for each document, in the order of the input."""
    form = "html" if options.html else "redact" if options.redact else "json"
    if options.html:
        out.write(report_head())
    work = partial(_result, form=form, threshold=options.threshold)
    quiet = options.quiet or not sys.stderr.isatty()
    out.writelines(
        line + "\n"
        for line in track(
            _mapped(work, documents, options.jobs), "Reading", console=Console(stderr=True), disable=quiet, total=None
        )
    )
    if options.html:
        out.write(report_tail())


def _mapped(work: "partial[str]", documents: Iterable[Document], jobs: int) -> Iterator[str]:
    """Apply ``work`` in this process or in ``jobs`` of them; keeps the order."""
    if jobs == 1:
        yield from map(work, documents)
        return
    with ProcessPoolExecutor(jobs) as pool:
        for batch in _batches(documents, 256 * jobs):
            yield from pool.map(work, batch, chunksize=32)


def _batches(documents: Iterable[Document], size: int) -> Iterator[list[Document]]:
    """Group documents so that an archive larger than memory can be read."""
    batch: list[Document] = []
    for document in documents:
        batch.append(document)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _result(document: Document, *, form: str, threshold: float) -> str:
    """Give the output line of one document."""
    spans = find_in_long(document.text, threshold=threshold)
    match form:
        case "html":
            return report_row(document.name, document.text, spans)
        case "redact":
            return redact(document.text, spans)
        case _:
            return _as_json(document.name, spans)


def find_in_long(text: str, *, threshold: float = 0.5) -> list[Span]:
    """Find identifiers in a text of any length, in stretches cut at line or word ends."""
    found: list[Span] = []
    at = 0
    while at < len(text) or at == 0:
        end = _cut(text, at)
        found.extend(
            replace(span, start=span.start + at, end=span.end + at)
            for span in find_identifiers(text[at:end], threshold=threshold)
        )
        if end >= len(text):
            break
        at = end
    return found


def _cut(text: str, at: int) -> int:
    """Give the end of the stretch that starts at ``at``: after a line or a blank where there is one near."""
    end = at + MAX_TEXT_CHARS
    if end >= len(text):
        return len(text)
    for mark in ("\n", " "):
        near = text.rfind(mark, end - 2000, end)
        if near > at:
            return near + 1
    return end


def redact(text: str, spans: Sequence[Span]) -> str:
    """Give ``text`` with each of ``spans`` replaced by its suggestion."""
    pieces: list[str] = []
    at = 0
    for span, instead in zip(spans, suggest(text, spans), strict=True):
        pieces += [text[at : span.start], instead.replacement]
        at = span.end
    return "".join([*pieces, text[at:]])


def _as_json(name: str, spans: Sequence[Span]) -> str:
    """Write findings as one JSON line."""
    rows = [
        {
            "start": span.start,
            "end": span.end,
            "category": span.category,
            "score": span.score,
            "severity": span.severity,
        }
        for span in spans
    ]
    return json.dumps({"id": name, "spans": rows}, ensure_ascii=False)


def _documents(inputs: Sequence[str], problems: list[str]) -> Iterator[Document]:
    """Yield the documents of all inputs; what cannot be read is added to ``problems``."""
    for name in inputs:
        try:
            if name == "-":
                yield from _from_lines("-", sys.stdin.read())
            else:
                yield from _from_path(Path(name), problems)
        except (OSError, InputError) as problem:
            problems.append(str(problem))


def _from_path(path: Path, problems: list[str]) -> Iterator[Document]:
    """Yield the documents of a file or of every text in a folder, in the order of their names."""
    if path.is_dir():
        for inner in sorted(path.rglob("*")):
            if inner.suffix in {".txt", ".md", ".jsonl", ".html", ".csv", ".text"}:
                yield from _documents([str(inner)], problems)
    elif path.suffix == ".jsonl":
        with path.open(encoding="utf-8", errors="replace") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _from_json(f"{path}:{number}", line)
    else:
        yield Document(path.name, path.read_text(encoding="utf-8", errors="replace"))


def _from_lines(name: str, content: str) -> Iterator[Document]:
    """Yield what standard input holds: JSON lines where the first line is an object, else one text."""
    first = content.lstrip().split("\n", 1)[0]
    if not first.startswith("{"):
        yield Document(name, content)
        return
    for number, line in enumerate(content.splitlines(), 1):
        if line.strip():
            yield _from_json(f"{name}:{number}", line)


def _from_json(place: str, line: str) -> Document:
    """Read one {"id", "text"} line."""
    try:
        row = json.loads(line)
        return Document(str(row.get("id", place)), str(row["text"]))
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise InputError(f'{place}: expected {{"id", "text"}} on one line ({type(problem).__name__})') from None
