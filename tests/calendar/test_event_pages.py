"""Adding and changing events, moving and calling off dates, as coordinators and leaders do on the pages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from app.database import reader
from app.events.changes import EventFacts
from app.events.queries import events_of_ward
from app.month import today
from app.places.models import Team
from tests.actions import add_rows
from tests.cast import MARKET_A, MARKET_B, TEAM_1, TEAM_2, TEAM_B, WARD_A
from tests.client import Visitor
from tests.events.rows import event_of_team, event_row
from tests.frozen.clock import stopped

pytestmark = pytest.mark.one_engine

SENT = {
    "type": "no_paper",
    "title": "",
    "place": "0",
    "venue": "Nhà văn hóa phố 1",
    "every": "week",
    "weekdays": ["2"],
    "weekday": "6",
    "ordinal": "1",
    "month_day": "1",
    "first_day": "2027-01-04",
    "last_day": "",
    "starts_at": "07:30",
    "ends_at": "11:00",
    "expected": "30",
    "note": "",
}


def _facts(app: Flask) -> list[EventFacts]:
    with app.app_context():
        return [EventFacts.of(each) for each in events_of_ward(reader(), WARD_A)]


def _post(visitor: Visitor, path: str, **changes: Any) -> Any:
    return visitor.post(path, **{**SENT, **changes})


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"every": "once"}, ""),
        ({"every": "day"}, "FREQ=DAILY"),
        ({}, "FREQ=WEEKLY;BYDAY=WE"),
        ({"weekdays": ["6", "2"]}, "FREQ=WEEKLY;BYDAY=WE,SU"),
        ({"every": "month_weekday"}, "FREQ=MONTHLY;BYDAY=1SU"),
        ({"every": "month_weekday", "weekday": "0", "ordinal": "-1"}, "FREQ=MONTHLY;BYDAY=-1MO"),
        ({"every": "month_day", "month_day": "15"}, "FREQ=MONTHLY;BYMONTHDAY=15"),
    ],
)
def test_each_way_to_recur_can_be_chosen(app: Flask, carla: Visitor, changes: dict[str, Any], rule: str) -> None:
    assert _post(carla, "/calendar/new", **changes).headers["Location"] == "/calendar/1"
    (stored,) = _facts(app)
    assert (stored.rule, stored.title, stored.expected) == (rule, "Ngày không viết, không nhập hồ sơ", 30)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"type": ""}, "Hãy chọn loại"),
        ({"type": "nothing"}, ""),
        ({"weekdays": []}, "ít nhất một thứ"),
        ({"every": ""}, ""),
        ({"first_day": ""}, "Hãy chọn ngày:"),
        ({"first_day": "1999-01-01"}, "từ năm 2020"),
        ({"first_day": "2999-01-01"}, "từ năm 2020"),
        ({"last_day": "2026-12-01"}, "sớm hơn ngày đầu"),
        ({"last_day": "2027-01-05"}, "không có ngày nào như vậy"),
        ({"last_day": "never"}, ""),
        ({"every": "day", "last_day": "9999-12-31"}, "Hãy kiểm tra năm"),
        ({"weekdays": ["99"], "last_day": "2027-06-01"}, ""),
        ({"every": "month_weekday", "weekday": "99", "last_day": "2027-06-01"}, ""),
        ({"every": "month_weekday", "ordinal": "0", "last_day": "2027-06-01"}, ""),
        ({"every": "month_weekday", "ordinal": "9", "last_day": "2027-06-01"}, ""),
        ({"ends_at": "07:30"}, "Giờ kết thúc sớm hơn"),
        ({"starts_at": "x"}, "giờ và phút"),
        ({"place": str(MARKET_B)}, ""),
        ({"teams": [str(TEAM_B)]}, ""),
        ({"note": "Gọi 0912 345 678"}, ""),
        ({"every": "month_day", "month_day": "32"}, "từ 1 đến 31"),
    ],
)
def test_what_is_wrong_is_shown_and_nothing_is_stored(
    app: Flask, carla: Visitor, changes: dict[str, Any], words: str
) -> None:
    response = _post(carla, "/calendar/new", **changes)
    assert response.status_code == 422
    assert words in response.text
    assert _facts(app) == []


def test_the_next_dates_are_shown_before_it_is_saved(app: Flask, carla: Visitor) -> None:
    with stopped(datetime(2026, 12, 1, 5, tzinfo=UTC)):
        page = _post(carla, "/calendar/new", preview="1").text
    assert [each in page for each in ("Thứ tư, 06/01/2027", "Thứ tư, 10/02/2027", "Thứ tư, 17/02/2027")] == [
        *(True, True, False)
    ]
    assert _facts(app) == []


def test_a_leader_makes_events_of_the_own_team_alone(app: Flask) -> None:
    leo = Visitor(app, "leo")
    assert "Các tổ tham gia" not in leo.get("/calendar/new").text
    _post(leo, "/calendar/new", teams=[str(TEAM_2)], place=str(MARKET_A))
    (stored,) = _facts(app)
    assert (stored.team_ids, stored.place_id, stored.venue) == ({TEAM_1}, MARKET_A, "")


def test_a_leader_changes_no_event_in_which_another_team_takes_part(app: Flask) -> None:
    add_rows(app, event_row(1), event_of_team(1, TEAM_1), event_of_team(1, TEAM_2))
    assert Visitor(app, "leo").get("/calendar/1/edit").status_code == 403


def test_a_list_names_few_teams_and_counts_many(app: Flask, carla: Visitor) -> None:
    others = [Team(id=70 + number, ward_id=WARD_A, name=f"Tổ {70 + number}") for number in range(3)]
    add_rows(app, *others, event_row(1), event_of_team(1, TEAM_1), event_row(2))
    add_rows(app, *(event_of_team(2, team.id) for team in others), event_of_team(2, TEAM_2))
    page = carla.get("/calendar/?view=list&month=2026-12").text
    assert '<span class="secondary">Tổ 1</span>' in page
    assert '<span class="secondary">4 tổ</span>' in page


def _version(visitor: Visitor, path: str, number: int = 0) -> str:
    page = visitor.get(path).text
    return page.split('name="version"')[number + 1].split('value="')[1].split('"')[0]


def test_another_rule_is_explained_before_it_is_saved(app: Flask, carla: Visitor) -> None:
    begun = today() - timedelta(days=30)
    add_rows(app, event_row(1, rule="FREQ=DAILY", first_day=begun))
    version, since = _version(carla, "/calendar/1/edit"), today() + timedelta(days=1)
    changes = {"first_day": since.isoformat(), "version": version}
    page = _post(carla, "/calendar/1/edit", **changes).text
    assert "giữ nguyên, cùng lịch trực và số liệu" in page
    assert len(_facts(app)) == 1
    response = _post(carla, "/calendar/1/edit", is_confirmed="1", **changes)
    assert response.headers["Location"] == "/calendar/2"
    before, after = _facts(app)
    assert (before.last_day, after.first_day, after.rule) == (today(), since, "FREQ=WEEKLY;BYDAY=WE")


def test_another_rule_that_begins_too_early_is_refused(app: Flask, carla: Visitor) -> None:
    begun = today() - timedelta(days=30)
    add_rows(app, event_row(1, rule="FREQ=DAILY", first_day=begun))
    version = _version(carla, "/calendar/1/edit")
    response = _post(carla, "/calendar/1/edit", first_day=begun.isoformat(), version=version, is_confirmed="1")
    assert response.status_code == 422
    tomorrow = today() + timedelta(days=1)
    assert f"ghi {tomorrow:%d/%m/%Y} hoặc một ngày muộn hơn" in response.text
    assert len(_facts(app)) == 1


def test_an_event_is_not_replaced_unseen(app: Flask, carla: Visitor) -> None:
    add_rows(app, event_row(1))
    version = _version(carla, "/calendar/1/edit")
    sent = {"every": "once", "first_day": "2026-12-06"}
    assert _post(carla, "/calendar/1/edit", title="Một", version=version, **sent).status_code == 302
    response = _post(carla, "/calendar/1/edit", title="Hai", version=version, **sent)
    assert response.status_code == 422
    assert "có người đã sửa" in response.text
    again = response.text.split('name="version"')[1].split('value="')[1].split('"')[0]
    assert _post(carla, "/calendar/1/edit", title="Hai", version=again, **sent).status_code == 302
    assert _facts(app)[0].title == "Hai"


def test_a_date_is_moved_called_off_and_put_back(app: Flask, carla: Visitor, ana: Visitor) -> None:
    add_rows(app, event_row(1, rule="FREQ=WEEKLY;BYDAY=SU"))
    page = "/calendar/1/2026-12-06"
    sent = {"held_on": "2026-12-08", "starts_at": "08:00", "ends_at": "11:00", "why_moved": "mưa bão"}
    response = carla.post(f"{page}/move", version=_version(carla, f"{page}/change"), **sent)
    assert response.headers["Location"] == page
    shown = ana.get("/calendar/?month=2026-12").text
    assert 'data-date="2026-12-08"' in shown
    assert "Dời từ Chủ nhật, 06/12/2026" in shown
    assert "mưa bão" in shown
    carla.post(f"{page}/call-off", version=_version(carla, f"{page}/change"), reason="bầu cử")
    assert "Đã hủy" in ana.get(page).text
    carla.post(f"{page}/restore", version=_version(carla, f"{page}/change"))
    assert 'data-date="2026-12-06"' in ana.get("/calendar/?month=2026-12").text


@pytest.mark.parametrize(
    ("action", "sent", "words"),
    [
        ("move", {"held_on": "2026-12-13", "starts_at": "08:00", "ends_at": "11:00"}, "đã có trong lịch"),
        ("move", {"held_on": "2029-12-13", "starts_at": "08:00", "ends_at": "11:00"}, "không quá một năm"),
        ("move", {"held_on": "", "starts_at": "08:00", "ends_at": "11:00"}, "Hãy chọn ngày:"),
        ("move", {"held_on": "2026-12-08", "starts_at": "11:00", "ends_at": "08:00"}, "Giờ kết thúc sớm hơn"),
        ("call-off", {"reason": ""}, "Hãy ghi lý do"),
        ("call-off", {"reason": "bầu cử", "version": "older"}, "có người đã sửa ngày này"),
    ],
)
def test_why_a_date_cannot_be_changed_is_shown(
    app: Flask, carla: Visitor, action: str, sent: dict[str, str], words: str
) -> None:
    add_rows(app, event_row(1, rule="FREQ=WEEKLY;BYDAY=SU"))
    page = "/calendar/1/2026-12-06"
    version = _version(carla, f"{page}/change")
    response = carla.post(f"{page}/{action}", **{"version": version, **sent})
    assert response.status_code == 422
    assert words in response.text
    with app.app_context():
        (stored,) = events_of_ward(reader(), WARD_A)
        assert stored.changes == ()


def test_an_event_ends_and_comes_back(app: Flask, carla: Visitor) -> None:
    add_rows(app, event_row(1, rule="FREQ=DAILY", first_day=date(2026, 11, 1)))
    tomorrow = (today() + timedelta(days=1)).isoformat()
    carla.post("/calendar/1/end")
    assert carla.get(f"/calendar/1/{tomorrow}").status_code == 404
    carla.post("/calendar/1/bring-back")
    assert carla.get(f"/calendar/1/{tomorrow}").status_code == 200


def test_a_date_of_an_event_that_has_ended_is_not_moved_out_of_sight(app: Flask, carla: Visitor) -> None:
    add_rows(app, event_row(1, rule="FREQ=DAILY", first_day=date(2026, 11, 1)))
    carla.post("/calendar/1/end")
    page = f"/calendar/1/{today()}"
    sent = {"held_on": str(today() + timedelta(days=3)), "starts_at": "08:00", "ends_at": "11:00"}
    refused = carla.post(f"{page}/move", version=_version(carla, f"{page}/change"), **sent)
    assert refused.status_code == 422
    assert "hãy chọn ngày sớm hơn" in refused.text.lower()
    assert carla.get(page).status_code == 200
