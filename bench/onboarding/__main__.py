"""Try onboarding on made-up registers, genuine applicants and impostors: ``python -m bench.onboarding``.

Prints what became of each class, the share of genuine applicants admitted at once, the machine time of a decision,
what the exclusion list found with and without numbers, and how many valid NPIs were called invalid. The exit status
is 1 when an impostor was admitted, a genuine applicant lost, or a valid number rejected.
"""

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from bench.onboarding import genuine, recall
from bench.onboarding.cases import make_cases
from bench.onboarding.figures import Figures, count, table
from bench.onboarding.files import write_all
from bench.onboarding.product import load_registers, rehearse, scratch
from bench.onboarding.world import World
from medpeer.licensing.npi import is_valid_npi


def main() -> int:
    """Run and return the exit status."""
    given = _arguments()
    world = World(random.Random(given.seed))  # noqa: S311 - a bench repeats itself
    rejected = [npi for npi in genuine.valid_numbers(world, given.npis) if not is_valid_npi(npi)]
    with tempfile.TemporaryDirectory() as folder:
        figures, found = run(Path(folder), world, given)
    print(table(figures))
    print(f"\nvalid NPIs rejected: {len(rejected)} of {given.npis:,}")
    print("\n".join(found))
    for case in figures.wrong + figures.lost:
        print(f"{case.group}, {case.kind}: {case.line[:300]}", file=sys.stderr)
    return 0 if figures.is_good and not rejected else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--impostors", type=int, default=1_000, help="at least; every class gets each of its tricks")
    parser.add_argument("--applicants", type=int, default=1_000, help="with a mailbox of their institution")
    parser.add_argument("--npis", type=int, default=100_000, help="valid numbers to check")
    parser.add_argument("--exclusions", type=int, default=200, help="excluded physicians, half without a number")
    return parser.parse_args()


def run(folder: Path, world: World, given: argparse.Namespace) -> tuple[Figures, list[str]]:
    """Write the registers, load them, decide every case; return the figures and lines about time and exclusions."""
    made = make_cases(world, impostors=given.impostors, applicants=given.applicants)
    excluded = recall.make(world, given.exclusions)
    files = write_all(folder, world)
    app = scratch(folder / "data")
    load_registers(app, files)
    started = time.process_time()
    answers = rehearse(app, folder, [case.line for case in made])
    seconds = time.process_time() - started
    lines = [f"machine time: {1000 * seconds / len(made):.2f} ms an application, {len(made) / seconds:,.0f} a second"]
    return count(made, answers), [
        *lines,
        *recall.measure(excluded, rehearse(app, folder, [one.line for one in excluded])),
    ]


if __name__ == "__main__":
    sys.exit(main())
