"""Days on duty in the attendance: beside logged work, once a day, in the period of the day, and kept by editions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import reader, writer
from app.events.models import Campaign, CampaignArea, Duty, DutyAnswer, Event, EventDate, EventShift, PlannedDay
from app.logbook.status import Action
from app.month import Month, now, today
from app.months.models import AttendanceDay
from app.periods import MIDDLE_DAY, PeriodRule, Periods
from app.places.actions import store_settings
from app.places.models import Ward
from app.places.report_settings import ReportSettings
from tests.actions import add_rows, log_entries, review_entries, set_periods
from tests.cast import ANA, AREA_1, BRUNO, CARLA, LEO, TEAM_1, TEAM_2, WARD_A
from tests.client import Visitor
from tests.events.rows import event_of_team, event_row
from tests.factories import make_entry
from tests.months.steps import closed, edition_now, reopening, turn_flags_off

FEBRUARY, MARCH = Month(2025, 2), Month(2025, 3)
EVERY_DAY = 1


@pytest.fixture
def ward(app: Flask) -> Flask:
    """Let there be an event on each day, with one shift, so that anybody can have been on duty on any day."""
    turn_flags_off(app)
    times = {"starts_at": time(7), "ends_at": time(9)}
    add_rows(app, event_row(EVERY_DAY, first_day=date(2025, 1, 1), rule="FREQ=DAILY", **times))
    add_rows(app, EventShift(event_id=EVERY_DAY, number=1, needed=1, **times))
    return app


def on_duty(app: Flask, member_id: int, *days: date, is_present: bool | None = True, **columns: Any) -> None:
    add_rows(
        app,
        *(
            Duty(
                **{"ward_id": WARD_A, "event_id": EVERY_DAY, "day": day, "shift": 1, "member_id": member_id},
                asked_at=now(),
                is_present=is_present,
                **columns,
            )
            for day in days
        ),
    )


def pay_planned_days_only(app: Flask) -> None:
    with app.app_context():
        store_settings(writer().get_one(Ward, WARD_A), report=ReportSettings(only_planned_days=True))
        writer().commit()


def days_of(app: Flask, month: Month, key: str = "days") -> dict[int, list[str]]:
    """Return the days of each member in the attendance of a month, as they stand in its edition."""
    return {each["member"]: each.get(key, []) for each in edition_now(app, month)["attendance"]}


def days_paid(app: Flask) -> set[tuple[int, date]]:
    """Return the members and days that the editions of ward A pay for."""
    query = sa.select(AttendanceDay.member_id, AttendanceDay.day).where(AttendanceDay.ward_id == WARD_A)
    with app.app_context():
        return {(member, day) for member, day in reader().execute(query)}


def iso(*days: int, month: int = 3) -> list[str]:
    return [date(2025, month, day).isoformat() for day in days]


def test_days_on_duty_count_beside_logged_work_once_a_day(ward: Flask, ana: Visitor) -> None:
    work = log_entries(ana, *(make_entry("visit", happened_on=day) for day in ("2025-03-03", "2025-03-04")))
    on_duty(ward, ANA, date(2025, 3, 4), date(2025, 3, 9))
    on_duty(ward, BRUNO, date(2025, 3, 9))
    on_duty(ward, LEO, date(2025, 3, 9), is_present=None, answer=DutyAnswer.YES)
    on_duty(ward, CARLA, date(2025, 3, 9), is_present=False)
    assert days_of(ward, MARCH) == {ANA: iso(3, 4, 9), BRUNO: iso(9)}, "a yes is no presence"
    assert days_of(ward, MARCH, "on_duty") == {ANA: iso(4, 9), BRUNO: iso(9)}
    review_entries(ward, Action.APPROVE, *work)
    closed(ward, MARCH)
    assert days_paid(ward) == {(ANA, date(2025, 3, day)) for day in (3, 4, 9)} | {(BRUNO, date(2025, 3, 9))}


def test_moved_dates_take_their_days_along_and_called_off_ones_count_nothing(ward: Flask) -> None:
    on_duty(ward, ANA, date(2025, 2, 28), date(2025, 3, 9), date(2025, 3, 12))
    changed = {"event_id": EVERY_DAY, "changed_at": now(), "reason": "ví dụ"}
    add_rows(
        ward,
        EventDate(day=date(2025, 2, 28), moved_to=date(2025, 3, 30), is_called_off=False, **changed),
        EventDate(day=date(2025, 3, 9), is_called_off=True, **changed),
    )
    assert days_of(ward, MARCH) == {ANA: iso(12, 30)}
    assert days_of(ward, FEBRUARY) == {}


def test_a_day_on_duty_is_of_the_wards_period_of_that_day(ward: Flask) -> None:
    set_periods(ward, Periods((PeriodRule(MARCH, MIDDLE_DAY),)))
    on_duty(ward, ANA, date(2025, 3, 14), date(2025, 3, 15))
    assert days_of(ward, MARCH) == {ANA: iso(14)}
    assert days_of(ward, MARCH.next()) == {ANA: iso(15)}


def test_work_that_came_late_is_not_paid_again_for_a_day_on_duty(ward: Flask, ana: Visitor) -> None:
    on_duty(ward, ANA, date(2025, 2, 20))
    late = make_entry("visit", happened_on="2025-02-20", count_in=str(MARCH))
    log_entries(ana, make_entry("visit", happened_on="2025-02-03"))
    assert days_of(ward, FEBRUARY) == {ANA: iso(3, 20, month=2)}
    closed(ward, FEBRUARY)
    log_entries(ana, late)
    assert days_of(ward, MARCH) == {}
    reopening(ward, FEBRUARY)
    assert days_of(ward, MARCH) == {}, "February is open, and has the day from its roster"
    assert days_of(ward, FEBRUARY)[ANA] == iso(3, 20, month=2)


def test_a_day_that_a_later_month_has_paid_stays_there(ward: Flask, ana: Visitor) -> None:
    log_entries(ana, make_entry("visit", happened_on="2025-02-03"))
    closed(ward, FEBRUARY)
    log_entries(ana, make_entry("visit", happened_on="2025-02-20", count_in=str(MARCH)))
    closed(ward, MARCH)
    reopening(ward, FEBRUARY)
    on_duty(ward, ANA, date(2025, 2, 20))
    assert days_of(ward, FEBRUARY) == {ANA: iso(3, month=2)}
    closed(ward, FEBRUARY)
    reopening(ward, MARCH)
    assert days_of(ward, MARCH) == {ANA: iso(20, month=2)}, "the edition of February does not have it"


def test_only_days_under_a_plan_count_where_the_ward_says_so(ward: Flask, visitor: Callable[..., Visitor]) -> None:
    with ward.app_context():
        writer().get_one(Event, EVERY_DAY).ended_at = datetime(2024, 12, 31, tzinfo=UTC)
        writer().commit()
    days = range(1, 9)
    for name in ("ana", "bruno", "carla"):
        log_entries(visitor(name), *(make_entry("visit", happened_on=iso(day)[0]) for day in days))
    made = {"made_at": now()}
    once = {"rule": "", "starts_at": time(7), "ends_at": time(9)}
    add_rows(
        ward,
        event_row(2, first_day=date(2025, 3, 1), **once),
        event_row(3, first_day=date(2025, 3, 2), **once),
        event_row(4, first_day=date(2025, 3, 3), **once),
        EventShift(event_id=4, number=1, needed=1, starts_at=time(7), ends_at=time(9)),
        *(
            Campaign(id=id, ward_id=WARD_A, name="Ra quân", first_day=day, last_day=day, note="", **made)
            for id, day in ((1, date(2025, 3, 4)), (2, date(2025, 3, 5)))
        ),
        PlannedDay(ward_id=WARD_A, team_id=TEAM_2, day=date(2025, 3, 6), note="", **made),
    )
    add_rows(
        ward,
        event_of_team(3, TEAM_1),
        event_of_team(4, TEAM_1),
        EventDate(event_id=2, day=date(2025, 3, 1), moved_to=date(2025, 3, 7), changed_at=now(), reason="ví dụ"),
        CampaignArea(campaign_id=1, neighbourhood_id=AREA_1),
    )
    on_duty(ward, BRUNO, date(2025, 3, 3), is_present=None)
    add_rows(
        ward,
        Duty(ward_id=WARD_A, event_id=4, day=date(2025, 3, 3), shift=1, member_id=CARLA, asked_at=now()),
    )
    everything = iso(*days)
    assert days_of(ward, MARCH, "outside_plan") == {ANA: [], BRUNO: [], CARLA: []}
    pay_planned_days_only(ward)
    assert days_of(ward, MARCH) == {ANA: everything, BRUNO: everything, CARLA: everything}
    outside = days_of(ward, MARCH, "outside_plan")
    assert {member: [day for day in everything if day not in outside[member]] for member in outside} == {
        ANA: iso(2, 3, 4, 5, 7),
        BRUNO: iso(3, 5, 6, 7),
        CARLA: iso(3, 5, 7),
    }


def test_the_phone_counts_days_on_duty_with_the_others(ward: Flask, ana: Visitor) -> None:
    first = Month.of(today()).first
    log_entries(ana, make_entry("visit", happened_on=first.isoformat()))
    on_duty(ward, ANA, first, is_present=True)
    number = ana.http.get("/api/v1/mine?form=2").json["days"]["number"]
    assert number == 1
    if today() > first:
        on_duty(ward, ANA, first + timedelta(days=1))
        assert ana.http.get("/api/v1/mine?form=2").json["days"]["number"] == 2


@pytest.mark.one_engine
def test_the_annex_says_that_days_on_duty_count(ward: Flask, visitor: Callable[..., Visitor]) -> None:
    with ward.app_context():
        store_settings(writer().get_one(Ward, WARD_A), report=ReportSettings(annexes=["attendance"]))
        writer().commit()
    log_entries(visitor("ana"), make_entry("visit", happened_on="2025-03-03"))
    page = f"/reports/read?month={MARCH}"
    assert "Ngày trực cũng được tính" not in visitor("carla").get(page).text
    on_duty(ward, BRUNO, date(2025, 3, 9))
    shown = visitor("carla").get(page).text
    assert "Ngày trực cũng được tính" in shown
    assert "Nguyễn Ví Dụ Bruno" in shown
