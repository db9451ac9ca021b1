"""How many excluded physicians the exclusion list finds, by what its entry holds of them."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bench.onboarding.cases import Case
from bench.onboarding.impostors import exclusions
from bench.onboarding.impostors.trick import Trick
from bench.onboarding.world import World

WITH_NUMBER = "entry with the number"
WITHOUT_NUMBER = "entry without a number"


def make(world: World, count: int) -> list[Case]:
    """Return applications of excluded physicians who are else in order, half of whose entries have no number."""
    halves: Iterable[tuple[str, Sequence[Trick]]] = (
        (WITH_NUMBER, exclusions.WITH_NUMBER),
        (WITHOUT_NUMBER, exclusions.WITHOUT_NUMBER),
    )
    made = [(kind, tricks[place % len(tricks)](world)) for kind, tricks in halves for place in range(count // 2)]
    return [
        Case(WITH_NUMBER, kind, place, json.dumps({"id": place, **fields}))
        for place, (kind, fields) in enumerate(made)
        if isinstance(fields, dict)
    ]


def measure(made: Sequence[Case], answers: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return a line for each kind: how many of its people were kept from being admitted because of the list."""
    kept = Counter(case.kind for case, answer in zip(made, answers, strict=True) if _is_found(answer))
    total = Counter(case.kind for case in made)
    return [f"excluded, {kind}: {kept[kind]} of {total[kind]} found" for kind in total]


def _is_found(answer: Mapping[str, Any]) -> bool:
    return answer["decision"] != "admit" and any(reason.startswith("excluded_") for reason in answer["reasons"])
