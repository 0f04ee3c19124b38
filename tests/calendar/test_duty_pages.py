"""The roster of a date and one's own duties, as pages that are tapped."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from flask import Flask

from app.events.models import Duty, DutyAnswer
from app.month import Month, now, today
from tests.actions import add_rows, close_ward_month
from tests.cast import ANA, BRUNO, DORA, EVA, LEO, TEAM_1, WARD_A
from tests.client import Visitor
from tests.events.duty_steps import noted, roster
from tests.events.rows import event_of_team, event_row, shift_row

Who = Callable[..., Visitor]
DATE = "/calendar/1/{day}"


@pytest.fixture
def today_event(app: Flask) -> Flask:
    """Let an event be on each day, all day long, with one shift that ends the day."""
    times = {"starts_at": time(0), "ends_at": time(23, 59)}
    add_rows(app, event_row(1, first_day=date(2026, 1, 1), rule="FREQ=DAILY", **times), shift_row(1, **times))
    return app


def asked(app: Flask, member_id: int, day: date, **columns: object) -> None:
    add_rows(app, Duty(ward_id=WARD_A, event_id=1, day=day, shift=1, member_id=member_id, asked_at=now(), **columns))


def followed(visitor: Visitor, path: str, **form: Any) -> str:
    """Send a form, and return the page to which the answer leads."""
    return visitor.get(visitor.post(path, **form).headers["Location"]).text


def address(day: date, rest: str = "") -> str:
    return DATE.format(day=day.isoformat()) + rest


@pytest.mark.one_engine
def test_a_leader_asks_the_own_team_and_confirms_with_a_tap(today_event: Flask, visitor: Who) -> None:
    leo, day = visitor("leo"), today()
    page = leo.get(address(day, "/shifts/1/ask")).text
    assert "Nguyễn Ví Dụ Ana" in page
    assert "Nguyễn Ví Dụ Bruno" not in page, "he is of another team"
    both: Any = [str(ANA), str(BRUNO)]
    answer = followed(leo, address(day, "/shifts/1/ask"), member=both)
    assert "Nguyễn Ví Dụ Bruno" in answer, "it says who was not asked"
    assert roster(today_event) == [(1, ANA, None, None)]
    presence = address(day, f"/shifts/1/{ANA}/presence")
    leo.post(presence, present="yes", seen="open")
    assert roster(today_event) == [(1, ANA, None, True)]
    stale = followed(leo, presence, present="no", seen="open")
    assert "Có người khác vừa sửa" in stale
    assert "phải ở lại" in followed(leo, address(day, f"/shifts/1/{ANA}/take-off"))
    assert roster(today_event) == [(1, ANA, None, True)]
    assert noted(today_event) == [(LEO, "asked"), (LEO, "present")]


def test_who_is_asked_though_of_another_ward_is_not_named(today_event: Flask, visitor: Who) -> None:
    ids: Any = [str(id) for id in (BRUNO, DORA, EVA, 0, -1, 2**31, 10**30)]
    answer = followed(visitor("leo"), address(today(), "/shifts/1/ask"), member=ids)
    assert "Nguyễn Ví Dụ Bruno" in answer, "he is of the ward"
    assert not any(f"Nguyễn Ví Dụ {name}" in answer for name in ("Dora", "Eva"))
    assert roster(today_event) == []


@pytest.mark.one_engine
@pytest.mark.parametrize("day", ["9999-12-31", "2100-01-01", "0001-01-01"])
def test_a_day_far_off_is_no_date(today_event: Flask, visitor: Who, day: str) -> None:
    assert visitor("ana").get(f"/calendar/1/{day}").status_code == 404
    assert visitor("carla").post(f"/calendar/1/{day}/shifts/1/ask", member=str(ANA)).status_code == 404


@pytest.mark.one_engine
def test_the_own_duties_are_answered_and_confirmed_on_the_page(today_event: Flask, visitor: Who) -> None:
    ana, tomorrow = visitor("ana"), today() + timedelta(days=1)
    asked(today_event, ANA, today())
    asked(today_event, ANA, tomorrow)
    asked(today_event, BRUNO, tomorrow)
    page = ana.get("/calendar/duties").text
    dates = re.findall(r'data-date="([\d-]+)"', page)
    assert dates == [today().isoformat(), tomorrow.isoformat()], "the next one comes first, and nobody else's"
    assert ana.post(address(tomorrow, "/shifts/1/answer"), answer="yes").headers["Location"] == "/calendar/duties"
    assert ana.post(address(today(), "/shifts/1/here"), page="date").headers["Location"].startswith("/calendar/1/")
    by_day = {(member, answer, present) for _shift, member, answer, present in roster(today_event)}
    assert by_day == {(ANA, None, True), (ANA, DutyAnswer.YES, None), (BRUNO, None, None)}
    late = followed(ana, address(today(), "/shifts/1/answer"), answer="no")
    assert "Ca trực đã bắt đầu" in late


@pytest.mark.one_engine
def test_on_the_page_of_a_date_yes_is_the_main_answer_until_one_answers(today_event: Flask, visitor: Who) -> None:
    ana, page = visitor("ana"), address(today() + timedelta(days=1))
    asked(today_event, ANA, today() + timedelta(days=1))
    answers = r"<button( class=\"primary\")?>(Tôi nhận trực|Tôi không trực được)<"
    main = ' class="primary"'
    assert re.findall(answers, ana.get(page).text) == [(main, "Tôi nhận trực"), ("", "Tôi không trực được")]
    answered = followed(ana, f"{page}/shifts/1/answer", answer="yes", page="date")
    assert re.findall(answers, answered) == [("", "Tôi nhận trực"), ("", "Tôi không trực được")]


@pytest.mark.one_engine
def test_a_new_shift_follows_the_last_one_as_long_and_with_as_many(app: Flask, visitor: Who) -> None:
    add_rows(app, event_row(1, starts_at=time(7, 30), ends_at=time(11)))
    carla, path = visitor("carla"), "/calendar/1/shifts"

    def proposed() -> list[str]:
        page = carla.get(path).text
        return [
            re.findall(rf'name="{name}"[^>]* value="([^"]*)"', page)[0] for name in ("starts_at", "ends_at", "needed")
        ]

    assert proposed() == ["07:30", "11:00", "2"], "the first one takes as long as the event"
    carla.post(path, starts_at="07:30", ends_at="09:00", needed="3")
    assert proposed() == ["09:00", "10:30", "3"]
    carla.post(path, starts_at="09:00", ends_at="10:30", needed="3")
    assert proposed() == ["10:30", "11:00", "3"]
    carla.post(path, starts_at="10:30", ends_at="11:00", needed="1")
    assert proposed() == ["07:30", "11:00", "2"], "the day is full"


@pytest.mark.one_engine
def test_in_a_closed_month_nobody_is_confirmed(today_event: Flask, visitor: Who) -> None:
    leo, day = visitor("leo"), Month.of(today()).previous().last
    asked(today_event, ANA, day)
    close_ward_month(today_event, Month.of(day))
    page = leo.get(address(day)).text
    assert "đã chốt" in page
    assert "/presence" not in page
    refused = followed(leo, address(day, f"/shifts/1/{ANA}/presence"), present="yes", seen="open")
    assert "đã chốt" in refused
    assert roster(today_event) == [(1, ANA, None, None)]


@pytest.mark.one_engine
def test_members_see_the_roster_and_cannot_change_it(today_event: Flask, visitor: Who) -> None:
    asked(today_event, LEO, today(), answer=DutyAnswer.YES)
    page = visitor("ana").get(address(today())).text
    assert "Nguyễn Ví Dụ Leo" in page
    assert "/presence" not in page
    assert "/ask" not in page


@pytest.mark.one_engine
def test_a_leader_of_a_team_that_does_not_take_part_changes_nothing(today_event: Flask, visitor: Who) -> None:
    add_rows(today_event, event_of_team(1, TEAM_1 + 1))
    assert visitor("leo").get(address(today(), "/shifts/1/ask")).status_code == 403


@pytest.mark.one_engine
def test_days_are_ticked_on_the_page_of_a_month(today_event: Flask, visitor: Who) -> None:
    leo, month = visitor("leo"), Month.of(today())
    path = f"/calendar/plan?month={month}"
    (version,) = re.findall(r'name="version"[^>]*value="([^"]*)"', leo.get(path).text)
    days = [month.first.isoformat(), month.last.isoformat()]
    ticked: dict[str, Any] = {"version": version, "day": days}
    assert leo.post(path, **ticked, note="Chợ phiên").status_code == 302
    page = leo.get(path).text
    assert re.findall(r'value="([\d-]+)" checked', page) == days
    assert page.count("Chợ phiên") == 2
    assert "Chưa lưu" in leo.post(path, version=version, day=days[0]).text, "the page was an older one"
    close_ward_month(today_event, month)
    assert leo.get(path).text.count("disabled") == month.last.day
