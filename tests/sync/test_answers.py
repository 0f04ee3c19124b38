"""What the phone reads: who it is, its working data, and what became of its user's entries."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import writer
from app.logbook.models import Entry
from app.logbook.status import Action
from app.month import Month, now, today
from app.places.models import Neighbourhood, Place, PlaceType, TeamArea
from app.targets.models import Target
from tests.actions import close_ward_month, review_entries
from tests.cast import (
    ALL_OF_A,
    ALL_OF_B,
    ANA,
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

THIS = Month.current()


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
    assert user.keys() == {"id", "name", "role", "ward", "team"}
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


def test_doors_are_shown_to_those_who_knock_on_them(app: Flask, ana: Visitor, visitor: Callable[..., Visitor]) -> None:
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


def conditional(visitor: Visitor, path: str, tag: str) -> int:
    """Ask again with the tag of an answer; return the status."""
    response = visitor.get(path, **{"If-None-Match": tag})
    if response.status_code == 304:
        assert response.data == b""
        assert response.headers["ETag"] == tag
    return response.status_code


def tag_of(visitor: Visitor, path: str) -> str:
    response = visitor.get(path)
    assert response.status_code == 200
    return response.headers["ETag"]


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


def test_mine_is_what_the_phone_shows(app: Flask, ana: Visitor, visitor: Callable[..., Visitor]) -> None:
    yesterday = (today() - timedelta(days=1)).isoformat()
    visit = make_entry(household=household(), note="Ghi chú", companions=[LEO])
    training = make_entry("training", happened_on=yesterday)
    visitor("leo").sync(make_entry(companions=[ANA]))
    ana.sync(visit, training)
    data = ana.mine()
    assert data.keys() == {"entries", "received", "approved", "last_visited", "progress", "progress_on"}
    newest, older = data["entries"]
    assert newest == {
        "id": visit["id"],
        "kind": "visit",
        "revision": 1,
        "status": "submitted",
        "reason": "",
        "comment": "",
        "happened_on": visit["fields"]["happened_on"],
        "fields": visit["fields"],
    }
    assert (older["id"], older["happened_on"], older["fields"]["attendees"]) == (training["id"], yesterday, 30)
    assert data["last_visited"] == {visit["fields"]["household"]["id"]: today().isoformat()}


def test_received_and_approved_are_separate_numbers(app: Flask, ana: Visitor) -> None:
    none = {"month": str(THIS), "visit": 0, "installation": 0, "training": 0, "merchant": 0}
    assert (ana.mine()["received"], ana.mine()["approved"]) == (none, none)
    visits = [make_entry() for _ in range(4)]
    ana.sync(*visits, make_entry("merchant"), make_entry(happened_on=THIS.previous().last.isoformat()))
    review_entries(app, Action.APPROVE, visits[0])
    review_entries(app, Action.RETURN, visits[1], reason="people")
    review_entries(app, Action.VOID, visits[2], reason="double")
    assert ana.mine()["received"] == none | {"visit": 3, "merchant": 1}
    assert ana.mine()["approved"] == none | {"visit": 1}


def test_a_return_reaches_its_author_with_the_reason(app: Flask, ana: Visitor) -> None:
    entry = make_entry()
    ana.sync(entry, make_entry())

    def shown() -> tuple[str, str, str]:
        [found] = [each for each in ana.mine()["entries"] if each["id"] == entry["id"]]
        return found["status"], found["reason"], found["comment"]

    review_entries(app, Action.RETURN, entry, reason="people", comment="Sao chỉ có 2 người?")
    assert shown() == ("returned", "people", "Sao chỉ có 2 người?")
    ana.sync(edited(entry, people=3))
    assert shown() == ("submitted", "", "")
    review_entries(app, Action.RETURN, edited(entry), reason="place", comment="Nhầm tổ")
    assert shown() == ("returned", "place", "Nhầm tổ")
    review_entries(app, Action.VOID, edited(entry), reason="double", comment="Đã có")
    assert shown() == ("void", "double", "Đã có")


def test_mine_reaches_sixty_days_back_but_never_hides_a_return(app: Flask, ana: Visitor) -> None:
    days = {days: make_entry(happened_on=(today() - timedelta(days=days)).isoformat()) for days in (0, 60, 61, 200)}
    ana.sync(*days.values())
    # What came in lately is there too, however long ago it happened: its year may be a slip.
    assert {entry["id"] for entry in ana.mine()["entries"]} == {entry["id"] for entry in days.values()}
    with app.app_context():
        writer().execute(sa.update(Entry).values(received_at=now() - timedelta(days=62)))
        writer().commit()
    assert {entry["id"] for entry in ana.mine()["entries"]} == {days[0]["id"], days[60]["id"]}
    review_entries(app, Action.RETURN, days[200], reason="people")
    assert [entry["id"] for entry in ana.mine()["entries"]] == [days[0]["id"], days[60]["id"], days[200]["id"]]


def test_mine_is_nobody_elses(app: Flask, ana: Visitor, visitor: Callable[..., Visitor]) -> None:
    entry = make_entry(note="Chỉ của mình")
    ana.sync(entry)
    for name in ("bruno", "leo", "carla", "bo", "dora"):
        text = visitor(name).get("/api/v1/mine").text
        assert entry["id"] not in text
        assert "Chỉ của mình" not in text


def test_last_visits_are_those_of_the_team(app: Flask, ana: Visitor, visitor: Callable[..., Visitor]) -> None:
    def day(days: int) -> str:
        return (today() - timedelta(days=days)).isoformat()

    ours, theirs, dropped = household(), household(), household()
    ana.sync(make_entry(household=ours, happened_on=day(5)), make_entry(household=dropped, withdrawn=True))
    visitor("leo").sync(make_entry(household=ours, happened_on=day(2)))
    visitor("bruno").sync(make_entry(household=theirs), make_entry(household=ours))
    assert ana.mine()["last_visited"] == {ours["id"]: day(2)}


def test_mine_has_a_tag_that_changes_with_it(app: Flask, ana: Visitor) -> None:
    path = "/api/v1/mine"
    entry = make_entry()
    tags = [tag_of(ana, path)]
    for change in (
        lambda: ana.sync(entry),
        lambda: review_entries(app, Action.RETURN, entry, reason="people", comment="Một"),
        lambda: ana.sync(edited(entry)),
    ):
        assert conditional(ana, path, tags[-1]) == 304
        change()
        assert conditional(ana, path, tags[-1]) == 200
        tags.append(tag_of(ana, path))
    assert len(set(tags)) == 4
    ana.sync(edited(entry))
    assert conditional(ana, path, tags[-1]) == 304


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
