"""The report of a quarter: sums of its editions, households counted anew, and what is not closed."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask

from app.database import writer
from app.month import ZONE, Month
from app.periods import CALENDAR
from app.places.models import Neighbourhood, TeamArea
from app.reports.document import Document
from app.targets.models import Target
from app.targets.subjects import HOUSEHOLDS
from app.year_parts import YearPart
from tests.actions import add_rows, log_entries, set_periods
from tests.cast import AREA_1, AREA_2, TEAM_1, WARD_A
from tests.client import Visitor
from tests.factories import household, make_entry
from tests.frozen.clock import stopped
from tests.months.steps import closed, entry_of, figures, reopening
from tests.reports.part_steps import FIRST, QUARTER, SECOND, THIRD, part_report, summed
from tests.reports.steps import annex_of, cells_of, headings_of, result_of, texts_of

pytestmark = pytest.mark.usefixtures("no_flags")
HOME, OTHER = household("Số 1"), household("Số 2")


@pytest.fixture
def worked(app: Flask, ana: Visitor) -> Flask:
    """Return an app in whose ward A three months of a quarter were worked in, and none is closed yet.

    Team 1 covers both areas, so areas and teams have tables of their own.
    """
    add_rows(app, TeamArea(id=1000, team_id=TEAM_1, neighbourhood_id=AREA_2))
    for month in QUARTER.months:
        log_entries(ana, entry_of(month, household=HOME), entry_of(month, "training", day=3, attendees=20))
    log_entries(ana, entry_of(SECOND, day=2, household=OTHER, people=3), entry_of(THIRD, "installation", people=4))
    log_entries(Visitor(app, "bruno"), entry_of(FIRST, day=5, neighbourhood=AREA_2), entry_of(THIRD, "merchant"))
    return app


def close_all(app: Flask) -> None:
    for month in QUARTER.months:
        closed(app, month)


def merge(app: Flask) -> None:
    """Merge area 2 into area 1, after the quarter."""
    with app.app_context():
        area = writer().get_one(Neighbourhood, AREA_2)
        area.merged_into_id, area.valid_to = AREA_1, THIRD.last
        writer().commit()


def notes_of(found: Document) -> list[str]:
    return [note for annex in found.annexes for note in annex.notes]


def test_sums_are_those_of_the_editions(worked: Flask) -> None:
    close_all(worked)
    found = part_report(worked)
    assert not found.is_provisional
    for measure in ("visit", "visit.people", "training", "training.attendees", "merchant"):
        if measure in ("visit", "training", "merchant"):
            assert result_of(found, measure).period == summed(worked, measure, *QUARTER.months) > 0
    visits = headings_of(found, "areas")[2]
    for area, name in ((AREA_1, "Phố 1"), (AREA_2, "Phố 2")):
        assert cells_of(found, "areas", name)[visits] == summed(worked, "visit", *QUARTER.months, area=area)
    assert cells_of(found, "teams", "Tổ 1")[headings_of(found, "teams")[2]] == 4
    assert cells_of(found, "areas", "Tổng")[visits] == 5


def test_a_household_of_several_months_is_counted_once(worked: Flask) -> None:
    close_all(worked)
    of_months = sum(figures(worked, month, 0)["households"]["month"] for month in QUARTER.months)
    found = part_report(worked)
    assert (result_of(found, HOUSEHOLDS).period, of_months) == (2, 4)
    heading = headings_of(found, "areas")[-1]
    assert cells_of(found, "areas", "Phố 1")[heading] == 2
    assert any("đếm lại" in note for note in notes_of(found))


def test_reopened_month_is_named_and_makes_the_report_provisional(worked: Flask) -> None:
    close_all(worked)
    before = part_report(worked)
    reopening(worked, SECOND)
    found = part_report(worked)
    assert (before.is_provisional, found.is_provisional) == (False, True)
    assert f"chưa chốt: {SECOND.number:02d}/{SECOND.year}" in found.state
    assert result_of(found, "visit").period == result_of(before, "visit").period
    closed(worked, SECOND)
    again = part_report(worked)
    assert f"{SECOND.number:02d}/{SECOND.year} (bản số 2)" in again.state
    assert notes_of(again)[-1] != notes_of(before)[-1]
    assert part_report(worked) == again


def test_open_month_counts_what_came_in(worked: Flask, ana: Visitor) -> None:
    closed(worked, FIRST)
    closed(worked, SECOND)
    found = part_report(worked)
    assert found.is_provisional
    assert result_of(found, "visit").period == 5
    log_entries(ana, entry_of(THIRD, day=9))
    assert result_of(part_report(worked), "visit").period == 6
    assert cells_of(part_report(worked), "areas", "Phố 1")[headings_of(found, "areas")[2]] == 5


def test_merged_area_stands_under_its_successor(worked: Flask) -> None:
    close_all(worked)
    merge(worked)
    found = part_report(worked)
    names = [row.cells[1] for row in annex_of(found, "areas").rows]
    assert names == ["Phố 1", "Toàn phường", "Tổng"]
    visits = headings_of(found, "areas")[2]
    both = sum(summed(worked, "visit", *QUARTER.months, area=area) for area in (AREA_1, AREA_2))
    assert cells_of(found, "areas", "Phố 1")[visits] == both == 5


def test_household_of_two_merged_areas_is_counted_once(worked: Flask) -> None:
    met = [entry_of(SECOND, day=6, neighbourhood=AREA_2, household=each) for each in (HOME, household("Số 3"))]
    log_entries(Visitor(worked, "bruno"), *met)
    close_all(worked)
    heading = headings_of(part_report(worked), "areas")[-1]
    apart = [cells_of(part_report(worked), "areas", name)[heading] for name in ("Phố 1", "Phố 2")]
    merge(worked)
    assert (apart, cells_of(part_report(worked), "areas", "Phố 1")[heading]) == ([2, 2], 3)


def test_split_area_keeps_its_line(worked: Flask) -> None:
    close_all(worked)
    first = FIRST.next().first
    new = {"ward_id": WARD_A, "is_whole_ward": False, "valid_from": first, "split_from_id": AREA_1}
    add_rows(worked, Neighbourhood(id=1000, name="Phố 1A", **new), Neighbourhood(id=1001, name="Phố 1B", **new))
    with worked.app_context():
        area = writer().get_one(Neighbourhood, AREA_1)
        area.valid_to, area.remainder_id = FIRST.last, 1001
        writer().commit()
    found = part_report(worked)
    visits = headings_of(found, "areas")[2]
    shown = {name: cells_of(found, "areas", name)[visits] for name in ("Phố 1", "Phố 1A", "Phố 1B")}
    assert shown == {"Phố 1": summed(worked, "visit", *QUARTER.months, area=AREA_1), "Phố 1A": 0, "Phố 1B": 0}


def test_entries_of_the_14th_and_the_15th_stand_in_their_quarter(app: Flask, ana: Visitor) -> None:
    set_periods(app, CALENDAR.changed(SECOND, 15))
    log_entries(ana, entry_of(FIRST), *(entry_of(month, day=day) for month in (SECOND, THIRD) for day in (14, 15)))
    for month in QUARTER.months:
        closed(app, month)
    found = part_report(app)
    assert result_of(found, "visit").period == 4
    assert result_of(part_report(app, YearPart.quarter_of(THIRD.next())), "visit").period == 1


def test_year_ends_on_the_14th_of_december(app: Flask) -> None:
    set_periods(app, CALENDAR.changed(Month(2026, 11), 15))
    days = ("2026-11-14", "2026-11-15", "2026-12-14", "2026-12-15", "2026-12-31", "2027-01-14")
    with stopped(datetime(2027, 1, 20, 9, 0, tzinfo=ZONE)):
        log_entries(Visitor(app, "ana"), *(make_entry(happened_on=day) for day in days))
        found = {year: part_report(app, YearPart.parse(year)) for year in ("2026", "2027-Q1")}
    assert {year: result_of(each, "visit").period for year, each in found.items()} == {"2026": 3, "2027-Q1": 3}
    assert "từ ngày 01/01/2026 đến ngày 14/12/2026" in found["2026"].title
    assert "từ ngày 15/12/2026 đến ngày 14/03/2027" in found["2027-Q1"].title


def test_days_are_those_of_the_wards_periods(worked: Flask) -> None:
    set_periods(worked, CALENDAR.changed(SECOND, 15))
    close_all(worked)
    found = part_report(worked)
    days = f"từ ngày {FIRST.first:%d/%m/%Y} đến ngày 14/{THIRD.number:02d}/{THIRD.year}"
    assert days in found.title
    assert found.letter
    assert days in found.letter.subject
    assert days in found.letter.opening[-1]
    assert f"{SECOND.number:02d}/{SECOND.year} (01/{SECOND.number:02d}–14/{SECOND.number:02d})" in found.state


def test_target_is_the_sum_of_months_where_each_has_one(worked: Flask) -> None:
    common = {"ward_id": WARD_A, "year": QUARTER.year}
    add_rows(
        worked,
        *(
            Target(id=1000 + month.number, measure="visit", month=str(month), figure=10, **common)
            for month in QUARTER.months
        ),
        Target(id=1100, measure="training", month=str(FIRST), figure=10, **common),
        Target(id=1101, measure="merchant", figure=600, **common),
        *(
            Target(id=1200 + month.number, measure="visit", month=str(month), figure=3, team_id=TEAM_1, **common)
            for month in QUARTER.months
        ),
    )
    closed(worked, FIRST)
    found = part_report(worked)
    targets = {code: result_of(found, code).target for code in ("visit", "training", "merchant")}
    assert targets == {"visit": 30, "training": None, "merchant": None}
    assert cells_of(found, "teams", "Tổ 1")["Chỉ tiêu trong kỳ"] == 9
    assert result_of(found, "visit").note.startswith("Chỉ tiêu trong kỳ")
    year = part_report(worked, YearPart.parse(str(QUARTER.year)))
    assert {code: result_of(year, code).target for code in ("visit", "merchant")} == {"visit": None, "merchant": 600}


def test_months_before_the_log_do_not_keep_a_year_open(app: Flask, ana: Visitor) -> None:
    log_entries(ana, entry_of(SECOND), entry_of(THIRD))
    closed(app, SECOND)
    closed(app, THIRD)
    found = part_report(app)
    assert not found.is_provisional
    assert any(
        f"Chưa dùng nhật ký nên không có số liệu: {FIRST.number:02d}/{FIRST.year}" in note for note in notes_of(found)
    )


def test_attendance_is_in_no_longer_report(worked: Flask) -> None:
    close_all(worked)
    found = part_report(worked)
    assert [annex.code for annex in found.annexes] == ["results", "areas", "teams"]
    assert any("không cộng" in note for note in notes_of(found))
    assert not any("tháng trước" in text or "trong tháng" in text for text in texts_of(found))
