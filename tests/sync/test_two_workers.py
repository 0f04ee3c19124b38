"""What one worker writes holds in the others from the next request on, whatever they have read and remember."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from flask import Flask

from app.database import reader, writer
from app.logbook.models import Entry
from app.month import Month, now
from app.people.authority import OPERATOR
from app.people.post_actions import end_person
from tests.actions import close_ward_month, log_entries, set_role
from tests.cast import ANA, AREA_2, LEO, PASSWORD, WARD_A
from tests.client import ORIGIN, Visitor
from tests.conftest import dispose, make_app
from tests.factories import household, make_entry
from tests.households.steps import merge
from tests.sync.answer_steps import conditional, tag_of
from tests.sync.tag_changes import FORMS, HOME, TWIN, begin

BOOTSTRAP, HOUSEHOLDS, MINE = "/api/v1/bootstrap", "/api/v1/households", "/api/v1/mine"


@pytest.fixture
def other(app: Flask) -> Iterator[Flask]:
    """Another worker on the database of ``app``."""
    other = make_app(app.config["TUNG_NHA"].database_url)
    yield other
    dispose(other)


def _at(worker: Flask, visitor: Visitor) -> Visitor:
    """Return the same browser, whose requests another worker answers; it has answered some before."""
    there = Visitor(worker)
    for name in ("session", "language"):
        if cookie := visitor.http.get_cookie(name):
            there.http.set_cookie(name, cookie.value)
    there.token = visitor.token
    assert there.session()["user"]["id"] == visitor.session()["user"]["id"]
    log_entries(there, make_entry())
    for path in (BOOTSTRAP, HOUSEHOLDS, MINE):
        assert there.get(path).status_code == 200
    return there


def test_a_revoked_device_is_out(app: Flask, other: Flask) -> None:
    lost, mine = Visitor(app, "ana"), Visitor(app, "ana")
    there = _at(other, lost)
    tags = {path: tag_of(there, path) for path in (BOOTSTRAP, HOUSEHOLDS, MINE)}
    account = mine.get("/account").text
    devices = {part.split("/")[0] for part in account.split("/account/devices/")[1:]}
    for device in devices:
        mine.post(f"/account/devices/{device}/revoke")
    assert there.session()["user"] is None
    assert there.send({"entries": [make_entry()]}).status_code in {401, 403}
    for path, tag in tags.items():
        assert there.get(path, **{"If-None-Match": tag}).status_code == 401
    assert there.get("/account").status_code == 302


def test_signing_out_ends_the_session_in_every_worker(app: Flask, other: Flask) -> None:
    ana = Visitor(app, "ana")
    there = _at(other, ana)
    cookie = ana.http.get_cookie("session")
    assert ana.post("/logout").status_code == 302
    assert cookie is not None
    there.http.set_cookie("session", cookie.value)
    assert there.session()["user"] is None


def test_an_ended_post_reads_nothing(app: Flask, other: Flask) -> None:
    ana = Visitor(app, "ana")
    there = _at(other, ana)
    tags = {path: tag_of(there, path) for path in (BOOTSTRAP, HOUSEHOLDS, MINE)}
    with app.app_context():
        end_person(writer(), OPERATOR, ANA, now())
        writer().commit()
    assert there.session()["user"]["role"] is None
    for path, tag in tags.items():
        assert there.get(path, **{"If-None-Match": tag}).status_code == 403
    assert there.get("/households/").status_code == 403


def test_another_role_holds_at_once(app: Flask, other: Flask) -> None:
    leo = Visitor(app, "leo")
    there = _at(other, leo)
    assert there.get("/api/v1/team").status_code == 200
    set_role(app, "leo", "member", 1)
    assert there.get("/api/v1/team").status_code == 403
    assert there.get("/review/").status_code == 403
    set_role(app, "leo", "leader", 2)
    assert there.session()["user"]["team"]["id"] == 2
    assert there.get(BOOTSTRAP).json["neighbourhoods"][0]["id"] == AREA_2


def test_a_month_that_was_closed_takes_nothing(app: Flask, other: Flask) -> None:
    month = Month.current().previous()
    ana = Visitor(app, "ana")
    there = _at(other, ana)
    late = make_entry(happened_on=month.last.isoformat())
    log_entries(there, late)
    tag = tag_of(there, BOOTSTRAP)
    close_ward_month(app, month)
    [receipt] = there.sync(make_entry(happened_on=month.last.isoformat()))
    assert (receipt["outcome"], receipt["code"]) == ("refused", "month_closed")
    assert conditional(there, BOOTSTRAP, tag) == 200
    assert there.get(BOOTSTRAP).json["closed_months"] == [str(month)]


def test_changed_settings_hold_for_the_next_entry(app: Flask, other: Flask) -> None:
    ana = Visitor(app, "ana")
    there = _at(other, ana)
    tag = tag_of(there, BOOTSTRAP)
    FORMS["settings of the ward"](app)
    entry = make_entry(location={"lat": 19.807, "lng": 105.776, "accuracy": 20})
    log_entries(there, entry)
    with app.app_context():
        stored = reader().get_one(Entry, (WARD_A, UUID(entry["id"])))
        assert (stored.latitude, stored.longitude) == (19.807, 105.776)
    assert conditional(there, BOOTSTRAP, tag) == 200
    assert there.get(BOOTSTRAP).json["settings"]["location"] is True


def test_an_own_service_that_was_added_is_taken(app: Flask, other: Flask) -> None:
    there = _at(other, Visitor(app, "ana"))
    begin(app)
    log_entries(there, make_entry("installation", service="own_50", outcome="activated"))


def test_merged_areas_hold_at_once(app: Flask, other: Flask) -> None:
    there = _at(other, Visitor(app, "ana"))
    tags = {path: tag_of(there, path) for path in (BOOTSTRAP, HOUSEHOLDS)}
    log_entries(there, make_entry(household=household("Số 4")))
    FORMS["merged areas"](app)
    for path, tag in tags.items():
        assert conditional(there, path, tag) == 200
    assert there.get(BOOTSTRAP).json["neighbourhoods"][0]["id"] == AREA_2
    assert {each["neighbourhood"] for each in there.get(HOUSEHOLDS).json["households"]} == {AREA_2}
    log_entries(there, make_entry())


def test_merged_households_hold_at_once(app: Flask, other: Flask) -> None:
    there = _at(other, Visitor(app, "ana"))
    begin(app)
    tags = {path: tag_of(there, path) for path in (BOOTSTRAP, HOUSEHOLDS)}
    merge(app, Visitor(app, "carla"), UUID(HOME["id"]), UUID(TWIN["id"]))
    for path, tag in tags.items():
        assert conditional(there, path, tag) == 200
    assert [each["id"] for each in there.get(HOUSEHOLDS).json["households"]] == [HOME["id"]]
    log_entries(there, make_entry(household=TWIN))
    assert set(there.mine()["last_visited"]) == {HOME["id"], TWIN["id"]}


def test_a_new_password_ends_the_other_sessions_in_every_worker(app: Flask, other: Flask) -> None:
    mine, there = Visitor(app, "leo"), _at(other, Visitor(app, "leo"))
    form = {"current": PASSWORD, "new": "mot cau khac han", "again": "mot cau khac han"}
    assert mine.post("/account/password", **form).status_code == 302
    assert there.session()["user"] is None
    assert mine.session()["user"]["id"] == LEO


def test_a_token_of_one_worker_holds_in_another(app: Flask, other: Flask) -> None:
    ana = Visitor(app, "ana")
    there = _at(other, ana)
    there.token = ana.session()["csrf"]
    log_entries(there, make_entry())
    ana.http.delete_cookie("session")
    stranger = Visitor(other)
    body, headers = {"entries": []}, {"Origin": ORIGIN, "X-CSRF-Token": there.token}
    assert stranger.http.post("/api/v1/sync", json=body, headers=headers).status_code == 401
