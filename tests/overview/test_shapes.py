"""The pure rules of charts: weeks, axes, widths, steps."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.logbook.shown_measures import Breakdown
from app.overview.cards import FigureCard
from app.overview.charts import axis_for, bars, steps, width
from app.overview.trend import WEEKS, weeks_until
from app.tally.month_figures import MonthFigures
from app.targets.progress import Targets


@given(st.dates())
def test_weeks_follow_each_other_and_end_with_the_day(last: date) -> None:
    weeks = weeks_until(last)
    assert len(weeks) <= WEEKS
    if not weeks:
        assert last < date(1, 1, 8)
        return
    assert weeks[-1].last == last
    assert (last - weeks[-1].first).days < 7
    assert {week.first.weekday() for week in weeks} == {0}
    assert all(earlier.last + timedelta(days=1) == week.first for earlier, week in pairwise(weeks))
    assert not any(week.is_part for week in weeks[:-1])
    assert weeks[-1].is_part is (last.weekday() != 6)


@pytest.mark.parametrize(
    ("figures", "most"),
    [
        ([], 4),
        ([0], 4),
        ([4], 4),
        ([5], 5),
        ([7], 8),
        ([9], 10),
        ([11, 3], 15),
        ([81], 100),
        ([161], 200),
        ([9658], 10000),
    ],
)
def test_an_axis_ends_at_a_round_number(figures: list[int], most: int) -> None:
    assert axis_for(figures).most == most


@given(st.lists(st.integers(0, 10**9), min_size=1))
def test_no_column_is_higher_than_the_axis(figures: list[int]) -> None:
    axis = axis_for(figures)
    assert max(figures) <= axis.most
    assert all(0 <= axis.height(figure, 120) <= 120 for figure in figures)


@pytest.mark.parametrize(
    ("figure", "longest", "expected"),
    [(0, 10, "0%"), (5, 0, "0%"), (1, 3, "33.3%"), (10, 10, "100.0%"), (1, 100000, "1%"), (12, 10, "100%")],
)
def test_a_bar_is_as_long_as_its_part_and_never_invisible(figure: int, longest: int, expected: str) -> None:
    assert width(figure, longest) == expected


def test_steps_hold_everybody_who_came_farther() -> None:
    reached = steps([("a", "A", MonthFigures(1, 10)), ("b", "B", MonthFigures(0, 6)), ("c", "C", MonthFigures(2, 4))])
    assert [(step.figures.month, step.figures.year_to_date, step.width) for step in reached] == [
        (3, 20, "100.0%"),
        (2, 10, "50.0%"),
        (2, 4, "20.0%"),
    ]


def test_bars_leave_out_what_never_was() -> None:
    shown = bars(
        Breakdown("T", "u", {"a": "A", "b": "B", "c": "C"}), {}, {"a": MonthFigures(2), "b": MonthFigures(0, 5)}
    )
    assert shown is not None
    assert [(bar.measure, bar.width) for bar in shown.rows] == [("a", "100.0%"), ("b", "0%")]
    assert bars(Breakdown("T", "u", {"c": "C"}), {}, {}) is None


def test_a_card_knows_its_difference() -> None:
    card = FigureCard("m", "M", MonthFigures(month=4, previous=5, year_to_date=9), Targets({}, {"m": 18}))
    assert (card.difference, card.change, card.reached_in_year, card.reached_in_month) == (-1, 20, 50, None)
    assert FigureCard("m", "M", MonthFigures(month=4, previous=0)).change is None
