"""The province's page: ratios side by side, and which wards have closed the month."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Flask

from app.catalogue.models import Baseline
from app.catalogue.terms import Bound
from app.database import reader, writer
from app.logbook.models import MonthLock
from app.month import Month, now
from app.overview.province import overdue_since, province_figures
from app.periods import CALENDAR
from app.places.actions import store_settings
from app.places.models import Population, Ward
from app.places.report_settings import ReportSettings
from app.places.ward_settings import WardSettings, stored_rules
from tests.actions import add_rows, close_ward_month, log_entries
from tests.cast import CARLA, WARD_A, WARD_C
from tests.client import Visitor
from tests.factories import household, make_entry
from tests.overview.steps import FIRST, MARCH, THIS, columns_of, households_row, page_of, visit_to


def test_the_province_compares_ratios_that_are_recomputed(app: Flask, ana: Visitor) -> None:
    def population(number: int, ward: int, group: str, figure: int) -> Population:
        return Population(**columns_of(households_row(number, figure, None, ward)) | {"group": group})

    def published(number: int, ward: int, indicator: str, numerator: int, **rest: Any) -> Baseline:
        common = {"unit_then": "", "as_of": date(2025, 2, 28), "source": "bài báo ví dụ"}
        return Baseline(id=FIRST + number, ward_id=ward, indicator_code=indicator, numerator=numerator, **common | rest)

    add_rows(
        app,
        population(0, WARD_A, "residents", 200),
        population(1, WARD_C, "residents", 1000),
        population(2, WARD_A, "households", 10),
        population(3, WARD_C, "residents_14_plus", 50),
        published(0, WARD_A, "health_book_in_vneid", 100),
        published(1, WARD_C, "health_book_in_vneid", 300),
        published(2, WARD_A, "telehealth_user", 40, bound=Bound.MORE_THAN),
        published(3, WARD_C, "eid_account", 20),
        published(4, WARD_A, "eid_account", 30),
    )
    records = {"service": "health_record", "outcome": "activated"}
    log_entries(
        ana,
        make_entry("installation", people=10, happened_on="2025-03-05", **records),
        make_entry("installation", people=99, happened_on="2025-04-05", **records),
        visit_to(one_household := household(), "2025-01-05"),
        visit_to(one_household, "2025-03-05"),
        make_entry(happened_on="2025-03-06"),
    )
    page = page_of(Visitor(app, "eva"), month=MARCH)
    rows = {name.split(" nay ")[0]: row for name, row in page.places(1).items()}
    bim_son, quang_thang = rows["Phường Bỉm Sơn"], rows["Phường Quảng Thắng"]
    assert quang_thang["health_book_in_vneid"] == "55,0% 110/200; tổng số ngày 01/01/2025"
    assert bim_son["health_book_in_vneid"].startswith("30,0% 300/1.000")
    total = page.total_row(1)
    assert total["health_book_in_vneid"].startswith("34,2% 410/1.200"), "not the middle of 55 and 30"
    assert "2 phường, xã" in total["health_book_in_vneid"]
    assert quang_thang["households"].startswith("10,0% 1/10")
    assert bim_son["households"] == "– chưa biết tổng số"
    assert (bim_son["eid_account"][:5], quang_thang["eid_account"]) == ("40,0%", "– chưa biết tổng số")
    assert total["eid_account"].startswith("40,0% 20/50")
    assert "telehealth_user" not in total, "a bound gives no ratio, and no other ward has one"
    assert (quang_thang["per_team"], bim_son["per_team"], total["per_team"]) == ("1", "–", "1")
    close_ward_month(app, MARCH)
    page = page_of(Visitor(app, "eva"), month=MARCH)
    assert page.total_row(1)["health_book_in_vneid"].startswith("33,3% 400/1.200"), "nothing of March was approved"
    assert page.total_row(1)["households"].startswith("10,0% 1/10"), "January is open"
    assert {row["visit"] for row in page.places(0).values()} == {"0"}


def test_the_province_sees_who_has_closed_and_who_is_late(app: Flask) -> None:
    last = THIS.previous()
    with app.app_context():
        for ward, day in ((WARD_A, 1), (WARD_C, 28)):
            writer().get_one(Ward, ward).stored_settings = {"report": {"cutoff_day": day}}
        writer().commit()
    eva = Visitor(app, "eva")
    page = page_of(eva, month=last.previous())
    assert "0" in page.parts("data-closed")
    assert set(page.parts("data-open")) == {"16417", "14812"}
    assert page.parts("data-open")["16417"]["overdue"] == last.first.isoformat()
    add_rows(app, MonthLock(ward_id=WARD_A, month=str(last.previous()), closed_at=now(), closed_by_id=CARLA))
    page = page_of(eva, month=last.previous())
    assert "1/2" in page.parts("data-closed")["1"]["words"]
    assert set(page.parts("data-open")) == {"14812"}
    present = page_of(eva)
    assert present.parts("data-open") == {}, "nobody closes a month that is not over"
    assert "0/2" in present.parts("data-closed")["0"]["words"]


def test_a_deadline_is_the_next_day_of_its_number_after_the_end() -> None:
    settings = WardSettings.parse({"report": {"cutoff_day": 28}}).report
    end = date(2025, 1, 31)
    assert overdue_since(settings, end, date(2025, 2, 28)) is None
    assert overdue_since(settings, end, date(2025, 3, 1)) == date(2025, 2, 28)
    assert settings.due_after(date(2024, 12, 31)) == date(2025, 1, 28)
    # The report of a period that ends on the 14th is due in the same month, or in the next one.
    assert settings.due_after(date(2025, 1, 14)) == date(2025, 1, 28)
    assert ReportSettings(cutoff_day=14).due_after(date(2025, 1, 14)) == date(2025, 2, 14)
    settings = WardSettings.parse({"report": {"cutoff_day": 31}}).report
    assert settings.due_after(end) is None
    assert overdue_since(settings, end, date(2025, 3, 1)) is None, "as the ward's own pages see it"
    assert overdue_since(ReportSettings(), end, date(2026, 1, 1)) is None


def test_wards_whose_periods_differ_say_their_days_and_that_they_differ(app: Flask) -> None:
    add_rows(app, Population(**columns_of(households_row(0, 10, None, WARD_A))))
    eva = Visitor(app, "eva")
    same = page_of(eva, month=MARCH)
    assert same.parts("data-different") == {}
    assert same.parts("data-days") == {}
    with app.app_context():
        store_settings(writer().get_one(Ward, WARD_C), period_rules=stored_rules(CALENDAR.changed(Month(2024, 6), 15)))
        writer().commit()
    page = page_of(eva, month=MARCH)
    assert set(page.parts("data-different")) == {"period", "ratios", "since"}
    (bim_son,) = (name for name in page.places(0) if "Bỉm Sơn" in name)
    assert bim_son.endswith("15/02–14/03/2025")
    assert any(name.endswith("15/12/2024–14/03/2025") for name in page.places(2))
    assert any(name.endswith("số liệu ngày 14/03/2025") for name in page.places(1))
    assert [name for name in page.places(0) if "/" in name] == [bim_son], "the other one has a calendar month"
    report = eva.get(f"/reports/?month={MARCH}&lang=vi").text
    assert report.count("15/02–14/03/2025") == 1


def test_a_ward_is_late_by_the_end_of_its_own_period(app: Flask) -> None:
    """On the 20th a period that ended on the 14th is over, and a calendar month is not."""
    with app.app_context():
        store_settings(writer().get_one(Ward, WARD_C), period_rules=stored_rules(CALENDAR.changed(Month(2024, 6), 15)))
        writer().commit()
        wards = [reader().get_one(Ward, ward_id) for ward_id in (WARD_A, WARD_C)]
        figures = province_figures(reader(), wards, MARCH, date(2025, 3, 20))
    assert [(row.ward.id, row.is_over) for row in figures.wards] == [(WARD_C, True), (WARD_A, False)]
    assert [row.ward.id for row in figures.open] == [WARD_C]
    assert {row.ward.id: row.as_of for row in figures.wards} == {WARD_C: date(2025, 3, 14), WARD_A: date(2025, 3, 20)}
    assert figures.has_different_days
