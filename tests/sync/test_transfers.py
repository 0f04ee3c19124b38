"""People who moved or left: for sixty days they may still send what happened inside their post; they read nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import writer
from app.month import Month, today
from app.people.models import Membership
from app.tally.models import TeamMonth
from tests.cast import ALL_OF_A, ANA, AREA_1, AREA_B, BO, LEO, MOVED, TEAM_1, TEAM_B, WARD_A, WARD_B
from tests.client import Visitor
from tests.factories import edited, make_entry
from tests.sync.steps import assert_counted, cells, find, number_of_entries, outcome, stored

TODAY = today()
BEFORE = (TODAY - timedelta(days=20)).isoformat()
"""A day on which ``moved`` was of team 1 in ward A."""

STORED, KNOWN = ("stored", ""), ("known", "")


def send(visitor: Visitor, entry: Any) -> tuple[str, str]:
    [receipt] = visitor.sync(entry)
    return outcome(receipt)


def end_post(app: Flask, user_id: int, ward_id: int, last_day: date) -> None:
    """Let a user's post in a ward end on a day."""
    with app.app_context():
        writer().execute(
            sa.update(Membership)
            .where(Membership.user_id == user_id, Membership.ward_id == ward_id)
            .values(valid_to=last_day)
        )
        writer().commit()


@pytest.fixture
def moved(app: Flask) -> Visitor:
    """Somebody who was in team 1 of ward A until ten days ago, and is in team B of ward B since."""
    return Visitor(app, "moved")


def test_work_from_before_a_transfer_goes_to_the_old_team(app: Flask, moved: Visitor) -> None:
    entry = make_entry(happened_on=BEFORE, people=1)
    assert [send(moved, entry), send(moved, entry)] == [STORED, KNOWN]
    row = stored(app, entry)
    assert (row["member_id"], row["team_id"]) == (MOVED, TEAM_1)
    assert send(moved, edited(entry, people=2)) == STORED
    assert send(moved, entry) == KNOWN
    month = str(Month.of(TODAY - timedelta(days=20)))
    assert cells(app, TeamMonth)[WARD_A, month, TEAM_1, "visit.people"] == (2, 0)
    assert send(moved, edited(edited(entry), withdrawn=True)) == STORED
    assert_counted(app)


def test_the_ward_is_that_of_the_neighbourhood(app: Flask, moved: Visitor) -> None:
    """One batch may hold both, since the phone does not know wards."""
    old, new = make_entry(happened_on=BEFORE), make_entry(neighbourhood=AREA_B)
    assert [outcome(receipt) for receipt in moved.sync(old, new)] == [STORED] * 2
    assert stored(app, old, WARD_A)["team_id"] == TEAM_1
    assert stored(app, new, WARD_B)["team_id"] == TEAM_B
    assert [outcome(receipt) for receipt in moved.sync(new, old)] == [KNOWN] * 2


def test_the_days_of_a_past_post(app: Flask, moved: Visitor) -> None:
    last_day = TODAY - timedelta(days=10)
    inside, outside = make_entry(happened_on=last_day.isoformat()), make_entry(happened_on=TODAY.isoformat())
    day_after = make_entry(happened_on=(last_day + timedelta(days=1)).isoformat())
    before_the_first = make_entry(happened_on="2023-12-31")
    receipts = moved.sync(inside, day_after, outside, before_the_first)
    assert outcome(receipts[0]) == STORED
    for receipt in receipts[1:]:
        assert receipt["outcome"] == "refused"
        assert receipt["errors"].keys() == {"happened_on"}
    assert number_of_entries(app) == 1


def test_an_entry_is_not_carried_to_the_new_ward(app: Flask, moved: Visitor) -> None:
    entry = make_entry(happened_on=BEFORE)
    send(moved, entry)
    [receipt] = moved.sync(edited(entry, neighbourhood=AREA_B, happened_on=TODAY.isoformat()))
    assert receipt["outcome"] == "refused"
    assert receipt["errors"].keys() == {"neighbourhood"}
    assert find(app, entry, WARD_B) is None
    assert stored(app, entry)["revision"] == 1


@pytest.mark.parametrize(("days_ago", "expected"), [(60, "stored"), (61, "refused")])
def test_the_grace_ends_after_sixty_days(app: Flask, moved: Visitor, days_ago: int, expected: str) -> None:
    stored_before = make_entry(happened_on="2024-06-03")
    send(moved, stored_before)
    end_post(app, MOVED, WARD_A, TODAY - timedelta(days=days_ago))
    [receipt] = moved.sync(make_entry(happened_on="2024-06-03"))
    assert receipt["outcome"] == expected
    assert (receipt["errors"].keys() == {"happened_on"}) is (expected == "refused")
    # An answer that was lost on the way can still be asked for.
    assert send(moved, stored_before) == KNOWN


def test_a_past_post_reads_nothing(app: Flask, moved: Visitor, visitor: Callable[..., Visitor]) -> None:
    entry = make_entry(happened_on=BEFORE, household={"id": "0199a000-0000-7000-8000-000000000001", "label": "Số 9"})
    send(moved, entry)
    bootstrap = moved.get("/api/v1/bootstrap").json
    assert bootstrap is not None
    assert bootstrap["user"]["ward"]["id"] == WARD_B
    assert {area["id"] for area in bootstrap["neighbourhoods"]}.isdisjoint({AREA_1, ALL_OF_A})
    assert bootstrap["households"] == []
    assert {mate["id"] for mate in bootstrap["teammates"]} == {BO}
    mine = moved.mine()
    assert mine["entries"] == []
    assert mine["received"]["visit"] == 0
    assert mine["last_visited"] == {}
    assert (
        "Số 9"
        not in moved.get(
            "/reports/entries.csv",
        ).text
    )
    assert entry["id"] in visitor("carla").get(f"/reports/entries.csv?month={Month.parse(BEFORE[:7])}").text


def test_a_post_that_ended_yesterday(app: Flask, ana: Visitor) -> None:
    """Their phone may still hold entries; nothing is shown to them any more."""
    yesterday = TODAY - timedelta(days=1)
    sent_before = make_entry(happened_on=yesterday.isoformat())
    send(ana, sent_before)
    end_post(app, ANA, WARD_A, yesterday)
    state = ana.session()
    assert state["user"]["id"] == ANA
    assert (state["user"]["role"], state["user"]["ward"], state["user"]["team"]) == (None, None, None)
    assert send(ana, sent_before) == KNOWN
    assert send(ana, make_entry(happened_on=yesterday.isoformat())) == STORED
    [receipt] = ana.sync(make_entry())
    assert receipt["errors"].keys() == {"happened_on"}
    for path in ("/api/v1/bootstrap", "/api/v1/mine", "/reports/entries.csv", "/overview/"):
        assert ana.get(path).status_code == 403, path


def test_a_post_that_ended_long_ago(app: Flask, visitor: Callable[..., Visitor]) -> None:
    nina = visitor("nina")
    response = nina.send({"entries": [make_entry(happened_on="2024-12-01"), make_entry()]})
    assert response.status_code == 403
    assert response.json == {"error": "forbidden"}
    for path in ("/api/v1/bootstrap", "/api/v1/mine", "/reports/entries.csv"):
        assert nina.get(path).status_code == 403, path
    assert number_of_entries(app) == 0


@pytest.mark.parametrize("name", ["vera", "eva", "ada"])
def test_roles_that_do_not_log_may_not_send(sqlite_app: Flask, name: str) -> None:
    someone = Visitor(sqlite_app, name)
    assert someone.send({"entries": [make_entry()]}).status_code == 403
    assert someone.get("/api/v1/bootstrap").status_code == 403
    assert someone.get("/api/v1/mine").status_code == 403
    assert number_of_entries(sqlite_app) == 0


def test_a_new_member_hands_in_what_was_done_before_the_post(app: Flask, ana: Visitor) -> None:
    entry = make_entry(happened_on="2023-06-01")
    assert send(ana, entry) == STORED
    assert stored(app, entry)["team_id"] == TEAM_1


def test_work_of_a_day_counts_for_the_team_of_that_day(app: Flask, ana: Visitor) -> None:
    """A change of team inside a ward moves nothing that happened before it."""
    with app.app_context():
        last = TODAY - timedelta(days=10)
        membership = writer().scalars(sa.select(Membership).where(Membership.user_id == LEO)).one()
        team_before = membership.team_id
        membership.valid_to = last
        writer().flush()
        writer().add(
            Membership(
                user_id=LEO, role=membership.role, ward_id=WARD_A, team_id=2, valid_from=last + timedelta(days=1)
            )
        )
        writer().commit()
    leo = Visitor(app, "leo")
    before, since = make_entry(happened_on=BEFORE), make_entry()
    assert [outcome(receipt) for receipt in leo.sync(before, since)] == [STORED] * 2
    assert stored(app, before)["team_id"] == team_before
    assert stored(app, since)["team_id"] == 2


def test_a_coordinator_has_no_team(app: Flask, carla: Visitor) -> None:
    entry = make_entry(neighbourhood=ALL_OF_A)
    assert send(carla, entry) == STORED
    assert stored(app, entry)["team_id"] is None
    assert cells(app, TeamMonth) == {}
    assert_counted(app)
