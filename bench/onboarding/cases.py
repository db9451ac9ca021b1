"""All applications of a run, tagged, in the order of the file."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bench.onboarding import genuine
from bench.onboarding.impostors import CLASSES
from bench.onboarding.impostors.abuse import RAW
from bench.onboarding.impostors.trick import Trick
from bench.onboarding.world import World

IMPOSTOR: Final = "impostor"
INSTITUTIONAL: Final = "genuine, institution's mailbox"
BY_CODE: Final = "genuine, code of record"
QUEUED: Final = "genuine, for a person to look at"


@dataclass(frozen=True, slots=True)
class Case:
    """One line of the file; ``group`` says whose it is, ``kind`` its class, ``number`` its place there from 1."""

    group: str
    kind: str
    number: int
    line: str


def make_cases(world: World, *, impostors: int, applicants: int) -> list[Case]:
    """Return genuine applicants and at least as many impostors as asked for, every trick of a class in turn."""
    each = max(1, -(-impostors // len(CLASSES)))
    made = [
        *_group(world, INSTITUTIONAL, genuine.INSTITUTIONAL, applicants),
        *_group(world, BY_CODE, genuine.BY_CODE, max(2, applicants // 5)),
        *_group(world, QUEUED, genuine.QUEUED, max(7, applicants // 5)),
    ]
    for kind, tricks in CLASSES.items():
        made += _of_class(world, kind, tricks, max(each, len(tricks)))
    return [Case(case.group, case.kind, place, _numbered(case.line, place)) for place, case in enumerate(made, start=1)]


def _group(world: World, group: str, kinds: Mapping[str, Sequence[genuine.Kind]], count: int) -> list[Case]:
    listed = [(kind, makers) for kind, makers in kinds.items()]
    made = []
    for place in range(count):
        kind, makers = listed[place % len(listed)]
        made.append(Case(group, kind, 0, json.dumps(makers[place // len(listed) % len(makers)](world))))
    return made


def _of_class(world: World, kind: str, tricks: Sequence[Trick], count: int) -> list[Case]:
    made = []
    for place in range(count):
        given = tricks[place % len(tricks)](world)
        *before, last = given if isinstance(given, list) else [given]
        made += [Case(INSTITUTIONAL, f"before {kind}", 0, json.dumps(one)) for one in before]
        made.append(Case(IMPOSTOR, kind, 0, _line(last)))
    return made


def _line(fields: Mapping[str, Any]) -> str:
    return fields[RAW] if RAW in fields else json.dumps(fields)


def _numbered(line: str, place: int) -> str:
    """Return a line with its place as identifier; one that is no object stays as it is."""
    if not line.startswith('{"') or line.startswith('{"id"'):
        return line
    return f'{{"id": "{place}", ' + line[1:]
