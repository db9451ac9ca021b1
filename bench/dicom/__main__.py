"""Prints a table of every attribute of the confidentiality profile against what became of it.

``python -m bench.dicom`` fills each attribute with a canary in a file of nine modalities and gives the same files to
medpeer, dicognito and deid. ``--summary`` leaves the long table out.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence

from bench.dicom.peers import TOOLS
from bench.dicom.runs import MODALITIES, Fate, Run, runs
from medpeer.imaging.dicom.profile import Entry


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the measurement; the status is 1 where medpeer leaves anything."""
    parser = argparse.ArgumentParser(prog="python -m bench.dicom", description=__doc__)
    parser.add_argument("--summary", action="store_true", help="print the counts alone")
    given = parser.parse_args(arguments)
    done = list(runs())
    if not given.summary:
        print(*attribute_rows(done), "", sep="\n")
    print(*summary_rows(done), sep="\n")
    return int(any(_left(run) for run in done if run.tool == "medpeer"))


def attribute_rows(done: Sequence[Run]) -> Iterator[str]:
    """Yield a row for each attribute: how it fared with each tool, over all modalities."""
    yield f"| tag | attribute | profile | {' | '.join(TOOLS)} |"
    yield f"| --- | --- | --- |{' --- |' * len(TOOLS)}"
    for entry in done[0].fates:
        cells = " | ".join(_cell(done, tool, entry) for tool in TOOLS)
        yield f"| {entry.tag} | {entry.keyword} | {_actions(entry)} | {cells} |"


def summary_rows(done: Sequence[Run]) -> Iterator[str]:
    """Yield a row for each modality and tool: attributes filled, and how many are left."""
    yield "| modality | attributes | " + " | ".join(f"{tool}: left" for tool in TOOLS) + " |"
    yield f"| --- | --- |{' --- |' * len(TOOLS)}"
    for modality in MODALITIES:
        found = {run.tool: run for run in done if run.modality == modality}
        cells = " | ".join(_count(found[tool]) for tool in TOOLS)
        yield f"| {modality} | {len(found['medpeer'].fates)} | {cells} |"


def _cell(done: Sequence[Run], tool: str, entry: Entry) -> str:
    counts = Counter(run.fates[entry] for run in done if run.tool == tool)
    return ", ".join(fate if len(counts) == 1 else f"{fate} {count}" for fate, count in counts.most_common())


def _actions(entry: Entry) -> str:
    return "/".join(entry.actions) if entry.in_profile else f"({'/'.join(entry.actions)})"


def _count(run: Run) -> str:
    """Say how many attributes of the profile are left, and beside them those that only this house lists."""
    if Fate.FAILED in run.fates.values():
        return "failed"
    beyond = sum(fate is Fate.KEPT for entry, fate in run.fates.items() if not entry.in_profile)
    places = [place for place, fate in run.around.items() if fate is Fate.KEPT]
    return "; ".join([f"{_left(run) - beyond - len(places)} + {beyond}", *places])


def _left(run: Run) -> int:
    return sum(fate is not Fate.GONE for fate in run.around.values()) + sum(
        fate in {Fate.KEPT, Fate.FAILED} for fate in run.fates.values()
    )


if __name__ == "__main__":
    sys.exit(main())
