"""Where the lines and columns of a chart lie."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.overtime.charts import MOST_LABELS, MOST_MARKS, Across, Up, lines

values = st.lists(st.none() | st.floats(0, 1e6), min_size=1, max_size=90)


def per_cent(place: str) -> float:
    assert place.endswith("%")
    return float(place[:-1])


@given(highest=st.floats(0, 1e9), least=st.sampled_from([0.001, 1]))
def test_an_axis_is_round_and_no_lower_than_what_it_shows(highest: float, least: float) -> None:
    up = Up.to(highest, least)
    assert up.top >= highest * (1 - 1e-9) and up.step >= least
    ticks = up.ticks(str)
    assert 2 <= len(ticks) <= 6
    assert (per_cent(ticks[0].at), per_cent(ticks[-1].at)) == (100, 0)
    if least == 1:
        assert all(float(tick.label).is_integer() for tick in ticks)


@pytest.mark.parametrize("highest", [1, 2, 3, 7, 10])
def test_few_articles_are_counted_in_whole_ones(highest: int) -> None:
    assert float(Up.to(highest, 1).step).is_integer()


@given(values)
def test_a_line_goes_through_every_value_and_breaks_at_each_gap(row: list[float | None]) -> None:
    across, up = Across(len(row), False), Up.to(max((v for v in row if v is not None), default=0), 1)
    (line,) = lines([row], across, up)
    assert [spot.period for spot in line.spots] == [n for n, value in enumerate(row) if value is not None]
    runs = sum(value is not None and (n == 0 or row[n - 1] is None) for n, value in enumerate(row))
    assert line.path.count("M") == runs
    assert len(re.findall("[ML]", line.path)) == len(line.spots)
    assert (line.label is None) == (not line.spots)


def test_what_stands_alone_between_gaps_has_a_mark_however_many_there_are() -> None:
    row: list[float | None] = [1.0] * (3 * MOST_MARKS)
    row[99] = row[101] = None
    (line,) = lines([row], Across(len(row), False), Up.to(1, 1))
    marked = [spot.period for spot in line.spots if spot.marked]
    assert 100 in marked and len(marked) <= MOST_MARKS + 1


@given(st.integers(1, 700))
def test_what_is_mirrored_lies_as_far_from_the_other_side(periods: int) -> None:
    plain, mirrored = Across(periods, False), Across(periods, True)
    for period in {0, periods // 2, periods - 1}:
        assert plain.centre(period) == pytest.approx(100 - mirrored.centre(period))
        left, right = plain.band(period), mirrored.band(period)
        edge = per_cent(right.at) + per_cent(right.width)
        assert per_cent(left.at) == pytest.approx(100 - edge, abs=0.02)
    assert len(plain.ticks([str(n) for n in range(periods)])) <= MOST_LABELS


def test_neighbours_are_one_band() -> None:
    bands = Across(10, False).bands(lambda n: n in (0, 1, 5))
    assert [(band.at, band.width) for band in bands] == [("0%", "20%"), ("50%", "10%")]


@given(st.lists(st.floats(0, 100), min_size=1, max_size=6))
def test_labels_do_not_lie_on_one_another(ends: list[float]) -> None:
    drawn = lines([[end] for end in ends], Across(1, False), Up(100, 25))
    places = sorted(per_cent(line.label or "") for line in drawn)
    assert all(b - a >= 7.9 for a, b in itertools.pairwise(places))
    assert places[0] >= -0.1 and places[-1] <= 100.1
