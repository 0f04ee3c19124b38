"""What a change of periods would move is shown as the change then moves it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import Flask

from app.database import reader
from app.month import Month, now
from app.periods import Span
from app.settings.period_actions import PeriodRefusal, RefusedPeriods
from app.settings.period_preview import ChangedFigure, ChangedTargets, MovedEntries, PeriodPreview, preview_periods
from app.tally.models import AreaMonth
from app.targets.models import Target
from tests.actions import add_rows, close_ward_month
from tests.cast import WARD_A
from tests.factories import edited, make_entry
from tests.frozen.clock import stopped
from tests.settings.test_period_changes import AT, NOVEMBER, change, log

DECEMBER, JANUARY = Month(2026, 12), Month(2027, 1)


def preview(app: Flask, since: Month, first_day: int) -> PeriodPreview:
    """Read what a change of ward A would move."""
    with stopped(AT), app.app_context():
        return preview_periods(reader(), WARD_A, since, first_day, now())


def _visits(app: Flask) -> dict[str, int]:
    with app.app_context():
        query = sa.select(AreaMonth.month, sa.func.sum(AreaMonth.total)).where(
            AreaMonth.ward_id == WARD_A, AreaMonth.measure == "visit"
        )
        rows = reader().execute(query.group_by(AreaMonth.month))
        return {month: int(figure) for month, figure in rows if figure}


def _entries() -> list[dict[str, Any]]:
    days = ("2026-10-20", "2026-11-10", "2026-11-14", "2026-11-15", "2026-11-30", "2026-12-01", "2026-12-15")
    chosen = make_entry(happened_on="2026-11-25", count_in="2026-12")
    void = make_entry(happened_on="2026-11-25")
    return [*(make_entry(happened_on=day) for day in days), chosen, void, edited(void, withdrawn=True)]


def test_a_preview_says_what_the_change_then_does(app: Flask) -> None:
    log(app, *_entries())
    shown = preview(app, NOVEMBER, 15)
    assert (shown.refused, shown.entries) == (None, 3)
    assert list(shown.moved) == [MovedEntries(NOVEMBER, DECEMBER, 2), MovedEntries(DECEMBER, JANUARY, 1)]
    visits = [each for each in shown.figures if each.measure == "visit"]
    assert visits == [
        ChangedFigure(NOVEMBER, "visit", 4, 2),
        ChangedFigure(DECEMBER, "visit", 3, 4),
        ChangedFigure(JANUARY, "visit", 0, 1),
    ]
    before = _visits(app)
    assert {str(each.month): each.before for each in visits if each.before} == {
        month: figure for month, figure in before.items() if month >= "2026-11"
    }
    change(app, NOVEMBER, 15, shown.seen)
    assert _visits(app) == before | {str(each.month): each.after for each in visits}
    back = preview(app, NOVEMBER, 1)
    assert list(back.moved) == [MovedEntries(DECEMBER, NOVEMBER, 2), MovedEntries(JANUARY, DECEMBER, 1)]
    assert [(each.before, each.after) for each in back.figures if each.measure == "visit"] == [(2, 4), (4, 3), (1, 0)]


def test_a_preview_names_the_first_period_and_targets_of_other_days(app: Flask) -> None:
    common = {"ward_id": WARD_A, "measure": "visit", "figure": 10, "year": 2026}
    months = ("2026-10", "2026-11", "2026-12", None)
    add_rows(app, *(Target(id=number, month=month, **common) for number, month in enumerate(months, start=70)))
    shown = preview(app, NOVEMBER, 15)
    first = Span(NOVEMBER.first, NOVEMBER.first.replace(day=14))
    assert (shown.first, shown.is_odd) == (first, True)
    assert [(each.month, each.number) for each in shown.targets] == [(NOVEMBER, 1), (DECEMBER, 1), (None, 1)]
    assert shown.targets[0] == ChangedTargets(2026, NOVEMBER, 1, Span(NOVEMBER.first, NOVEMBER.last), first)
    assert shown.targets[2].after == Span(Month(2026, 1).first, DECEMBER.first.replace(day=14))


def test_a_preview_says_why_a_change_is_refused(app: Flask) -> None:
    log(app, make_entry(happened_on="2026-11-20"))
    close_ward_month(app, NOVEMBER)
    shown = preview(app, NOVEMBER, 15)
    assert shown.refused == RefusedPeriods(PeriodRefusal.CLOSED, NOVEMBER)
    assert (list(shown.moved), list(shown.figures), list(shown.targets)) == ([], [], [])
