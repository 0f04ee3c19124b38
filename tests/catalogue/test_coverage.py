"""Coverage arithmetic, with the figures that the articles print."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.coverage import CoverageLine, ratio, today_line
from app.catalogue.terms import Bound
from app.localisation import percent

DAY = date(2023, 12, 31)
TODAY = date(2026, 11, 22)
counts = st.integers(0, 10**9)


def _line(
    numerator: int | None, denominator: int | None = None, bound: Bound = Bound.EXACT, **rest: Any
) -> CoverageLine:
    return CoverageLine(as_of=DAY, source="ví dụ", numerator=numerator, denominator=denominator, bound=bound, **rest)


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


def _today(baseline: CoverageLine | None, counted: int, denominator: int | None = 9658) -> CoverageLine:
    return today_line(baseline, counted, TODAY, denominator, DAY, "dân số", "nhật ký")


def test_todays_line_adds_to_the_published_figure() -> None:
    line = _today(_line(9547, 9658), 20)
    assert (line.numerator, line.denominator, line.bound) == (9567, 9658, Bound.EXACT)
    assert (line.as_of, line.source) == (TODAY, "nhật ký")
    assert (line.denominator_as_of, line.denominator_source) == (DAY, "dân số")
    assert line.published_percent is None, "what was published was of then"


def test_todays_line_takes_the_newest_population() -> None:
    line = _today(_line(9547, 9658), 0, 10000)
    assert line.ratio == Decimal("95.47")


def test_line_without_a_published_figure_has_only_what_was_counted() -> None:
    line = _today(None, 20)
    assert (line.numerator, line.denominator) == (20, 9658)


def test_lower_bound_stays_one_when_figures_are_added() -> None:
    line = _today(_line(2800, bound=Bound.MORE_THAN), 50)
    assert (line.numerator, line.bound, line.ratio) == (2850, Bound.MORE_THAN, None)


def test_published_percentage_alone_gives_no_sum() -> None:
    """Nobody knows how many the published 40% were, so today's few would look like a fall to nothing."""
    line = _today(_line(None, None, published_percent=Decimal(40)), 20)
    assert (line.numerator, line.ratio) == (20, None)


def test_unknown_population_gives_no_ratio() -> None:
    assert _today(_line(5571), 20, None).ratio is None
