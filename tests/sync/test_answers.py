"""What the phone reads: who it is, its working data, and what became of its user's entries."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from app.database import writer
from app.logbook.status import Action
from app.month import today
from app.places.models import Neighbourhood, Place, PlaceType, TeamArea
from app.targets.models import Target
from tests.actions import close_ward_month, review_entries
from tests.cast import (
    ALL_OF_A,
    ALL_OF_B,
    AREA_1,
    AREA_2,
    AREA_B,
    LEO,
    MARKET_A,
    MARKET_B,
    TEAM_1,
    TEAM_2,
    WARD_A,
)
from tests.client import Visitor
from tests.factories import FIELDS, edited, household, make_entry
from tests.sync.answer_steps import THIS, conditional, tag_of


def test_a_stranger_has_a_session_without_a_user(sqlite_app: Flask) -> None:
    state = Visitor(sqlite_app).session()
    assert state.keys() == {"user", "csrf", "server_time"}
    assert state["user"] is None
    assert state["csrf"]
    assert datetime.fromisoformat(state["server_time"]).tzinfo is not None


@pytest.mark.parametrize(
    ("name", "role", "ward", "team"),
    [
        ("ana", "member", WARD_A, TEAM_1),
        ("leo", "leader", WARD_A, TEAM_1),
        ("carla", "coordinator", WARD_A, None),
        ("vera", "viewer", WARD_A, None),
        ("eva", "province", None, None),
        ("ada", "admin", None, None),
        ("nina", None, None, None),
    ],
)
def test_a_session_says_who_is_signed_in(
    sqlite_app: Flask, name: str, role: str | None, ward: int | None, team: int | None
) -> None:
    state = Visitor(sqlite_app, name).session()
    user = state["user"]
    assert state.keys() == {"user", "csrf", "server_time"}
    assert user.keys() == {"id", "name", "role", "ward", "team", "phone"} | ({"ended"} if role is None else set())
    assert user["name"] == f"Nguyễn Ví Dụ {name.capitalize()}"
    assert user["role"] == role
    assert (user["ward"] and user["ward"]["id"]) == ward
    assert (user["team"] and user["team"]["id"]) == team
    if ward:
        assert user["ward"] == {"id": WARD_A, "code": "16417", "name": "Phường Quảng Thắng"}
    if team:
        assert user["team"] == {"id": TEAM_1, "name": "Tổ 1"}


def bootstrap(visitor: Visitor) -> Any:
    response = visitor.get("/api/v1/bootstrap")
    assert response.status_code == 200
    return response.json


def test_a_bootstrap_holds_all_that_the_forms_need(app: Flask, ana: Visitor) -> None:
    data = bootstrap(ana)
    assert data.keys() == {
        "user",
        "settings",
        "neighbourhoods",
        "services",
        "topics",
        "places",
        "teammates",
        "households",
        "merchants",
        "closed_months",
        "targets",
        "unlisted",
    }
    assert data["user"] == ana.session()["user"]
    assert isinstance(data["settings"], dict)
    assert {service["code"] for service in data["services"]} >= {"vneid_2", "health_record"}
    for service in data["services"]:
        assert service.keys() == {"code", "name", "pillar", "outcomes"}
        assert service["outcomes"]
    assert {"code", "name"} == data["topics"][0].keys()
    assert data["places"] == [{"id": MARKET_A, "name": "Chợ Quảng Thắng", "type": "market"}]
    assert data["teammates"] == [{"id": LEO, "name": "Nguyễn Ví Dụ Leo"}]
    assert data["unlisted"] == {"services": [], "topics": [], "places": [], "neighbourhoods": []}
    assert (data["households"], data["merchants"], data["closed_months"], data["targets"]) == ([], [], [], [])
    # Every choice that is offered is taken.
    entries = [
        make_entry("installation", service=service["code"], outcome=outcome)
        for service in data["services"]
        for outcome in service["outcomes"]
    ]
    entries += [make_entry("training", topic=topic["code"]) for topic in data["topics"]]
    entries += [make_entry(neighbourhood=area["id"]) for area in data["neighbourhoods"]]
    assert {receipt["outcome"] for receipt in ana.sync(*entries)} == {"stored"}


@pytest.mark.parametrize(
    ("name", "areas"),
    [
        ("ana", [AREA_1, AREA_2, ALL_OF_A]),
        ("bruno", [AREA_2, AREA_1, ALL_OF_A]),
        ("carla", [AREA_1, AREA_2, ALL_OF_A]),
        ("bo", [AREA_B, ALL_OF_B]),
    ],
)
def test_the_teams_own_areas_come_first_and_the_ward_last(
    visitor: Callable[..., Visitor], name: str, areas: list[int]
) -> None:
    assert [area["id"] for area in bootstrap(visitor(name))["neighbourhoods"]] == areas


def test_areas_are_in_order_and_in_use(app: Flask, ana: Visitor) -> None:
    yesterday = today() - timedelta(days=1)
    with app.app_context():
        for id, name, last in ((21, "Phố 11", None), (22, "Phố 3", today()), (23, "Phố 4", yesterday)):
            writer().add(Neighbourhood(id=id, ward_id=WARD_A, name=name, is_whole_ward=False, valid_to=last))
        writer().flush()
        writer().add(TeamArea(team_id=TEAM_1, neighbourhood_id=21))
        writer().add(Place(id=21, ward_id=WARD_A, type=PlaceType.MARKET, name="Chợ cũ", valid_to=yesterday))
        writer().commit()
    data = bootstrap(ana)
    assert [area["name"] for area in data["neighbourhoods"]] == ["Phố 1", "Phố 11", "Phố 2", "Phố 3", "Toàn phường"]
    assert [place["id"] for place in data["places"]] == [MARKET_A]
    # A phone that was long offline may still name an area that was ended meanwhile.
    [receipt] = ana.sync(make_entry(neighbourhood=23))
    assert receipt["outcome"] == "stored"


def test_households_and_merchants_are_shown_to_the_team_of_their_area(
    app: Flask, ana: Visitor, visitor: Callable[..., Visitor]
) -> None:
    here, there = household("Số 5, ngõ 2"), household("Số 7")
    merchant = {"id": "0199a000-0000-7000-8000-0000000000bb", "name": "Quầy mẫu 2"}
    ana.sync(
        make_entry(household=here),
        make_entry(household=there, neighbourhood=AREA_2),
        make_entry("merchant", merchant=merchant, place=MARKET_A),
    )
    homes_here = [{"id": here["id"], "neighbourhood": AREA_1, "label": "Số 5, ngõ 2"}]
    homes_there = [{"id": there["id"], "neighbourhood": AREA_2, "label": "Số 7"}]
    assert bootstrap(ana)["households"] == bootstrap(visitor("leo"))["households"] == homes_here
    assert bootstrap(ana)["merchants"] == [{**merchant, "place": MARKET_A}]
    bruno = bootstrap(visitor("bruno"))
    assert (bruno["households"], bruno["merchants"]) == (homes_there, [])
    carla = bootstrap(visitor("carla"))["households"]
    assert sorted(carla, key=lambda home: home["label"]) == [*homes_here, *homes_there]
    bo = visitor("bo")
    other_ward = bo.get("/api/v1/bootstrap").text
    assert here["id"] not in other_ward
    assert bootstrap(bo)["places"] == [{"id": MARKET_B, "name": "Chợ Tân An", "type": "market"}]


def test_targets_of_ones_own_team_and_ward(app: Flask, ana: Visitor) -> None:
    with app.app_context():
        for team, month, figure in (
            (None, None, 1000),
            (TEAM_1, str(THIS), 40),
            (TEAM_2, str(THIS), 50),
            (TEAM_1, str(THIS.next()), 60),
        ):
            writer().add(
                Target(ward_id=WARD_A, team_id=team, measure="visit", year=THIS.year, month=month, figure=figure)
            )
        writer().commit()
    assert {target["figure"] for target in bootstrap(ana)["targets"]} == {1000, 40}


def test_the_bootstrap_stays_the_same_while_people_log(
    app: Flask, ana: Visitor, visitor: Callable[..., Visitor]
) -> None:
    path = "/api/v1/bootstrap"
    home = household()
    shop = FIELDS["merchant"]["merchant"]
    first = make_entry(household=home)
    ana.sync(first, make_entry("merchant", merchant=shop))
    tag = tag_of(ana, path)
    assert conditional(ana, path, tag) == 304
    body = ana.get(path).data
    again = make_entry("merchant", merchant={**shop, "name": "Tên khác"})
    visitor("leo").sync(make_entry(household=home), again, make_entry("installation"), make_entry("training"))
    ana.sync(make_entry(household={**home, "label": "Tên khác"}, neighbourhood=AREA_2), edited(first, people=7))
    review_entries(app, Action.APPROVE, edited(first))
    assert conditional(ana, path, tag) == 304
    assert ana.get(path).data == body

    ana.sync(make_entry(household=household("Số 6")))
    assert conditional(ana, path, tag) == 200
    tag = tag_of(ana, path)
    close_ward_month(app, THIS.previous())
    assert conditional(ana, path, tag) == 200
    assert bootstrap(ana)["closed_months"] == [str(THIS.previous())]


def test_each_language_has_names_and_a_tag_of_its_own(sqlite_app: Flask) -> None:
    ana = Visitor(sqlite_app, "ana")
    vietnamese, english = ana.get("/api/v1/bootstrap?lang=vi"), ana.get("/api/v1/bootstrap?lang=en")
    assert vietnamese.headers["ETag"] != english.headers["ETag"]
    assert "Scam warning" in english.text
    assert "Cảnh báo lừa đảo" in vietnamese.text
    assert "Cookie" in vietnamese.headers["Vary"]


def test_tags_of_two_people_differ(visitor: Callable[..., Visitor]) -> None:
    """A shared phone must not show one the answers of another."""
    assert tag_of(visitor("ana"), "/api/v1/bootstrap") != tag_of(visitor("leo"), "/api/v1/bootstrap")


def test_answers_are_plain_json(app: Flask, ana: Visitor) -> None:
    ana.sync(make_entry(location={"lat": 19.8, "lng": 105.7, "accuracy": 7}, household=household("Số 5 \u2028 😀")))
    for path in ("/api/v1/session", "/api/v1/bootstrap", "/api/v1/mine"):
        response = ana.get(path)
        assert response.mimetype == "application/json"
        assert "no-cache" in response.headers["Cache-Control"] or "no-store" in response.headers["Cache-Control"]
        json.loads(response.data.decode())


def test_days_are_those_of_viet_nam(app: Flask, ana: Visitor) -> None:
    """Between midnight there and midnight in London it is tomorrow already."""
    entry = make_entry()
    ana.sync({**entry, "recorded_at": f"{today().isoformat()}T00:30:00+07:00"})
    assert date.fromisoformat(ana.mine()["entries"][0]["happened_on"]) == today()
    assert ana.mine()["received"]["month"] == str(THIS)
