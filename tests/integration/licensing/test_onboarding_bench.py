"""The comparison of genuine applicants and impostors, run small: no impostor comes in, nobody genuine is lost."""

import argparse
import random
from pathlib import Path

from bench.onboarding import cases
from bench.onboarding.__main__ import run
from bench.onboarding.genuine import valid_numbers
from bench.onboarding.world import World
from medpeer.licensing.npi import is_valid_npi


def a_world(seed: int) -> World:
    """Return an empty world that repeats itself."""
    return World(random.Random(seed))  # noqa: S311 - a bench repeats itself


def test_no_impostor_is_admitted_and_nobody_genuine_is_lost(tmp_path: Path) -> None:
    given = argparse.Namespace(impostors=20, applicants=40, exclusions=34)
    figures, found = run(tmp_path, a_world(5), given)
    assert figures.wrong == []
    assert figures.lost == []
    assert figures.share_admitted(cases.INSTITUTIONAL) > 0.9
    assert figures.share_admitted(cases.BY_CODE) == 1
    assert found[1:] == [
        "excluded, entry with the number: 17 of 17 found",
        "excluded, entry without a number: 17 of 17 found",
    ]


def test_no_valid_number_is_called_invalid() -> None:
    numbers = valid_numbers(a_world(7), 5_000)
    assert all(map(is_valid_npi, numbers))
    assert sum(number.endswith("0") for number in numbers) > 300
