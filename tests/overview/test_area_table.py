"""The table of areas: its total, merged and ended areas, and the households of the ward."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from flask import Flask

from app.logbook.status import Action
from app.month import today
from app.places.models import Neighbourhood, Team
from app.targets.subjects import HOUSEHOLDS
from tests.actions import add_rows, log_entries, review_entries
from tests.cast import AREA_1, AREA_2, TEAM_1, WARD_A
from tests.client import Visitor
from tests.factories import household, make_entry
from tests.overview.readings import population, table
from tests.overview.steps import FIRST, THIS, page_of


def test_the_total_of_the_areas_is_recomputed(app: Flask, ana: Visitor) -> None:
    home = household()
    log_entries(
        ana,
        make_entry(household=home, people=3),
        make_entry(household=home, people=2, neighbourhood=AREA_2),
        make_entry(household=household("Số 7"), people=1, neighbourhood=AREA_2),
    )
    found = table(app)
    assert [(each.name, each.figures.get("visit.people", 0)) for each in found.rows] == [
        ("Phố 1", 3),
        ("Phố 2", 3),
        ("Toàn phường", 0),
    ]
    assert [each.figures.get(HOUSEHOLDS, 0) for each in found.rows] == [1, 2, 0]
    assert (found.total.figures["visit.people"], found.total.figures[HOUSEHOLDS]) == (6, 2), "a household counts once"


def test_merged_areas_stand_as_one(app: Flask, ana: Visitor) -> None:
    home = household()
    log_entries(ana, make_entry(household=home), make_entry(household=home, neighbourhood=AREA_2))
    ended = today() - timedelta(days=1)
    households = {"group": "households", "neighbourhood_id": AREA_1}
    add_rows(app, population(0, 40, date(2024, 1, 1), **households))
    assert table(app).rows[0].ratio == Decimal("2.5")
    add_rows(app, Neighbourhood(id=AREA_2, ward_id=WARD_A, name="Phố 2", valid_to=ended, merged_into_id=AREA_1))
    first, whole = table(app).rows
    assert (first.name, first.figures["visit"], first.figures[HOUSEHOLDS]) == ("Phố 1", 2, 1)
    assert whole.name == "Toàn phường"
    assert (first.population, first.ratio) == (None, None), "its households were counted before the merge"
    add_rows(app, population(1, 50, today(), **households))
    assert (table(app).rows[0].population, table(app).rows[0].ratio) == (50, Decimal(2))


def test_the_ward_has_its_own_number_of_households(app: Flask, ana: Visitor) -> None:
    log_entries(ana, make_entry(household=household()))
    add_rows(app, population(0, 400, date(2024, 1, 1), group="households"))
    total = table(app).total
    assert (total.population, total.population_as_of, total.ratio) == (400, date(2024, 1, 1), Decimal("0.25"))
    assert table(app).rows[0].ratio is None


def test_an_ended_area_or_team_of_which_all_is_void_keeps_its_line(app: Flask, ana: Visitor, carla: Visitor) -> None:
    ended = THIS.previous().last
    add_rows(app, Neighbourhood(id=FIRST, ward_id=WARD_A, name="Phố đã tách", valid_to=ended))
    entry = make_entry(neighbourhood=FIRST, happened_on=ended.isoformat(), count_in=str(THIS))
    log_entries(ana, entry)
    add_rows(app, Team(id=TEAM_1, ward_id=WARD_A, name="Tổ 1", valid_to=ended))
    review_entries(app, Action.VOID, entry)
    page = page_of(carla)
    assert page.places(0)["Phố đã tách"]["visit"] == "0"
    assert page.places(1)["Tổ 1"]["visit"] == "0"
