"""The files of entries name the area that has an entry's figures today beside the recorded one: sums are the page's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from flask import Flask

from app.areas.changes import AreaMerge, AreaPart, AreaSplit
from app.database import reader
from app.month import Month, today
from app.overview.ward_month import WardMonth
from app.places.models import Neighbourhood, Ward
from tests.actions import log_entries
from tests.areas.ward import NEW_NAME, merged, split
from tests.cast import AREA_1, AREA_2, WARD_A
from tests.client import Visitor
from tests.factories import make_entry
from tests.reports.test_entries_csv import download
from tests.reports.test_entries_xlsx import rows_by_id

THIS = Month.of(today())
LAST = THIS.previous()
BEFORE = LAST.previous()
MONTHS = (BEFORE, LAST, THIS)


def _logged_before_and_after_a_split_and_a_merge(app: Flask, ana: Visitor) -> None:
    """Log in both areas, split one and log in its parts, and let one of the parts be one with the other area."""
    _log(ana, BEFORE, AREA_1, AREA_1, AREA_2)
    change = split(app, AreaSplit(AREA_1, [AreaPart("Phố 1A"), AreaPart("Phố 1B")], remainder=0), LAST.first)
    first, second = change.steps[0]["to"]
    _log(ana, LAST, first, second, second, AREA_2, AREA_2, AREA_2)
    merged(app, AreaMerge([second, AREA_2], NEW_NAME), first_day=THIS.first)
    _log(ana, THIS, first, second, AREA_2)


def _log(ana: Visitor, month: Month, *areas: int) -> None:
    days = (min(month.first + timedelta(days=number), today()) for number in range(len(areas)))
    entries = [
        make_entry(neighbourhood=area, happened_on=day.isoformat()) for area, day in zip(areas, days, strict=True)
    ]
    log_entries(ana, *entries)


def _of_page(app: Flask, month: Month) -> Mapping[str, int]:
    """Return the visits of a month by the name of the area, as the ward's page has them."""
    with app.app_context():
        reading = WardMonth(reader(), reader().get_one(Ward, WARD_A), month, today())
        figures = reading.figures_by_area(reading.months, reading.months)
        names = {id: reader().get_one(Neighbourhood, id).name for id in figures}
        return {names[id]: found["visit"].month for id, found in figures.items() if found["visit"].month}


def _sums(rows: Iterable[Mapping[str, Any]], column: str) -> Mapping[str, int]:
    return Counter(row[column] for row in rows)


def test_sums_by_the_area_of_today_are_those_of_the_page(app: Flask, ana: Visitor, carla: Visitor) -> None:
    _logged_before_and_after_a_split_and_a_merge(app, ana)
    of_page = {month: _of_page(app, month) for month in MONTHS}
    assert of_page == {
        BEFORE: {"Phố 1": 2, NEW_NAME: 1},
        LAST: {"Phố 1A": 1, NEW_NAME: 5},
        THIS: {"Phố 1A": 1, NEW_NAME: 2},
    }
    for month in MONTHS:
        rows = download(carla, month)
        assert list(rows[0])[-1] == "neighbourhood_today", "what is added comes last"
        assert _sums(rows, "neighbourhood_today") == of_page[month]
        sheet = rows_by_id(carla, month=month).values()
        assert _sums(sheet, "Tổ dân phố hiện nay") == of_page[month]
        assert _sums(sheet, "Tổ dân phố") == _sums(rows, "neighbourhood"), "the recorded area stays beside it"
    assert _sums(download(carla, LAST), "neighbourhood") == {"Phố 1A": 1, "Phố 1B": 2, "Phố 2": 3}


def test_area_that_is_merged_later_stands_for_itself_until_then(app: Flask, ana: Visitor, carla: Visitor) -> None:
    _log(ana, THIS, AREA_1, AREA_2)
    merged(app, first_day=today() + timedelta(days=1))
    assert _sums(download(carla), "neighbourhood_today") == {"Phố 1": 1, "Phố 2": 1} == _of_page(app, THIS)
