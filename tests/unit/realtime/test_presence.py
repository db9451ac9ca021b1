"""What rooms are told of how many are there joins no two rooms: rough, late, and the same for whoever asks."""

from collections.abc import Iterator
from itertools import pairwise, repeat

import pytest

from medpeer.realtime.presence import EVERY_S, STEPS, Presence, rough


class Rooms:
    """Two rooms with people in them, and a clock."""

    def __init__(self, chances: Iterator[float]) -> None:
        self.people = {"nephrology": 6, "cardiology": 5}
        self.now_s = 1.0
        self.chances = chances
        self.presence = Presence(
            lambda room: self.people[room], now_s=lambda: self.now_s, chance=lambda: next(self.chances)
        )
        for room in self.people:
            self.presence.told(room)

    def round_after(self, seconds: float) -> dict[str, int]:
        """Let time pass and return what rooms are told then."""
        self.now_s += seconds
        return self.presence.changes()


@pytest.mark.parametrize(("count", "told"), [(0, 0), (1, 0), (4, 0), (5, 5), (9, 5), (10, 10), (49, 20), (1000, 100)])
def test_a_room_is_told_a_round_number(count: int, told: int) -> None:
    assert rough(count) == told


def test_fewer_than_five_look_alike() -> None:
    assert min(STEPS) == 5
    assert all(low < high for low, high in pairwise(STEPS))


def test_somebody_who_leaves_two_rooms_at_once_is_not_seen_to() -> None:
    rooms = Rooms(repeat(0.0))
    assert rooms.round_after(0) == {"nephrology": 5, "cardiology": 5}
    rooms.people = {room: count - 1 for room, count in rooms.people.items()}
    assert rooms.round_after(EVERY_S - 1) == {}
    assert [rooms.presence.told(room) for room in rooms.people] == [5, 5]


def test_who_comes_and_goes_within_a_round_leaves_no_trace() -> None:
    rooms = Rooms(repeat(0.0))
    rooms.round_after(0)
    rooms.people["cardiology"] = 4
    rooms.round_after(EVERY_S / 2)
    rooms.people["cardiology"] = 5
    assert rooms.round_after(EVERY_S) == {}


def test_two_rooms_are_told_at_times_of_their_own() -> None:
    rooms = Rooms(iter([0.0, 0.5, 1.0, 1.0]))
    rooms.round_after(0)
    rooms.people = dict.fromkeys(rooms.people, 4)
    assert rooms.round_after(EVERY_S) == {"nephrology": 0}
    assert rooms.round_after(EVERY_S / 2) == {"cardiology": 0}
