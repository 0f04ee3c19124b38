"""What a phone has of areas that were merged, ended or split: households go with the area that stands for theirs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import writer
from app.month import today
from app.places.models import Neighbourhood, TeamArea
from tests.cast import ALL_OF_A, AREA_1, AREA_2, MARKET_A, TEAM_1, TEAM_2, WARD_A
from tests.client import Visitor
from tests.factories import household, make_entry
from tests.sync.steps import stored

Cast = Callable[..., Visitor]
OLD, OLDER = 1000, 1001
MERCHANT = {"id": "0199a000-0000-7000-8000-0000000000bb", "name": "Quầy mẫu 2"}
YESTERDAY, TODAY, TOMORROW = (today() + timedelta(days=days) for days in (-1, 0, 1))


def _add(app: Flask, *areas: int, team: int | None = None) -> None:
    with app.app_context():
        writer().add_all(Neighbourhood(id=id, ward_id=WARD_A, name=f"Phố cũ {id}") for id in areas)
        writer().flush()
        writer().add_all(TeamArea(team_id=team, neighbourhood_id=id) for id in areas if team is not None)
        writer().commit()


def _end(app: Flask, area: int, last: date | None, successor: int | None = None) -> None:
    """End an area, or merge it into another one after its last day."""
    with app.app_context():
        row = writer().get_one(Neighbourhood, area)
        row.valid_to, row.merged_into_id = last, successor
        writer().commit()


def _bootstrap(visitor: Visitor) -> Any:
    return visitor.get("/api/v1/bootstrap").json


def _areas(visitor: Visitor) -> list[int]:
    return [area["id"] for area in _bootstrap(visitor)["neighbourhoods"]]


def _households(visitor: Visitor) -> dict[str, int]:
    return {each["label"]: each["neighbourhood"] for each in _bootstrap(visitor)["households"]}


def _merchants(visitor: Visitor) -> list[str]:
    return [each["name"] for each in _bootstrap(visitor)["merchants"]]


def _log(visitor: Visitor, label: str, area: int) -> dict[str, Any]:
    entry = make_entry(household=household(label), neighbourhood=area)
    assert [receipt["outcome"] for receipt in visitor.sync(entry)] == ["stored"]
    return entry


@pytest.mark.parametrize("last", [YESTERDAY, None, date(2020, 1, 1)])
def test_households_and_merchants_go_with_the_area_that_stands_for_theirs(
    app: Flask, visitor: Cast, last: date | None
) -> None:
    ana, bruno, carla = visitor("ana"), visitor("bruno"), visitor("carla")
    entry = _log(ana, "Số 1", AREA_1)
    _log(bruno, "Số 2", AREA_2)
    ana.sync(make_entry("merchant", merchant=MERCHANT, place=MARKET_A))
    _end(app, AREA_1, last, AREA_2)
    both = {"Số 1": AREA_2, "Số 2": AREA_2}
    assert [_households(each) for each in (bruno, ana, visitor("leo"), carla)] == [both] * 4
    assert [_merchants(each) for each in (bruno, ana, carla)] == [["Quầy mẫu 2"]] * 3
    assert [_areas(each) for each in (bruno, ana, carla)] == [[AREA_2, ALL_OF_A]] * 3
    # What the phone sends of that household then is no question to the ward, and what was logged keeps its area.
    again = make_entry(household=entry["fields"]["household"], neighbourhood=AREA_2, happened_on=str(YESTERDAY))
    assert [receipt["outcome"] for receipt in bruno.sync(again)] == ["stored"]
    assert "household_elsewhere" not in stored(app, again)["flags"]
    assert (stored(app, entry)["neighbourhood_id"], stored(app, again)["neighbourhood_id"]) == (AREA_1, AREA_2)
    # A phone that was offline since still names the old area.
    _log(ana, "Số 3", AREA_1)
    assert _households(bruno) == both | {"Số 3": AREA_2}


def test_a_chain_of_merges_ends_at_the_area_of_today(app: Flask, visitor: Cast) -> None:
    ana, bruno = visitor("ana"), visitor("bruno")
    _add(app, OLD, OLDER)
    _log(ana, "Số 1", OLDER)
    _log(ana, "Số 2", OLD)
    _end(app, OLDER, date(2025, 1, 1), OLD)
    assert _households(ana) == {}
    _end(app, OLD, YESTERDAY, AREA_1)
    assert _households(ana) == {"Số 1": AREA_1, "Số 2": AREA_1}
    assert _households(bruno) == {}, "nobody else's"
    assert _areas(ana) == [AREA_1, AREA_2, ALL_OF_A]


@pytest.mark.parametrize("last", [TODAY, TOMORROW])
def test_up_to_its_last_day_an_area_is_itself(app: Flask, visitor: Cast, last: date) -> None:
    ana, bruno, carla = visitor("ana"), visitor("bruno"), visitor("carla")
    _add(app, OLD, team=TEAM_1)
    _log(ana, "Số 1", OLD)
    _log(ana, "Số 2", AREA_1)
    _end(app, OLD, YESTERDAY, AREA_1)
    _end(app, AREA_1, last, AREA_2)
    expected = {"Số 1": AREA_1, "Số 2": AREA_1}
    assert [_households(each) for each in (ana, carla, bruno)] == [expected, expected, {}]
    assert (_areas(ana), _areas(bruno)) == ([AREA_1, AREA_2, ALL_OF_A], [AREA_2, AREA_1, ALL_OF_A])


def test_after_a_split_the_old_area_keeps_its_households(app: Flask, visitor: Cast) -> None:
    ana, bruno, carla = visitor("ana"), visitor("bruno"), visitor("carla")
    _log(ana, "Số 1", AREA_1)
    _add(app, OLD, team=TEAM_1)
    _add(app, OLDER, team=TEAM_2)
    _end(app, AREA_1, YESTERDAY)
    assert [_households(each) for each in (ana, carla, bruno)] == [{"Số 1": AREA_1}, {"Số 1": AREA_1}, {}]
    assert _areas(ana) == [OLD, AREA_2, OLDER, ALL_OF_A]


def test_a_team_that_covers_only_what_was_merged_goes_on_in_its_successor(app: Flask, visitor: Cast) -> None:
    ana, bruno = visitor("ana"), visitor("bruno")
    _add(app, OLD)
    with app.app_context():
        writer().execute(sa.update(TeamArea).where(TeamArea.team_id == TEAM_1).values(neighbourhood_id=OLD))
        writer().commit()
    _log(bruno, "Số 2", AREA_2)
    assert (_households(ana), _areas(ana)) == ({}, [OLD, AREA_1, AREA_2, ALL_OF_A])
    _end(app, OLD, YESTERDAY, AREA_2)
    assert (_households(ana), _areas(ana)) == ({"Số 2": AREA_2}, [AREA_2, AREA_1, ALL_OF_A])
