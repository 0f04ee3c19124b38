"""Coverage arithmetic, with the figures that the articles print."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.coverage import CoverageLine, ratio, reached_figure, start_of
from app.catalogue.openings import OpeningPart
from app.catalogue.terms import Bound
from app.localisation import percent
from app.month import Month

DAY = date(2023, 12, 31)
counts = st.integers(0, 10**9)


def _line(
    numerator: int | None, denominator: int | None = None, bound: Bound = Bound.EXACT, **rest: Any
) -> CoverageLine:
    rest = {"as_of": DAY, **rest}
    return CoverageLine(source="ví dụ", numerator=numerator, denominator=denominator, bound=bound, **rest)


@pytest.mark.parametrize(
    ("numerator", "denominator", "shown"),
    [
        (9547, 9658, "98,9%"),
        (160, 160, "100,0%"),
        (120, 160, "75,0%"),
        (52, 65, "80,0%"),
        (3, 20, "15,0%"),
        (0, 20, "0,0%"),
        (1, 3, "33,3%"),
        (2, 3, "66,7%"),
        # Halves go up.
        (1, 2000, "0,1%"),
        (9885, 10000, "98,9%"),
        (21, 20, "105,0%"),
        (123456, 1000, "12.345,6%"),
    ],
)
def test_ratio_is_of_totals_with_one_decimal(sqlite_app: Flask, numerator: int, denominator: int, shown: str) -> None:
    value = ratio(numerator, denominator)
    assert value is not None
    with sqlite_app.test_request_context("/?lang=vi"):
        assert percent(value) == shown
    with sqlite_app.test_request_context("/?lang=en"):
        assert percent(value) == shown.replace(".", "#").replace(",", ".").replace("#", ",")


def test_published_percentage_is_kept_beside_the_computed_one() -> None:
    """The ward printed 98.8, cut off where ours is rounded: neither replaces the other."""
    line = _line(9547, 9658, published_percent=Decimal("98.8"))
    assert line.published_percent == Decimal("98.8")
    assert line.ratio is not None
    assert Decimal("98.85") < line.ratio < Decimal("98.86")
    only_published = _line(5571, None, published_percent=Decimal("75.5"))
    assert (only_published.ratio, only_published.published_percent) == (None, Decimal("75.5"))


@pytest.mark.parametrize(
    ("numerator", "denominator", "bound"),
    [
        (2800, 5000, Bound.MORE_THAN),
        (400, 5000, Bound.LESS_THAN),
        (1100, 2800, Bound.MORE_THAN),
        (5571, None, Bound.EXACT),
        (5571, 0, Bound.EXACT),
        (None, 9658, Bound.EXACT),
        (None, None, Bound.EXACT),
    ],
)
def test_bounds_and_unknown_denominators_give_no_ratio(
    numerator: int | None, denominator: int | None, bound: Bound
) -> None:
    assert ratio(numerator, denominator, bound) is None
    line = _line(numerator, denominator, bound)
    assert (line.ratio, line.is_above_all) == (None, False)


@pytest.mark.parametrize(("numerator", "warned"), [(9657, False), (9658, False), (9659, True), (20000, True)])
def test_ratio_above_hundred_is_shown_with_a_warning(numerator: int, warned: bool) -> None:
    line = _line(numerator, 9658)
    assert line.ratio is not None
    assert line.is_above_all is warned


@given(counts, counts.filter(bool))
def test_ratio_is_above_hundred_only_when_numerator_exceeds_denominator(numerator: int, denominator: int) -> None:
    assert _line(numerator, denominator).is_above_all is (numerator > denominator)


EARLIER, LATER = date(2022, 12, 31), date(2026, 11, 30)
EXACT, MORE = Bound.EXACT, Bound.MORE_THAN
COUNTED = [("2022-11", 5), ("2023-12", 7), ("2024-01", 11), ("2026-10", 13)]
"""Figures by month: 36 in all, 24 of them after the day of :func:`_line`."""

REACHED: list[tuple[str, list[CoverageLine], int | None, tuple[str, int, Bound, int | None] | None]] = [
    ("nothing was published", [], 9658, ("", 36, EXACT, 9658)),
    ("a month's figure has the month in it", [_line(9547, 9000)], 9658, ("2023-12", 9571, EXACT, 9658)),
    ("the population is unknown", [_line(9547, 9000)], None, ("2023-12", 9571, EXACT, None)),
    ("an undated figure has nothing of the log in it", [_line(9547, as_of=None)], 9658, ("", 9583, EXACT, 9658)),
    ("the last one counts", [_line(1, as_of=EARLIER), _line(9547)], 9658, ("2023-12", 9571, EXACT, 9658)),
    ("a later one does not yet", [_line(9547), _line(1, as_of=LATER)], 9658, ("2023-12", 9571, EXACT, 9658)),
    ("only a later one says nothing of where to start", [_line(1, as_of=LATER)], 9658, None),
    ("a lower bound stays one", [_line(2800, bound=MORE)], 9658, ("2023-12", 2824, MORE, 9658)),
    # Nobody knows how many the published 40 % were, so today's few would look like a fall to nothing.
    (
        "a percentage alone gives no sum",
        [_line(None, published_percent=Decimal(40))],
        9658,
        ("2023-12", 24, EXACT, None),
    ),
]


@pytest.mark.parametrize(
    ("published", "population", "expected"), [case[1:] for case in REACHED], ids=[case[0] for case in REACHED]
)
def test_reached_is_what_was_published_and_counted_since(
    published: list[CoverageLine],
    population: int | None,
    expected: tuple[str, int, Bound, int | None] | None,
) -> None:
    reached = reached_figure(published, Month(2026, 10), COUNTED, population)
    assert (reached and (reached.after, reached.numerator, reached.bound, reached.denominator)) == expected
    has_ratio = expected is not None and expected[3] is not None and expected[2] is EXACT
    assert (reached is not None and reached.ratio is not None) is has_ratio


def test_reached_is_of_the_newest_population() -> None:
    reached = reached_figure([_line(9547, 9658)], Month(2026, 10), [], 10000)
    assert reached is not None
    assert reached.ratio == Decimal("95.47")
    assert reached.plus(13).ratio == Decimal("95.6")


OPENING = OpeningPart(this_year=40, before=60, as_of=date(2026, 8, 31), source="ví dụ")


@pytest.mark.parametrize(
    ("published", "numerator"),
    [
        ([_line(1), _line(2, as_of=EARLIER, is_preferred=True)], 2),
        ([_line(2, as_of=EARLIER, is_own=True), _line(1)], 2),
        ([_line(2), _line(1, is_ended=True)], 2),
        ([_line(2), _line(1, as_of=LATER, is_own=True)], 2),
        ([_line(1, is_own=True), _line(2, as_of=EARLIER, is_preferred=True)], 2),
    ],
    ids=["preferred", "the ward's own", "not ended", "not of later", "an article that is preferred"],
)
def test_one_of_several_published_figures_is_counted_on_from(published: list[CoverageLine], numerator: int) -> None:
    start = start_of(published, Month(2026, 10))
    assert start is not None
    assert start.numerator == numerator


@pytest.mark.parametrize(
    ("published", "numerator"),
    [
        ([], 36 + 100),
        ([_line(9547)], 9547 + 24 + 40),
        ([_line(9547, as_of=date(2026, 3, 31))], 9547 + 13),
        ([_line(9547, as_of=None)], 9547 + 36),
        ([_line(1, as_of=LATER)], None),
    ],
    ids=["nothing was published", "published in an earlier year", "in the same year", "undated", "only later"],
)
def test_what_was_done_before_the_log_is_reached_once(published: list[CoverageLine], numerator: int | None) -> None:
    reached = reached_figure(published, Month(2026, 10), COUNTED, None, OPENING)
    assert (reached and reached.numerator) == numerator
