"""Pictures being prepared: bounded by number, size and time, and each its owner's alone."""

from datetime import UTC, datetime, timedelta

import pytest

from medpeer.core.clock import SettableClock
from medpeer.gate import Sent
from medpeer.images.errors import NoRoomError, PendingGoneError, TooLargeToPrepareError, UploadRunningError
from medpeer.images.pending import BYTES_A_MEMBER, BYTES_IN_ALL, KEPT_A_MEMBER, KEPT_FOR, PendingImages
from medpeer.imaging import Picture
from medpeer.web.uploads import AT_ONCE, UploadSlots
from tests.factories.images import sent_study

MIB = 1 << 20


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(datetime(2026, 11, 20, tzinfo=UTC))


@pytest.fixture
def store(clock: SettableClock) -> PendingImages:
    return PendingImages(clock)


def of_size(size: int) -> Sent:
    return Sent(Picture(bytes(size), 10, 10, "image/png"), ())


def test_a_picture_is_found_by_its_owner_for_twenty_minutes(store: PendingImages, clock: SettableClock) -> None:
    token = store.keep(1, of_size(10)).token
    assert store.find(1, token).token == token
    with pytest.raises(PendingGoneError):
        store.find(2, token)
    clock.set(clock.now() + KEPT_FOR - timedelta(seconds=1))
    assert store.find(1, token).owner_id == 1
    clock.set(clock.now() + timedelta(seconds=1))
    with pytest.raises(PendingGoneError):
        store.find(1, token)
    assert store.size_bytes == 0


def test_the_fifth_takes_the_place_of_the_first(store: PendingImages) -> None:
    tokens = [store.keep(1, of_size(10)).token for _ in range(KEPT_A_MEMBER + 1)]
    with pytest.raises(PendingGoneError):
        store.find(1, tokens[0])
    assert [store.find(1, token).token for token in tokens[1:]] == tokens[1:]


def test_a_members_share_is_bounded_in_bytes(store: PendingImages) -> None:
    first = store.keep(1, of_size(BYTES_A_MEMBER // 2)).token
    store.keep(1, of_size(BYTES_A_MEMBER // 2 + 1))
    with pytest.raises(PendingGoneError):
        store.find(1, first)
    with pytest.raises(TooLargeToPrepareError):
        store.keep(1, of_size(BYTES_A_MEMBER + 1))


def test_others_are_not_pushed_out(store: PendingImages) -> None:
    tokens = [store.keep(member, of_size(BYTES_A_MEMBER)).token for member in range(BYTES_IN_ALL // BYTES_A_MEMBER)]
    with pytest.raises(NoRoomError):
        store.keep(99, of_size(MIB))
    assert all(store.find(member, token).owner_id == member for member, token in enumerate(tokens))
    # One's own make room for oneself.
    assert store.keep(0, of_size(MIB)).owner_id == 0


def test_what_is_stored_takes_no_memory(store: PendingImages) -> None:
    pending = store.keep(1, sent_study())
    assert pending.size_bytes > 0
    store.settle(pending, 7)
    assert (store.find(1, pending.token).image_id, store.size_bytes) == (7, 0)
    store.let_go(pending.token)
    store.let_go(pending.token)


def test_printing_shows_no_picture(store: PendingImages) -> None:
    assert repr(store.keep(3, of_size(10))) == "<pending image of physician 3>"


def test_a_member_sends_one_body_at_a_time_and_few_do_at_once() -> None:
    slots = UploadSlots()
    slots.take(1)
    with pytest.raises(UploadRunningError):
        slots.take(1)
    for member in range(2, AT_ONCE + 1):
        slots.take(member)
    with pytest.raises(NoRoomError):
        slots.take(99)
    slots.give_back(1)
    slots.give_back(1)
    slots.take(99)
