"""Reports of periods that are no calendar months: their days in title, letter, files and attendance."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import BytesIO

import docx
import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import reader, writer
from app.localisation import day
from app.month import Month
from app.months.edition import Edition
from app.months.edition_text import canonical_text, digest_of, edition_from_text
from app.months.models import MonthEdition
from app.periods import CALENDAR, Periods, Span
from app.places.actions import store_settings
from app.places.models import Ward
from app.places.report_settings import ANNEXES, ReportSettings
from app.places.ward_settings import stored_rules
from tests.actions import log_entries
from tests.cast import WARD_A
from tests.client import Visitor
from tests.months.steps import EARLIER, LAST, closed, entry_of
from tests.reports.steps import annex_of, headings_of, report_of, set_report_settings

pytestmark = pytest.mark.usefixtures("no_flags")

FROM_LAST = CALENDAR.changed(LAST, 15)
FROM_EARLIER = CALENDAR.changed(EARLIER, 15)


def choose(app: Flask, periods: Periods) -> None:
    """Store the rules of the ward's periods as they are, whatever has been closed."""
    with app.app_context():
        store_settings(writer().get_one(Ward, WARD_A), period_rules=stored_rules(periods))
        writer().commit()


def edition_text(app: Flask) -> str:
    with app.app_context():
        return reader().scalars(sa.select(MonthEdition.figures).where(MonthEdition.ward_id == WARD_A)).one()


def test_letter_of_the_first_period_after_a_change_says_its_days_and_why(app: Flask, ana: Visitor) -> None:
    log_entries(ana, entry_of(LAST, day=3))
    choose(app, FROM_LAST)
    report = report_of(app)
    first, last = day(LAST.first), day(LAST.first + timedelta(days=13))
    assert report.title.endswith(f"kỳ tháng {LAST.number:02d}/{LAST.year} ({first[:5]}–{last})")
    assert report.letter
    assert f"(Từ ngày {first} đến ngày {last})" in report.letter.subject
    *_former_name, why, opening = report.letter.opening
    assert f"bắt đầu từ ngày {first}" in why
    assert f"từ ngày {first} đến ngày {last}, như sau:" in opening
    assert report.days == FROM_LAST.span(LAST)
    assert "Trong kỳ" in headings_of(report, "results")


def test_usual_period_needs_no_reason(app: Flask, ana: Visitor) -> None:
    log_entries(ana, entry_of(LAST, day=3))
    choose(app, FROM_EARLIER)
    letter = report_of(app).letter
    assert letter
    assert not any("kỳ đầu tiên" in each for each in letter.opening)
    assert f"Từ ngày {day(EARLIER.first + timedelta(days=14))}" in letter.subject


def test_calendar_month_is_named_alone(app: Flask, ana: Visitor) -> None:
    log_entries(ana, entry_of(LAST, day=3))
    report = report_of(app)
    assert report.title.endswith(f"tháng {LAST.number:02d}/{LAST.year}")
    assert report.letter
    assert report.letter.subject.endswith(f"năm {LAST.year}")
    assert "Trong tháng" in headings_of(report, "results")


def test_attendance_of_two_months_names_the_month_of_each_day(app: Flask, ana: Visitor) -> None:
    log_entries(ana, entry_of(LAST, day=3))
    set_report_settings(app, ReportSettings(annexes=ANNEXES))
    [days] = [row.cells[3] for row in annex_of(report_of(app), "attendance").rows if row.cells[0] == 1]
    assert days == "03"
    choose(app, FROM_EARLIER)
    [days] = [row.cells[3] for row in annex_of(report_of(app), "attendance").rows if row.cells[0] == 1]
    assert days == f"{LAST.first + timedelta(days=2):%d/%m}"


def test_edition_keeps_its_days_whatever_the_ward_chooses_later(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, entry_of(LAST, day=3))
    choose(app, FROM_LAST)
    closed(app)
    span = FROM_LAST.span(LAST)
    kept = json.loads(edition_text(app))["span"]
    assert (kept["first"], kept["last"]) == (span.first.isoformat(), span.last.isoformat())
    assert kept["year_first"] == FROM_LAST.first_of_year(LAST).isoformat()
    choose(app, CALENDAR)
    report = report_of(app, edition=1)
    assert report.days == span
    assert day(span.last) in report.title
    page = carla.get(f"/reports/read?month={LAST}").text
    assert f"Từ ngày {day(span.first)} đến ngày {day(span.last)}" in page


def test_edition_without_days_is_of_a_calendar_month(app: Flask, ana: Visitor) -> None:
    log_entries(ana, entry_of(LAST, day=3))
    closed(app)
    text = edition_text(app)
    earlier = json.loads(text)
    del earlier["span"]
    old = json.dumps(earlier, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    read = edition_from_text(old)
    assert read.days == Span(LAST.first, LAST.last)
    assert digest_of(canonical_text(read)) == digest_of(old), "reading adds nothing"
    assert isinstance(edition_from_text(text), Edition)


@pytest.mark.one_engine
def test_files_are_named_after_the_days(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, entry_of(LAST, day=3))
    choose(app, FROM_LAST)
    name = f"{LAST.number:02d}-{LAST.year}-tu-01-{LAST.number:02d}-den-14-{LAST.number:02d}-16417"
    for path, start in (("month.docx", "bao-cao-ky"), ("entries.csv", "nhat-ky-ky"), ("entries.xlsx", "nhat-ky-ky")):
        answer = carla.get(f"/reports/{path}?month={LAST}")
        assert f'filename="{start}-{name}' in answer.headers["Content-Disposition"]


@pytest.mark.one_engine
def test_word_file_says_the_days(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, entry_of(LAST, day=3))
    choose(app, FROM_LAST)
    file = docx.Document(BytesIO(carla.get(f"/reports/month.docx?month={LAST}&lang=vi").data))
    text = "\n".join(each.text for each in file.paragraphs)
    assert f"(Từ ngày {day(LAST.first)} đến ngày {day(date(LAST.year, LAST.number, 14))})" in text


def test_sums_of_a_year_say_the_day_on_which_it_begins(app: Flask, ana: Visitor, carla: Visitor) -> None:
    """The year of a ward whose periods begin on the 15th begins in December."""
    log_entries(ana, entry_of(LAST, day=3))
    choose(app, CALENDAR.changed(Month(LAST.year - 1, 6), 15))
    began = f"15/12/{LAST.year - 1}"
    assert f"Lũy kế từ {began}" in headings_of(report_of(app), "results")
    assert f"từ {began}" in carla.get(f"/overview/?month={LAST}&lang=vi").text
    choose(app, CALENDAR)
    assert "Lũy kế từ tháng 1" in headings_of(report_of(app), "results")
