"""The chain's arithmetic: whatever is done to a row of links, it shows."""

import io
import json
import tracemalloc
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpeer.audit import Link, read_export, verify_links, write_export
from medpeer.audit.chain import GENESIS, link_hash

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
FIELDS = ("at", "actor_id", "action", "object_kind", "object_id", "reason", "clearance_id", "previous_hash", "hash")


def endless_links(seed: int = 1) -> Iterator[Link]:
    """Yield a chain as the product would write it."""
    random, previous, seq = Random(seed), GENESIS, 0  # noqa: S311 - test data
    while True:
        seq += 1
        fields: dict[str, Any] = {
            "seq": seq,
            "actor_id": random.choice([None, random.randint(1, 50)]),
            "action": random.choice(["post_added", "signed_in", "content_purged"]),
            "object_kind": random.choice(["post", "physician"]),
            "object_id": random.randint(1, 500),
            "reason": random.choice(["", "identifies_patient"]),
            "clearance_id": random.choice([None, random.randint(1, 900)]),
            "previous_hash": previous,
        }
        at = START + timedelta(seconds=seq)
        previous = link_hash(at=at, **fields)
        yield Link(at=at.isoformat(), hash=previous, **fields)


def chain(length: int, seed: int = 1) -> list[Link]:
    return list(islice(endless_links(seed), length))


def changed(link: Link, random: Random) -> Link:
    """Return ``link`` with one field saying something else."""
    name = random.choice(FIELDS)
    old = getattr(link, name)
    match name:
        case "at":
            new: object = (datetime.fromisoformat(old) + timedelta(seconds=random.randint(1, 9999))).isoformat()
        case "actor_id" | "object_id" | "clearance_id":
            new = (old or 0) + random.randint(1, 9)
        case "previous_hash" | "hash":
            new = ("0" if old[0] != "0" else "1") + old[1:]
        case _:
            new = old + "x"
    return replace(link, **{name: new})  # type: ignore[arg-type]


def rehashed(links: Iterable[Link]) -> list[Link]:
    """Return ``links`` numbered and hashed anew: what a forger with the source code would do."""
    out: list[Link] = []
    previous = GENESIS
    for seq, link in enumerate(links, 1):
        moved = replace(link, seq=seq, previous_hash=previous)
        previous = moved.expected_hash() or ""
        out.append(replace(moved, hash=previous))
    return out


def tampered(links: list[Link], random: Random) -> tuple[str, list[Link]]:
    """Return one random tampering and what it makes of the chain."""
    way = random.choice(["edit", "delete", "reorder", "truncate", "insert", "rewrite"])
    copy, place = list(links), random.randrange(1, len(links) - 1)
    match way:
        case "edit":
            copy[place] = changed(copy[place], random)
        case "delete":
            del copy[place : place + random.randint(1, 3)]
        case "reorder":
            copy[place - 1], copy[place] = copy[place], copy[place - 1]
        case "truncate":
            del copy[-random.randint(1, 5) :]
        case "insert":
            forged = replace(copy[place], object_id=copy[place].object_id + 1)
            copy.insert(place, replace(forged, hash=forged.expected_hash() or ""))
        case _:
            forged = replace(copy[place], object_id=copy[place].object_id + 1)
            copy = rehashed([*copy[:place], forged, *copy[place + 1 :]])
    return way, copy


def test_a_chain_as_written_verifies() -> None:
    links = chain(200)
    assert list(verify_links(links)) == []
    assert list(verify_links(links, head=links[-1].hash)) == []
    assert list(verify_links([], head=GENESIS)) == []


@pytest.mark.parametrize("seed", range(100))
def test_each_of_a_hundred_tamperings_is_found_with_the_head(seed: int) -> None:
    links = chain(60, seed)
    way, bad = tampered(links, Random(seed))  # noqa: S311 - test data
    assert list(verify_links(bad, head=links[-1].hash)), way


def test_a_head_noted_earlier_verifies_while_the_chain_grows() -> None:
    links = chain(50)
    assert list(verify_links(links, head=links[20].hash)) == []


def test_without_a_head_only_a_cut_end_and_a_full_rewrite_go_unseen() -> None:
    links = chain(20)
    assert list(verify_links(links[:-3])) == []
    assert list(verify_links(rehashed([*links[:5], *links[6:]]))) == []
    assert [found.place for found in verify_links(links[:-3], head=links[-1].hash)] == ["the end"]


@given(at=st.text(max_size=30), action=st.one_of(st.text(), st.none(), st.binary()), number=st.one_of(st.binary()))
def test_nonsense_in_a_field_is_a_finding_and_never_a_crash(at: str, action: Any, number: Any) -> None:
    links = chain(3)
    links[1] = replace(links[1], at=at, action=action, object_id=number)
    assert [found.fault for found in verify_links(links)] == ["was changed after it was written"]


def test_verifying_holds_one_link_at_a_time() -> None:
    tracemalloc.start()
    assert list(verify_links(islice(endless_links(), 20_000))) == []
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000


def exported(links: list[Link]) -> list[str]:
    target = io.StringIO()
    assert write_export(links, target) == (len(links), links[-1].hash if links else "")
    return target.getvalue().splitlines(keepends=True)


def test_an_export_verifies_without_the_database() -> None:
    links = chain(40)
    assert list(read_export(exported(links))) == []
    assert list(read_export(exported(links), head=links[-1].hash)) == []
    assert list(read_export(exported([]))) == []


@pytest.mark.parametrize("seed", range(100))
def test_each_of_a_hundred_tamperings_of_an_export_is_found(seed: int) -> None:
    random, links = Random(seed), chain(30, seed)  # noqa: S311 - test data
    lines = exported(links)
    way = random.choice(["field", "drop", "swap", "cut", "garbage", "repeat"])
    place = random.randrange(len(lines) - 2)
    match way:
        case "field":
            fields = json.loads(lines[place])
            fields["object_id"] += 1
            lines[place] = json.dumps(fields) + "\n"
        case "drop":
            del lines[place]
        case "swap":
            lines[place], lines[place + 1] = lines[place + 1], lines[place]
        case "cut":
            del lines[place + 1 :]
        case "garbage":
            lines[place] = random.choice(["{", "[1]\n", '{"seq":1}\n', "\n"])
        case _:
            lines.insert(place, lines[place])
    assert list(read_export(lines)), way
