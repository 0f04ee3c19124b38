"""Attendance, counted by the house and by hand: a day once for each member, as author or as companion."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.database import reader, writer
from app.events.plan import DaysUnderPlan
from app.logbook.queries import closed_months
from app.logbook.status import Action
from app.month import Month, now
from app.months.attendance import MemberPost, attendances, members_in
from app.months.attendance_queries import credited
from app.months.edition_parts import Attendance
from app.periods import CALENDAR
from app.places.actions import store_settings
from app.places.models import Ward
from app.places.report_settings import ANNEXES, Rates, ReportSettings
from app.reports.document import Annex
from app.reports.payment import payment_document
from app.reports.report_request import ReportRequest
from tests.actions import log_entries, review_entries
from tests.cast import ANA, AREA_1, AREA_2, BRUNO, CARLA, LEO, WARD_A
from tests.client import Visitor
from tests.factories import make_entry
from tests.months.steps import closed, edition_now, flag, reopening, turn_flags_off

DATA = Path(__file__).parents[1] / "data"
MARCH = Month(2025, 3)
PEOPLE = {"ana": ANA, "leo": LEO, "bruno": BRUNO, "carla": CARLA}
BECOMES = {"approved": Action.APPROVE, "void": Action.VOID, "returned": Action.RETURN}


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def sample(app: Flask, visitor: Callable[..., Visitor]) -> Flask:
    """Log the sample, and let the coordinator do with each entry what it says."""
    turn_flags_off(app)
    for row in rows("attendance_log.csv"):
        entry = make_entry(
            "visit",
            happened_on=row["day"],
            neighbourhood=AREA_2 if row["author"] == "bruno" else AREA_1,
            companions=[PEOPLE[name] for name in row["companions"].split()],
            **({"count_in": row["counts_in"]} if row["counts_in"] else {}),
        )
        log_entries(visitor(row["author"]), entry)
        if row["becomes"] in BECOMES:
            review_entries(app, BECOMES[row["becomes"]], entry, reason="unclear")
        else:
            flag(app, entry)
    return app


def attendance(app: Flask, month: Month = MARCH, *, is_closed: bool = False) -> Annex:
    """Return the list of payments as a coordinator gets it."""
    with app.test_request_context("/?lang=vi"):
        ward = reader().get_one(Ward, WARD_A)
        report = ReportRequest(ward, month, now() if is_closed else None, now(), edition=1 if is_closed else None)
        document = payment_document(reader(), report)
        assert document is not None
        (annex,) = document.annexes
        return annex


def by_hand(state: str) -> dict[str, tuple[str, list[str], int]]:
    found = {}
    for row in rows("attendance_by_hand.csv"):
        days = [day.replace("/03", "") for day in row[f"{state} days"].split()]
        found[f"Nguyễn Ví Dụ {row['member'].capitalize()}"] = row["team"], days, len(days)
    return found


def column(annex: Annex, heading: str) -> dict[str, Any]:
    """Return the cells of a column by the names in the list, the total's among them."""
    (position,) = (at for at, each in enumerate(annex.columns) if each.heading == heading)
    return {str(row.cells[1]): row.cells[position] for row in annex.rows}


def counted(annex: Annex) -> dict[str, tuple[Any, list[str], Any]]:
    teams, days, numbers = (column(annex, heading) for heading in ("Tổ công nghệ số", "Các ngày tham gia", "Số ngày"))
    return {name: (teams[name], str(days[name]).split(", "), numbers[name]) for name in teams if name != "Tổng"}


def test_attendance_equals_the_count_by_hand(sample: Flask) -> None:
    assert counted(attendance(sample)) == by_hand("open")
    figures = edition_now(sample, MARCH)
    assert {each["name"].split()[-1].lower(): each["entries"] for each in figures["attendance"]} == {
        row["member"]: int(row["open entries"]) for row in rows("attendance_by_hand.csv")
    }
    closed(sample, MARCH)
    assert counted(attendance(sample, is_closed=True)) == by_hand("closed")


def test_paid_days_stay_as_they_were_when_the_month_was_closed(sample: Flask, visitor: Callable[..., Visitor]) -> None:
    def pay(rates: Rates) -> None:
        with sample.app_context():
            ward = writer().get_one(Ward, WARD_A)
            store_settings(ward, report=ReportSettings(rates=rates))
            writer().commit()

    pay(Rates(per_day=50_000, per_month=60_000, least_days=3, most=200_000))
    closed(sample, MARCH)
    pay(Rates(per_day=1))
    annex = attendance(sample, is_closed=True)
    assert column(annex, "Thành tiền (đồng)") == {
        "Nguyễn Ví Dụ Ana": 200_000,
        "Nguyễn Ví Dụ Leo": 200_000,
        "Nguyễn Ví Dụ Bruno": 100_000,
        "Nguyễn Ví Dụ Carla": 50_000,
        "Tổng": 550_000,
    }
    assert column(annex, "Số ngày")["Tổng"] == 10
    assert annex.sum_in_words == "Bằng chữ: Năm trăm năm mươi nghìn đồng."
    assert any("50.000 đồng cho mỗi ngày" in note for note in annex.notes)
    reopening(sample, MARCH)
    assert column(attendance(sample), "Thành tiền (đồng)")["Tổng"] == 12, "an open month is worth what is set today"
    with_names = ReportSettings(annexes=ANNEXES, rates=Rates(per_day=50_000))
    with sample.app_context():
        store_settings(writer().get_one(Ward, WARD_A), report=with_names)
        writer().commit()
    page = visitor("carla").get(f"/reports/read?month={MARCH}")
    assert "Nguyễn Ví Dụ Ana" in page.text
    assert "50.000" not in page.text, "no sum of money goes with the letter"


def test_days_are_paid_in_one_month_only(app: Flask, ana: Visitor) -> None:
    turn_flags_off(app)
    february = MARCH.previous()
    day = "2025-02-20"
    log_entries(ana, make_entry("visit", happened_on="2025-02-03"))
    closed(app, february)
    log_entries(ana, make_entry("visit", happened_on=day, count_in=str(MARCH)))
    closed(app, MARCH)
    assert counted(attendance(app, is_closed=True))["Nguyễn Ví Dụ Ana"][1] == ["20/02"]
    # February is opened again, and work of the same day is found: it counts, the day has been paid for.
    reopening(app, february)
    log_entries(ana, make_entry("visit", happened_on=day))
    closed(app, february)
    figures = edition_now(app, february)
    (of_ana,) = figures["attendance"]
    assert (of_ana["days"], of_ana["entries"]) == (["2025-02-03"], 2)
    # And the other way round: once March is drawn anew, the day stays where it was paid.
    reopening(app, MARCH)
    assert counted(attendance(app))["Nguyễn Ví Dụ Ana"][1] == ["20/02"]


def test_attendance_is_shown_to_viewers_and_not_to_provinces(sample: Flask, visitor: Callable[..., Visitor]) -> None:
    with sample.app_context():
        store_settings(writer().get_one(Ward, WARD_A), report=ReportSettings(annexes=ANNEXES))
        writer().commit()
    closed(sample, MARCH)
    for name, query, sees in (("vera", "", True), ("eva", "&ward=16417", False), ("leo", "", True)):
        page = visitor(name).get(f"/reports/read?month={MARCH}{query}")
        assert page.status_code == 200
        assert ("Nguyễn Ví Dụ Ana" in page.text) is sees, name
    assert "Nguyễn Ví Dụ Bruno" not in visitor("leo").get(f"/reports/read?month={MARCH}").text


class Credit(NamedTuple):
    """A row of the log: who, when, in how many entries."""

    member_id: int
    happened_on: date
    entries: int = 1


POSTS = [
    MemberPost(1, "Nguyễn Ví Dụ Hai", 10, date(2024, 1, 1), date(2025, 3, 15)),
    MemberPost(1, "Nguyễn Ví Dụ Hai", 20, date(2025, 3, 16), None),
    MemberPost(2, "Trần Ví Dụ Một", 10, date(2024, 1, 1), None),
    MemberPost(3, "Lê Ví Dụ Ba", None, date(2024, 1, 1), None),
    MemberPost(4, "Phạm Ví Dụ Bốn", 10, date(2025, 4, 1), None),
]
TEAMS = {10: "Tổ 2", 20: "Tổ 11"}


def test_member_who_moved_stands_once_in_the_later_team() -> None:
    credited = [Credit(1, date(2025, 3, 1)), Credit(1, date(2025, 3, 20)), Credit(2, date(2025, 3, 2))]
    credited += [Credit(3, date(2025, 3, 2)), Credit(9, date(2025, 3, 2))]
    found = attendances(CALENDAR.span(MARCH), credited, set(), POSTS, TEAMS)
    assert found == [
        Attendance(2, "Trần Ví Dụ Một", 10, (date(2025, 3, 2),), 1),
        Attendance(1, "Nguyễn Ví Dụ Hai", 20, (date(2025, 3, 1), date(2025, 3, 20)), 2),
        Attendance(3, "Lê Ví Dụ Ba", None, (date(2025, 3, 2),), 1),
    ]
    assert members_in(CALENDAR.span(MARCH), POSTS) == 2


@given(
    st.lists(st.builds(Credit, st.integers(1, 3), st.dates(date(2025, 2, 20), date(2025, 3, 31)), st.integers(1, 4))),
    st.sets(st.tuples(st.integers(1, 3), st.dates(date(2025, 2, 20), date(2025, 2, 28)))),
    st.randoms(use_true_random=False),
)
def test_order_and_repetition_give_no_more_days(credited: list[Credit], paid: Any, random: Any) -> None:
    found = attendances(CALENDAR.span(MARCH), credited, paid, POSTS, TEAMS)
    again = [*credited, *credited]
    random.shuffle(again)
    twice = attendances(CALENDAR.span(MARCH), again, paid, POSTS, TEAMS)
    assert [(each.member_id, each.days) for each in twice] == [(each.member_id, each.days) for each in found]
    for each in found:
        expected = {one.happened_on for one in credited if one.member_id == each.member_id}
        assert set(each.days) == {day for day in expected if (each.member_id, day) not in paid}


def days_of_march(*days: int) -> tuple[date, ...]:
    return tuple(date(2025, 3, day) for day in days)


def test_who_was_only_on_duty_has_a_line_and_a_day_with_work_counts_once() -> None:
    credited = [Credit(2, date(2025, 3, 2), 3)]
    on_duty = {(1, date(2025, 3, 5)), (2, date(2025, 3, 2)), (2, date(2025, 3, 9)), (2, date(2025, 3, 12))}
    paid = {(2, date(2025, 3, 12))}
    assert attendances(CALENDAR.span(MARCH), credited, paid, POSTS, TEAMS, on_duty=on_duty) == [
        Attendance(2, "Trần Ví Dụ Một", 10, days_of_march(2, 9), 3, on_duty=days_of_march(2, 9)),
        Attendance(1, "Nguyễn Ví Dụ Hai", 20, days_of_march(5), 0, on_duty=days_of_march(5)),
    ]


def test_days_outside_a_plan_are_shown_and_do_not_count_for_payment() -> None:
    plan = DaysUnderPlan(
        of_everybody={date(2025, 3, 2)},
        of_teams={(10, date(2025, 3, 9)), (10, date(2025, 3, 20)), (20, date(2025, 3, 20))},
        of_members={(2, date(2025, 3, 12))},
    )
    credited = [Credit(member, date(2025, 3, day)) for member in (1, 2, 3) for day in (2, 9, 12, 20, 21)]
    found = attendances(CALENDAR.span(MARCH), credited, set(), POSTS, TEAMS, plan=plan)
    assert {each.member_id: each.payable_days for each in found} == {
        1: days_of_march(2, 9, 20),
        2: days_of_march(2, 9, 12, 20),
        3: days_of_march(2),
    }, "the team of a day is the one of that day"
    assert {each.days for each in found} == {days_of_march(2, 9, 12, 20, 21)}
    for each in attendances(CALENDAR.span(MARCH), credited, set(), POSTS, TEAMS):
        assert each.payable_days == each.days, "without the ward's choice all days count"


MEMBER_DAYS = st.sets(st.tuples(st.integers(1, 3), st.dates(date(2025, 2, 20), date(2025, 3, 31))), max_size=12)


@given(MEMBER_DAYS, MEMBER_DAYS, MEMBER_DAYS, MEMBER_DAYS)
def test_no_day_counts_twice(worked: Any, on_duty: Any, paid: Any, planned: Any) -> None:
    credited = [Credit(*each) for each in worked]
    plan = DaysUnderPlan(of_members=planned)
    found = attendances(CALENDAR.span(MARCH), credited, paid, POSTS, TEAMS, on_duty=on_duty, plan=plan)
    counted = [(each.member_id, day) for each in found for day in each.days]
    assert len(counted) == len({*counted})
    assert {*counted} == (worked | on_duty) - paid
    payable = {(each.member_id, day) for each in found for day in each.payable_days}
    assert payable == {*counted} & planned


def test_rates_have_a_least_and_a_most() -> None:
    assert Rates(per_day=50_000, most=120_000).amount(3) == 120_000
    assert Rates(per_month=60_000, least_days=2).amount(1) == 0


def test_days_of_one_member_are_not_looked_for_in_the_whole_month(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        query = credited(WARD_A, Month.current(), CALENDAR, closed_months(WARD_A).order_by(None), ANA)
        connection = reader().connection()
        statement = query.compile(connection, compile_kwargs={"literal_binds": True})
        plan = [row[3] for row in connection.execute(sa.text(f"EXPLAIN QUERY PLAN {statement}"))]
    assert any("ix_companion_ward_id_member_id_month" in step for step in plan)
    assert any("(ward_id=? AND member_id=? AND happened_on<?)" in step for step in plan)
    assert not [step for step in plan if "ix_entry_ward_id_month" in step]
