"""The week of a leader's team: who has logged, whom to call, and what waits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import in_transaction, writer
from app.logbook.review_actions import DecisionNote, review
from app.logbook.status import Action
from app.month import now, today, week_of
from app.people.models import Membership, User
from app.permissions import Role
from tests.actions import add_rows
from tests.cast import ANA, AREA_2, CARLA, LEO, MOVED, SINCE, TEAM_1, TEAM_2, WARD_A
from tests.client import Visitor
from tests.factories import make_entry

TODAY = today()
MONDAY, SUNDAY = week_of(TODAY)
YESTERDAY = TODAY - timedelta(days=1)
NEW, PHONE = 900, "+84912000900"


@pytest.fixture
def leo(app: Flask) -> Visitor:
    """Return the leader of team 1."""
    return Visitor(app, "leo")


def _week(visitor: Visitor) -> Any:
    answer = visitor.get("/api/v1/team")
    assert answer.status_code == 200
    return answer.json


def _of(visitor: Visitor, id: int) -> tuple[int, str | None]:
    [found] = [member for member in _week(visitor)["members"] if member["id"] == id]
    return found["logged"], found["last_on"]


def _log(visitor: Visitor, *entries: Any) -> None:
    assert {receipt["outcome"] for receipt in visitor.sync(*entries)} == {"stored"}


def _on(day: date, **fields: Any) -> Any:
    return make_entry(happened_on=day.isoformat(), **fields)


def _review(app: Flask, action: Action, entries: Iterable[Any], **why: str) -> None:
    seen = {UUID(entry["id"]): 1 for entry in entries}
    with app.app_context():
        done = in_transaction(lambda session: review(session, WARD_A, seen, DecisionNote(action, CARLA, now(), **why)))
    assert set(done.values()) == {"done"}


def _post(user_id: int, team_id: int, since: date, until: date | None = None, role: Role = Role.MEMBER) -> Membership:
    dates = {"valid_from": since, "valid_to": until}
    return Membership(user_id=user_id, role=role, ward_id=WARD_A, team_id=team_id, **dates)


def _change_posts(app: Flask, user_id: int, **values: Any) -> None:
    with app.app_context():
        writer().execute(sa.update(Membership).where(Membership.user_id == user_id).values(**values))
        writer().commit()


def _add_person(app: Flask, *posts: Membership, ended: bool = False) -> None:
    person = User(id=NEW, phone=PHONE, name="Lý Ví Dụ Mai", password_hash="", created_at=now())
    person.ended_at = now() if ended else None
    add_rows(app, person)
    add_rows(app, *posts)


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        (date(2026, 11, 23), date(2026, 11, 23)),
        (date(2026, 11, 29), date(2026, 11, 23)),
        (date(2027, 1, 1), date(2026, 12, 28)),
    ],
)
def test_week_is_from_monday_to_sunday(day: date, monday: date) -> None:
    assert week_of(day) == (monday, monday + timedelta(days=6))


def test_team_without_work_is_there_with_its_numbers(leo: Visitor) -> None:
    assert _week(leo) == {
        "week": {"from": MONDAY.isoformat(), "to": SUNDAY.isoformat()},
        "members": [{"id": ANA, "name": "Nguyễn Ví Dụ Ana", "phone": "0900000101", "logged": 0, "last_on": None}],
        "waiting": {"submitted": 0, "returned": 0},
    }


def test_work_of_this_week_is_counted_and_the_last_day_is_older(ana: Visitor, leo: Visitor) -> None:
    last_week = MONDAY - timedelta(days=1)
    _log(ana, _on(last_week), _on(last_week - timedelta(days=40)))
    assert _of(leo, ANA) == (0, last_week.isoformat())
    _log(ana, _on(MONDAY), _on(TODAY))
    assert _of(leo, ANA) == (2, TODAY.isoformat())


def test_work_of_long_ago_is_not_looked_for(ana: Visitor, leo: Visitor) -> None:
    _log(ana, _on(TODAY - timedelta(days=61)))
    assert _of(leo, ANA) == (0, None)


def test_who_came_along_has_worked(leo: Visitor) -> None:
    _log(leo, _on(TODAY, companions=[ANA]))
    assert _of(leo, ANA) == (1, TODAY.isoformat())


def test_what_is_void_is_no_work(app: Flask, ana: Visitor, leo: Visitor) -> None:
    entry = _on(TODAY)
    _log(ana, entry)
    _review(app, Action.VOID, [entry], reason="duplicate")
    assert _of(leo, ANA) == (0, None)


def test_work_for_another_team_is_not_of_this_one(app: Flask, ana: Visitor, leo: Visitor) -> None:
    """She came from team 2, for which she logged until yesterday; the leader of team 1 does not read that."""
    _change_posts(app, ANA, team_id=TEAM_2, valid_to=YESTERDAY)
    add_rows(app, _post(ANA, TEAM_1, TODAY))
    _log(Visitor(app, "ana"), _on(YESTERDAY, neighbourhood=AREA_2))
    assert _of(leo, ANA) == (0, None)
    _log(ana, _on(TODAY))
    assert _of(leo, ANA) == (1, TODAY.isoformat())


def test_member_since_today_is_of_the_team(app: Flask, leo: Visitor) -> None:
    _add_person(app, _post(NEW, TEAM_1, TODAY))
    assert _of(leo, NEW) == (0, None)
    assert [member["phone"] for member in _week(leo)["members"] if member["id"] == NEW] == ["0912000900"]


def test_who_was_transferred_is_of_the_other_team(app: Flask, ana: Visitor, leo: Visitor) -> None:
    _log(ana, _on(YESTERDAY))
    _change_posts(app, ANA, valid_to=YESTERDAY)
    add_rows(app, _post(ANA, TEAM_2, TODAY))
    assert _week(leo)["members"] == []


@pytest.mark.parametrize("ends_by", ["post", "account", "plan", "role"])
def test_who_is_not_of_the_team_today_is_not_named(app: Flask, leo: Visitor, ends_by: str) -> None:
    posts = {
        "post": _post(NEW, TEAM_1, SINCE, YESTERDAY),
        "account": _post(NEW, TEAM_1, SINCE),
        "plan": _post(NEW, TEAM_1, TODAY + timedelta(days=1)),
        "role": _post(NEW, TEAM_1, SINCE, role=Role.VIEWER),
    }
    _add_person(app, posts[ends_by], ended=ends_by == "account")
    assert {member["id"] for member in _week(leo)["members"]} == {ANA}
    assert MOVED not in {member["id"] for member in _week(leo)["members"]}


def test_what_waits_is_the_own_teams_whatever_the_week(app: Flask, ana: Visitor, leo: Visitor) -> None:
    old, other = [_on(TODAY - timedelta(days=20)) for _ in range(3)], _on(TODAY, neighbourhood=AREA_2)
    _log(ana, *old)
    _log(Visitor(app, "bruno"), other)
    assert _week(leo)["waiting"] == {"submitted": 3, "returned": 0}
    _review(app, Action.RETURN, old[:1], reason="people")
    _review(app, Action.APPROVE, old[1:2])
    assert _week(leo)["waiting"] == {"submitted": 1, "returned": 1}


def test_answer_is_the_same_as_long_as_nothing_changed(ana: Visitor, leo: Visitor) -> None:
    tag = leo.get("/api/v1/team").headers["ETag"]
    again = {"If-None-Match": tag}
    assert leo.http.get("/api/v1/team", headers=again).status_code == 304
    _log(ana, _on(TODAY))
    assert leo.http.get("/api/v1/team", headers=again).status_code == 200


def test_only_a_leader_of_today_is_answered(app: Flask, leo: Visitor) -> None:
    for name in ("ana", "carla", "vera", "ada", "nina"):
        answer = Visitor(app, name).get("/api/v1/team")
        assert (answer.status_code, answer.json) == (403, {"error": "forbidden"})
    answer = Visitor(app).get("/api/v1/team")
    assert (answer.status_code, answer.json) == (401, {"error": "signed_out"})
    _change_posts(app, LEO, valid_to=YESTERDAY)
    assert leo.get("/api/v1/team").status_code == 403
