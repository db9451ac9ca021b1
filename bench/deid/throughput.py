"""Measures the command on a large archive: ``python -m bench.deid.throughput --size 1G``.

Writes the archive, reads it with ``--jobs`` processes, then (a part of it) with one, and prints MB/s, documents/s, CPU
time and the most memory that parent and workers held. Wall time counts other work on the machine; CPU time does not.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.deid.archive import write_archive

_UNITS: Final = {"K": 1_000, "M": 1_000_000, "G": 1_000_000_000}
_LOOKED_EVERY_S: Final = 0.1
_HEAD: Final = (
    "| form | jobs | MB | documents | wall s | MB/s | documents/s | CPU s | parent MB | largest worker MB |\n"
    "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the command; memory in bytes is the most that was resident, 0 where the system does not tell."""

    jobs: int
    size_bytes: int
    documents: int
    wall_s: float
    cpu_s: float
    parent_bytes: int
    worker_bytes: int

    @property
    def bytes_per_s(self) -> float:
        """Give how much was read in a second of wall time."""
        return self.size_bytes / self.wall_s

    def row(self, form: str) -> str:
        """Give the run as a line of the table."""
        rates = f"{self.bytes_per_s / 1e6:.3f} | {self.documents / self.wall_s:.0f} | {self.cpu_s:.1f}"
        memory = f"{self.parent_bytes / 1e6:.0f} | {self.worker_bytes / 1e6:.0f}"
        start = f"{form} | {self.jobs} | {self.size_bytes / 1e6:.1f} | {self.documents:,} | {self.wall_s:.1f}"
        return f"| {start} | {rates} | {memory} |"


def run_command(archive: Path, documents: int, target: Path, *, jobs: int, form: str) -> Run:
    """Run the command on an archive; raises ``RuntimeError`` where it does not end well or loses a document."""
    options = [] if form == "json" else [f"--{form}"]
    began = time.monotonic()
    running = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "medpeer.deid", str(archive), "--jobs", str(jobs), "--output", str(target), *options]
    )
    parent = worker = 0
    while (ended := os.wait4(running.pid, os.WNOHANG))[0] == 0:
        parent = max(parent, _resident(running.pid))
        worker = max([worker, *map(_resident, _children(running.pid))])
        time.sleep(_LOOKED_EVERY_S)
    wall, (_, status, used) = time.monotonic() - began, ended
    running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode or (form != "html" and _lines(target) != documents):
        message = f"status {running.returncode}, {_lines(target) if target.exists() else 0} of {documents} documents"
        raise RuntimeError(message)
    return Run(jobs, archive.stat().st_size, documents, wall, used.ru_utime + used.ru_stime, parent, worker)


def _resident(pid: int) -> int:
    """Give the most memory that a process has held, in bytes (Linux)."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0)


def _children(pid: int) -> list[int]:
    """Give the children of a process (Linux)."""
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    except OSError:
        return []


def _lines(path: Path) -> int:
    """Count the lines of a file without holding it."""
    with path.open("rb") as lines:
        return sum(1 for _ in lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the archive, run the command on it and print the table."""
    given = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        print(_HEAD, flush=True)
        runs = []
        for jobs, size in ((given.jobs, given.size), (1, min(given.size, given.compare))):
            archive = Path(folder, f"{size}.jsonl")
            documents = write_archive(archive, size)
            runs.append(run_command(archive, documents, Path(folder, "out"), jobs=jobs, form=given.form))
            print(runs[-1].row(given.form), flush=True)
        print(f"\n{given.jobs} processes read {runs[0].bytes_per_s / runs[1].bytes_per_s:.2f} times as fast as one.")
    return 0


def _parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.deid.throughput",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--size", type=size_of, default=size_of("20M"), help="size of the archive, as 5M or 1G (20M)")
    parser.add_argument("--compare", type=size_of, default=size_of("20M"), help="most that one process reads (20M)")
    parser.add_argument("--jobs", type=int, default=2, help="processes (2)")
    parser.add_argument("--form", choices=("json", "redact", "html"), default="json", help="what is written (json)")
    parser.add_argument("--folder", type=Path, help="where the archive is written (the system's folder for such files)")
    return parser


def size_of(words: str) -> int:
    """Read a size: 500K, 5M, 1G, or bytes."""
    unit = _UNITS.get(words[-1:].upper(), 1)
    return int(float(words[:-1] if unit > 1 else words) * unit)


if __name__ == "__main__":
    sys.exit(main())
