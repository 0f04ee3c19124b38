"""A ward with three months of log, one of them closed, before and after its areas are merged and split."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from app.areas.changes import AreaPart, AreaRefusedError, AreaSplit
from app.database import reader
from app.logbook.models import Entry
from app.logbook.recount import differences
from app.logbook.status import Action
from app.month import Month, now, today
from app.months.close_month import close_whole_month
from app.months.models import MonthEdition
from app.overview.ward_month import WardMonth
from app.places.models import Ward
from app.targets.subjects import HOUSEHOLDS
from tests.actions import log_entries, review_entries
from tests.areas.ward import NEW_NAME, merged, split, undone
from tests.cast import AREA_1, AREA_2, CARLA, WARD_A
from tests.client import Visitor
from tests.factories import household, make_entry
from tests.reports.test_entries_csv import download

THIS = Month.of(today())
LAST = THIS.previous()
BEFORE = LAST.previous()
MONTHS = (BEFORE, LAST, THIS)
HOMES = {AREA_1: [household("Số 1"), household("Số 2")], AREA_2: [household("Số 3")]}


def _day(month: Month, number: int) -> str:
    return min(month.first + timedelta(days=number), today()).isoformat()


@pytest.fixture
def log(app: Flask, ana: Visitor) -> list[dict[str, Any]]:
    """Log a visit of each household in each of three months, and close the month before last."""
    entries = [
        make_entry(household=home, neighbourhood=area, happened_on=_day(month, number))
        for month in MONTHS
        for area, homes in HOMES.items()
        for number, home in enumerate(homes)
    ]
    log_entries(ana, *entries)
    review_entries(app, Action.APPROVE, *entries)
    with app.app_context():
        close_whole_month(WARD_A, BEFORE, CARLA, now())
    return entries


def _figures(app: Flask, month: Month) -> tuple[dict[str, int], dict[int, Mapping[str, int]]]:
    """Return the visits and households of the ward in a month and since January, and the same of its areas."""
    with app.app_context():
        reading = WardMonth(reader(), reader().get_one(Ward, WARD_A), month, today())
        of_ward = {**reading.figures, HOUSEHOLDS: reading.households}
        by_area = reading.figures_by_area(reading.months, reading.months)
        return _shown(of_ward), {area: _shown(found) for area, found in by_area.items()}


def _shown(figures: Mapping[str, Any]) -> dict[str, int]:
    return {
        f"{measure} {span}": getattr(figures[measure], span)
        for measure in ("visit", HOUSEHOLDS)
        for span in ("month", "year_to_date")
    }


def _kept(app: Flask) -> tuple[Any, ...]:
    """Return the editions and the entries, as they are stored."""
    with app.app_context():
        editions = reader().execute(sa.select(MonthEdition.month, MonthEdition.digest)).all()
        entries = reader().execute(sa.select(Entry.id, Entry.neighbourhood_id, Entry.month).order_by(Entry.id)).all()
        assert not list(differences(reader()))
    return editions, entries


def _closed_report(carla: Visitor) -> tuple[str, list[dict[str, str]]]:
    """Return the type of the letter, and the entries as they were recorded: the area of today may be another."""
    csv = [{name: row[name] for name in row if name != "neighbourhood_today"} for row in download(carla, BEFORE)]
    return carla.get(f"/reports/month.docx?month={BEFORE}").headers["Content-Type"], csv


@pytest.mark.usefixtures("log")
def test_history_of_merged_areas_is_read_on_the_map_of_today(app: Flask, carla: Visitor) -> None:
    before = {month: _figures(app, month) for month in MONTHS}
    kept, report = _kept(app), _closed_report(carla)
    change = merged(app, first_day=LAST.first)
    [new] = change.steps[0]["to"]
    for month in MONTHS:
        of_ward, by_area = _figures(app, month)
        assert (of_ward, set(by_area)) == (before[month][0], {new})
        assert by_area[new] == of_ward
    assert (_kept(app), _closed_report(carla)) == (kept, report)
    undone(app, change.number)
    assert {month: _figures(app, month) for month in MONTHS} == before


@pytest.mark.usefixtures("log")
def test_split_area_keeps_its_line_and_new_work_stands_in_the_parts(app: Flask, ana: Visitor, carla: Visitor) -> None:
    before = {month: _figures(app, month) for month in MONTHS}
    kept, report = _kept(app), _closed_report(carla)
    first = UUID(HOMES[AREA_1][0]["id"])
    change = split(app, AreaSplit(AREA_1, [AreaPart("Phố 1A", [first]), AreaPart("Phố 1B")], remainder=1))
    assert {month: _figures(app, month) for month in MONTHS} == before
    assert (_kept(app), _closed_report(carla)) == (kept, report)
    part = change.steps[0]["to"][0]
    entry = make_entry(household=HOMES[AREA_1][0], neighbourhood=part)
    log_entries(ana, entry)
    of_ward, by_area = _figures(app, THIS)
    assert of_ward[f"{HOUSEHOLDS} month"] == before[THIS][0][f"{HOUSEHOLDS} month"], "met in both, it is one household"
    assert (by_area[AREA_1], by_area[part]["visit month"]) == (before[THIS][1][AREA_1], 1)


@pytest.mark.usefixtures("log")
def test_closing_after_a_merge_shows_the_new_area_and_keeps_the_merge(app: Flask) -> None:
    change = merged(app, first_day=LAST.first + timedelta(days=14))
    with app.app_context():
        close_whole_month(WARD_A, LAST, CARLA, now())
        figures = reader().scalars(sa.select(MonthEdition.figures).where(MonthEdition.month == str(LAST))).one()
    assert NEW_NAME in figures
    with pytest.raises(AreaRefusedError):
        undone(app, change.number)


@pytest.mark.usefixtures("log")
def test_outbox_with_ids_of_merged_and_split_areas_is_taken_in(app: Flask, ana: Visitor) -> None:
    [new] = merged(app).steps[0]["to"]
    split(app, AreaSplit(new, [AreaPart("Bắc"), AreaPart("Nam")]), first_day=today() + timedelta(days=1))
    waiting = [make_entry(household=home, neighbourhood=area) for area, homes in HOMES.items() for home in homes]
    log_entries(ana, *waiting)
    _of_ward, by_area = _figures(app, THIS)
    assert set(by_area) == {new}
    assert by_area[new]["visit month"] == 2 * len(waiting)
