"""Pictures stay in their frame and say no more than the tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpeer.statistics.cells import cell
from medpeer.web.charts import HEIGHT, UNIT, columns, curve, round_up


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=52))
def test_every_bar_stands_in_the_frame_on_its_week(counts: list[int]) -> None:
    drawn = columns([cell(count) for count in counts])
    assert drawn.top >= max(counts)
    assert len(drawn.bars) == sum(1 for count in counts if count)
    for bar in drawn.bars:
        assert 0 <= bar.y <= HEIGHT
        assert bar.y + bar.height == pytest.approx(HEIGHT)
        assert 0 <= bar.x < bar.x + bar.width <= drawn.width


def test_bars_say_what_they_are() -> None:
    drawn = columns([cell(40), cell(3), cell(0), cell(12)])
    assert [bar.kind for bar in drawn.bars] == ["told", "hidden", "running"]
    assert columns([cell(1), cell(9)]).bars[0] == columns([cell(4), cell(9)]).bars[0]


def test_rows_of_one_table_share_their_scale() -> None:
    assert columns([cell(10)], 40).bars[0].height == HEIGHT / 4


def test_a_curve_is_parted_where_a_share_is_not_known() -> None:
    drawn = curve([0.1, 0.2, None, 0.4])
    assert drawn.top == 40
    assert drawn.paths == ("M5.0 75.0L15.0 50.0", "M35.0 0.0")
    assert len(drawn.dots) == 3
    assert drawn.width == 4 * UNIT
    assert curve([None]).paths == ()


@given(st.floats(0, 1e6))
def test_the_upper_edge_is_round_and_so_is_its_half(number: float) -> None:
    top = round_up(number)
    assert top >= number
    assert top % 2 == 0
    assert top <= max(4, 2.5 * number)
