"""How far one's targets are reached, as the phone's home shows it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask

from app.database import writer
from app.logbook.status import Action
from app.month import Month, today
from app.places.models import Neighbourhood, TeamArea
from app.targets.models import Target
from tests.actions import close_ward_month, review_entries
from tests.cast import AREA_1, AREA_2, TEAM_1, TEAM_2, WARD_A, WARD_B
from tests.client import Visitor
from tests.factories import household, make_entry

THIS = Month.current()
MONTH = str(THIS)


def _set(app: Flask, *rows: Any) -> None:
    with app.app_context():
        for row in rows:
            writer().merge(row)
        writer().commit()


def _target(measure: str, figure: int, month: str | None = None, ward: int = WARD_A, **whose: int) -> Target:
    return Target(ward_id=ward, measure=measure, year=THIS.year, month=month, figure=figure, **whose)


def _done(visitor: Visitor) -> list[tuple[Any, ...]]:
    rows = visitor.mine()["progress"]
    return [(row["measure"], row["month"], row["team"], row["area"], row["figure"], row["done"]) for row in rows]


def test_progress_is_that_of_ones_team_areas_and_ward(
    app: Flask, ana: Visitor, visitor: Callable[..., Visitor]
) -> None:
    carla, bruno = visitor("carla"), visitor("bruno")
    assert (ana.mine()["progress"], ana.mine()["progress_on"]) == ([], today().isoformat())
    old = 1000
    _set(
        app,
        Neighbourhood(
            id=old, ward_id=WARD_A, name="Phố cũ", valid_to=today() - timedelta(days=1), merged_into_id=AREA_1
        ),
        _target("visit", 40, MONTH, team_id=TEAM_1),
        _target("households", 9, team_id=TEAM_1),
        _target("visit", 50, MONTH, team_id=TEAM_2),
        _target("visit", 1000),
        _target("households", 300, MONTH),
        _target("eid_account", 8),
        _target("visit", 1, str(THIS.next())),
        _target("households", 5, neighbourhood_id=AREA_1),
        _target("visit", 6, MONTH, neighbourhood_id=AREA_2),
        _target("visit", 7, ward=WARD_B),
    )
    home, first = household(), THIS.first.isoformat()
    ana.sync(
        make_entry(household=home),
        make_entry(household=home, neighbourhood=old, happened_on=first),
        make_entry("installation", service="vneid_2", outcome="self_sufficient", people=3),
        make_entry("installation", service="vneid_2", outcome="installed", people=4),
        make_entry(happened_on=f"{THIS.year - 1}-12-31"),
    )
    bruno.sync(make_entry(household=home, neighbourhood=AREA_2), make_entry(neighbourhood=AREA_2))
    of_ward = [
        ("households", MONTH, None, None, 300, 1),
        ("visit", None, None, None, 1000, 4),
        ("eid_account", None, None, None, 8, 3),
    ]
    assert _done(ana) == [
        ("visit", MONTH, TEAM_1, None, 40, 2),
        ("households", None, TEAM_1, None, 9, None),
        ("households", None, None, AREA_1, 5, 1),
        *of_ward,
    ]
    assert _done(bruno) == [("visit", MONTH, TEAM_2, None, 50, 2), ("visit", MONTH, None, AREA_2, 6, 2), *of_ward]
    assert _done(carla) == of_ward
    assert _done(visitor("bo")) == [("visit", None, None, None, 7, 0)]
    names = {row["measure"]: row.get("name") for row in ana.mine()["progress"]}
    assert names == {
        "visit": None,
        "households": "Số hộ khác nhau đã đến",
        "eid_account": "Tài khoản định danh điện tử",
    }


def test_an_app_that_no_indicator_covers_counts_who_came_to_use_it(app: Flask, ana: Visitor) -> None:
    common: dict[str, Any] = {"measure": "service.field_feedback"}
    _set(
        app,
        _target(figure=9, month=MONTH, team_id=TEAM_1, **common),
        _target(figure=8, neighbourhood_id=AREA_1, **common),
        _target(figure=7, **common),
    )
    for outcome, people in (("installed", 5), ("activated", 3), ("self_sufficient", 2)):
        ana.sync(make_entry("installation", service="field_feedback", outcome=outcome, people=people))
    assert [(row["figure"], row["done"]) for row in ana.mine()["progress"]] == [(9, 5), (8, 5), (7, 5)]
    assert {row["name"] for row in ana.mine()["progress"]} == {"Phản ánh hiện trường"}


def test_targets_of_merged_areas_are_those_of_the_area_that_stands_for_them(app: Flask, ana: Visitor) -> None:
    yesterday = today() - timedelta(days=1)
    merged: dict[str, Any] = {"ward_id": WARD_A, "valid_to": yesterday, "merged_into_id": AREA_1}
    _set(
        app,
        Neighbourhood(id=1000, name="Phố cũ", **merged),
        Neighbourhood(id=1001, name="Phố cũ khác", **merged),
        Neighbourhood(id=1002, name="Phố của tổ khác", **merged | {"merged_into_id": AREA_2}),
        *(_target("visit", figure, neighbourhood_id=area) for area, figure in ((1000, 4), (1001, 5), (1002, 60))),
        _target("households", 3, MONTH, neighbourhood_id=1001),
    )
    ana.sync(make_entry(), make_entry(neighbourhood=1000, happened_on=THIS.first.isoformat()))
    assert _done(ana) == [("households", MONTH, None, AREA_1, 3, 0), ("visit", None, None, AREA_1, 9, 2)]
    _set(app, _target("visit", 7, neighbourhood_id=AREA_1))
    assert _done(ana) == [("visit", None, None, AREA_1, 7, 2)], "an area that was given one of its own has that"


def test_a_closed_month_has_what_was_approved_and_a_team_may_cover_what_was_merged(
    app: Flask, ana: Visitor, visitor: Callable[..., Visitor]
) -> None:
    yesterday = today() - timedelta(days=1)
    _set(
        app,
        Neighbourhood(id=AREA_1, ward_id=WARD_A, name="Phố 1", valid_to=yesterday, merged_into_id=AREA_2),
        TeamArea(team_id=TEAM_1, neighbourhood_id=AREA_1),
        _target("visit", 10),
        _target("visit", 5, MONTH, team_id=TEAM_1),
        _target("visit", 4, MONTH, neighbourhood_id=AREA_2),
    )
    entries = [make_entry() for _ in range(3)]
    ana.sync(*entries)
    visitor("bruno").sync(make_entry(neighbourhood=AREA_2))
    review_entries(app, Action.APPROVE, entries[0])
    assert [row["done"] for row in ana.mine()["progress"]] == [3, 4, 4]
    close_ward_month(app, MONTH)
    assert [row["done"] for row in ana.mine()["progress"]] == [1, 1, 1]
