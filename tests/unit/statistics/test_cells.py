"""No number that could point at one person is shown, nor one from which it could be worked out."""

from hypothesis import given
from hypothesis import strategies as st

from medpeer.statistics.cells import FEW, NOTHING, Cell, Shown, cell, cells


def test_small_numbers_are_hidden_and_nothing_is_told() -> None:
    assert [str(cell(count)) for count in (0, 1, 4, 5, 1234)] == ["0", "under 5", "under 5", "5", "1,234"]
    assert cell(0) == NOTHING
    assert not cell(0).is_something
    assert cell(1) == cell(4)


def test_a_hidden_number_is_drawn_the_same_whatever_it_is() -> None:
    assert {cell(count).height for count in (1, 2, 3, 4)} == {FEW / 2}


def test_a_single_small_part_takes_the_next_smallest_with_it() -> None:
    shown = cells({"a": 2, "b": 9, "c": 30, "d": 0})
    assert {key: str(one) for key, one in shown.items()} == {"a": "under 5", "b": "not shown", "c": "30", "d": "0"}
    assert {str(one) for one in cells({"a": 2, "b": 3, "c": 9}).values()} == {"under 5", "9"}
    assert cells({"a": 2}) == {"a": Cell(Shown.FEW)}


@given(st.dictionaries(st.integers(0, 9), st.integers(0, 40), min_size=2))
def test_the_sum_of_the_parts_gives_no_small_part_away(counts: dict[int, int]) -> None:
    shown = cells(counts)
    assert all(one.value is None or one.value == counts[key] for key, one in shown.items())
    assert not any(one.value is not None and 0 < one.value < FEW for one in shown.values())
    hidden = [key for key, one in shown.items() if one.value is None]
    assert len(hidden) != 1 or sum(counts.values()) == counts[hidden[0]]
