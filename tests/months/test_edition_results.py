"""The figures of an edition are those of the report and of the ward page."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.database import reader
from app.logbook.kinds import HEADLINES
from app.month import Month, today
from app.overview.area_table import AreaTable
from app.overview.results import Section
from app.overview.ward_month import WardMonth
from app.places.models import Ward
from app.targets.keys import TargetRow
from app.targets.progress import targets_of_team
from app.targets.queries import targets_in
from app.targets.subjects import HOUSEHOLDS
from tests.cast import WARD_A
from tests.client import Visitor
from tests.months.steps import LAST, figures
from tests.overview.readings import results_of, table_of
from tests.overview.steps import page_of

pytestmark = pytest.mark.usefixtures("no_flags")


def tables_of(app: Flask, month: Month = LAST) -> tuple[list[Section], AreaTable]:
    """Return the tables that the ward page and the workbook show of a month."""
    with app.test_request_context("/?lang=en"):
        ward = reader().get_one(Ward, WARD_A)
        reading = WardMonth(reader(), ward, month, today())
        return results_of(reading), table_of(reading)


def sums_of(kept: Any, measures: list[str]) -> tuple[int, int]:
    found = [kept["measures"][measure] for measure in measures if measure in kept["measures"]]
    return sum(three[0] for three in found), sum(three[1] for three in found)


def test_results_can_be_drawn_from_the_edition_alone(closed_ward: Flask) -> None:
    kept = figures(closed_ward)
    indicators = {item["code"]: item for item in kept["indicators"]}
    headlines = {headline.measure for headline in HEADLINES}
    sections, _areas = tables_of(closed_ward)
    rows = [row for section in sections for row in section.rows]
    assert {row.code for row in rows} >= {"eid_account", "visit", HOUSEHOLDS}
    for row in rows:
        if row.code in indicators:
            item = indicators[row.code]
            if item["measures"]:
                assert (row.period, row.cumulative) == sums_of(kept, item["measures"]), row.code
            if row.reached is not None and item["log"]:
                assert (row.reached, row.population) == (item["log"]["numerator"], item["log"]["denominator"])
        elif row.code == HOUSEHOLDS:
            assert (row.period, row.cumulative) == (kept["households"]["month"], kept["households"]["since_january"])
            assert row.population == kept["populations"][HOUSEHOLDS]["figure"]
        else:
            assert row.code in headlines
            assert (row.period, row.cumulative) == sums_of(kept, [row.code])
    targets = {
        target["measure"]: (target["figure"], target["of_month"])
        for target in kept["targets"]
        if target["team"] is None
    }
    with closed_ward.app_context():
        rows = [TargetRow(*row) for row in reader().execute(targets_in(WARD_A, LAST))]
        assert targets == targets_of_team(rows, None).preferred


def test_areas_can_be_drawn_from_the_edition_alone(closed_ward: Flask) -> None:
    kept = figures(closed_ward)
    _sections, table = tables_of(closed_ward)
    columns = [column.measure for column in table.columns if column.measure != HOUSEHOLDS]
    assert [(row.id, row.name) for row in table.rows] == [(area["id"], area["name"]) for area in kept["areas"]]
    for row, area in zip(table.rows, kept["areas"], strict=True):
        for measure in columns:
            assert row.figures.get(measure, 0) == area["measures"].get(measure, [0])[0]
        assert row.figures.get(HOUSEHOLDS, 0) == area["households"]["month"]
        assert row.population == (area["population"] and area["population"]["figure"])
    assert table.total.figures[HOUSEHOLDS] == kept["households"]["month"]
    assert {measure: table.total.figures[measure] for measure in columns} == {
        measure: sums_of(kept, [measure])[0] for measure in columns
    }


def test_ward_page_shows_the_figures_of_the_edition(closed_ward: Flask, carla: Visitor) -> None:
    kept = figures(closed_ward)
    page = page_of(carla, month=LAST)
    for headline in HEADLINES:
        three = kept["measures"].get(headline.measure, [0, 0, 0])
        for which, figure in zip(("period", "cumulative", "previous"), three, strict=True):
            assert page.total(headline.measure, which) == figure, headline.measure
    assert page.total(HOUSEHOLDS, "previous") == kept["households"]["before"]
    shown = page.places(1)
    assert {name: int(row["visit"]) for name, row in shown.items()} == {
        team["name"]: team["measures"]["visit"][0] for team in kept["teams"]
    }
    (today_line,) = (line for line in page.coverage("eid_account") if line[0] == "today")
    assert today_line[1] == "9.559/9.658"
