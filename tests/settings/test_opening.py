"""Opening figures: entered once, never for days that the log counts, and in sums since January alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from html import unescape
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.catalogue.openings import OpeningPart, YearOpenings
from app.database import in_transaction, reader
from app.month import Month, now
from app.overview.notes import late_start_note, sum_since
from app.overview.ward_month import WardMonth
from app.periods import Span
from app.places.models import Ward
from app.settings.opening_actions import OpeningChange, save_openings
from app.settings.opening_page import opening_page, opening_subjects
from app.tally.month_figures import MonthFigures
from app.targets.progress import figures_of_subject, with_openings
from app.targets.subjects import service_subject
from app.versions import SaveOutcome
from tests.actions import add_rows, log_entries
from tests.cast import CARLA, WARD_A
from tests.client import Visitor
from tests.months.steps import LAST, closed, entry_of
from tests.own_services import own_service
from tests.terminal import run

PAGE = "/settings/opening"
DAY = LAST.previous().last
PART = OpeningPart(120, 340, DAY, "Báo cáo số 12")


def _place(app: Flask, code: str) -> int:
    with app.test_request_context():
        return [each.code for each in opening_subjects(reader(), WARD_A)].index(code)


def _form(visitor: Visitor) -> dict[str, str]:
    html = visitor.get(PAGE).text
    return dict(re.findall(r'name="((?:version-\d+|version))"[^>]*value="([^"]*)"', html))


def _enter(app: Flask, visitor: Visitor, code: str = "visit", **fields: str) -> Any:
    place = _place(app, code)
    form = {"as_of": str(DAY), "source": PART.source, f"this_year-{place}": "120", f"before-{place}": "340"}
    return visitor.post(PAGE, **{**_form(visitor), **form, **fields})


def _reading(app: Flask, month: Month = LAST) -> WardMonth:
    ward = reader().get(Ward, WARD_A)
    assert ward is not None
    return WardMonth(reader(), ward, month, month.last)


def test_an_opening_figure_is_in_the_sum_of_the_year_alone(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla, ana = visitor("carla"), visitor("ana")
    log_entries(ana, entry_of(LAST, people=3), entry_of(LAST, people=2))
    assert _enter(app, carla).status_code == 302
    with app.app_context():
        reading = _reading(app)
        figures = reading.figures["visit"]
        assert (figures.month, figures.year_to_date, reading.counted["visit"].year_to_date) == (2, 122, 2)
        assert reading.openings.counted_since("visit").day is None
        assert reading.openings.counted_since("training").day == reading.openings.log_began
    assert run(app, "tally", "verify") == (0, "All counters equal a recount.\n")
    page = unescape(carla.get(f"/overview/?month={LAST}").text)
    assert "Trong đó 120 trước khi dùng nhật ký, đến ngày" in page
    report = unescape(carla.get(f"/reports/read?month={LAST}").text)
    assert "khi bắt đầu dùng nhật ký" in report
    assert "lũy kế từ đầu năm 122, trong đó 120 trước khi dùng nhật ký" in report


def test_days_that_the_log_counts_are_refused(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla = visitor("carla")
    log_entries(visitor("ana"), entry_of(LAST))
    answer = _enter(app, carla, as_of=str(LAST.last))
    assert answer.status_code == 422
    assert "Nhật ký đã tính việc này từ ngày" in unescape(answer.text)
    assert _enter(app, carla, "training", as_of=str(LAST.last)).status_code == 302, "the log has no course yet"


def test_figures_are_replaced_by_who_saw_them_and_taken_away(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla = visitor("carla")
    old = _form(carla)
    assert _enter(app, carla).status_code == 302
    assert _enter(app, carla).status_code == 302, "the same once more"
    place = _place(app, "visit")
    outdated = {name: value for name, value in old.items() if name != "csrf_token"}
    assert _enter(app, carla, **{**outdated, f"this_year-{place}": "7"}).status_code == 422
    with app.app_context():
        assert _reading(app).openings.parts["visit"] == PART
    shown = re.search(
        r'name="subject" value="visit">\s*<input type="hidden" name="version" value="([^"]*)"', carla.get(PAGE).text
    )
    assert shown
    assert carla.post(f"{PAGE}/take-away", subject="visit", version=shown[1]).status_code == 302
    with app.app_context():
        assert _reading(app).openings.parts == {}


def test_households_that_were_reached_before_stand_apart(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla = visitor("carla")
    assert _enter(app, carla, "households").status_code == 302
    with app.test_request_context("/?lang=vi"):
        reading = _reading(app)
        assert reading.households.year_to_date == 0
        assert figures_of_subject("households", ["visit"], {}, reading.openings) == MonthFigures()
    page = unescape(carla.get(f"/overview/?month={LAST}").text)
    assert "Ngoài ra 120 trước khi dùng nhật ký" in page


def test_a_closed_month_prints_what_it_was_closed_with(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla = visitor("carla")
    log_entries(visitor("ana"), entry_of(LAST))
    assert _enter(app, carla).status_code == 302
    closed(app)
    sums = re.findall("lũy kế[^<]*", unescape(carla.get(f"/reports/read?month={LAST}").text))
    place = _place(app, "visit")
    assert _enter(app, carla, **{f"this_year-{place}": "999"}).status_code == 302
    assert re.findall("lũy kế[^<]*", unescape(carla.get(f"/reports/read?month={LAST}").text)) == sums
    assert any(each.startswith("lũy kế 120") for each in sums), "what waits for review is not in it"


def test_two_at_once_do_not_replace_each_other(app: Flask) -> None:
    with app.test_request_context():
        change = {"visit": OpeningChange(PART, None)}
        assert in_transaction(lambda s: save_openings(s, WARD_A, change, CARLA, now())) is SaveOutcome.SAVED
        late = {"visit": OpeningChange(OpeningPart(1, None, DAY, "Khác"), "another version")}
        assert in_transaction(lambda s: save_openings(s, WARD_A, late, CARLA, now())) is SaveOutcome.CHANGED_MEANWHILE


def test_next_year_an_opening_figure_is_history() -> None:
    openings = YearOpenings.at(Month(2027, 3), date(2026, 9, 1), {"visit": OpeningPart(5, 7, date(2026, 8, 31), "x")})
    assert openings.of_year("visit") is None
    ever = openings.ever("visit")
    assert ever is not None
    assert ever.in_all == 12
    assert openings.counted_since("visit").day is None, "the log began before the year"
    before = YearOpenings.at(Month(2026, 7), None, {"visit": OpeningPart(5, 7, date(2026, 8, 31), "x")})
    assert before.ever("visit") is None, "what was done up to August is not known in July"


figures = st.integers(0, 10**6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(months=st.lists(figures, min_size=1, max_size=12), this_year=figures, before=st.none() | figures)
def test_the_sum_is_opening_and_months(months: Sequence[int], this_year: int, before: int | None) -> None:
    last = Month(2026, 12)
    part = OpeningPart(this_year, before, date(2026, 1, 31), "x")
    counted = {"visit": MonthFigures(months[-1], sum(months)), "installation.x.activated": MonthFigures(0, sum(months))}
    openings = YearOpenings.at(last, None, {"visit": part, "eid_account": part})
    added = with_openings(counted, openings)
    assert (added["visit"].month, added["visit"].year_to_date) == (months[-1], sum(months) + this_year)
    row = figures_of_subject("eid_account", ["installation.x.activated"], added, openings)
    assert row.year_to_date == sum(months) + this_year
    assert with_openings(counted, YearOpenings(last)) == counted


def test_a_figure_of_a_service_that_has_ended_can_still_be_taken_away(app: Flask, carla: Visitor) -> None:
    ended = own_service(ended_on=DAY)
    add_rows(app, ended, own_service("Loa phường", number=2, ended_on=DAY))
    code = service_subject(ended.code)
    with app.app_context():
        part = OpeningChange(PART)
        in_transaction(lambda session: save_openings(session, WARD_A, {code: part}, CARLA, now()))
    page = carla.get(PAGE).text
    assert "Camera an ninh" in page
    assert "Loa phường" not in page
    with app.test_request_context():
        [line] = [each for each in opening_page(reader(), reader().get_one(Ward, WARD_A)).lines if each.stored]
    carla.post(f"{PAGE}/take-away", subject=code, version=line.version)
    assert "Camera an ninh" not in carla.get(PAGE).text


def test_sum_of_a_year_that_begins_in_december_says_its_first_day(sqlite_app: Flask) -> None:
    days = Span(date(2025, 12, 15), date(2026, 3, 14))
    parts = {
        "visit": OpeningPart(5, 7, date(2025, 12, 20), "x"),
        "training": OpeningPart(1, 2, date(2025, 12, 10), "x"),
    }
    openings = YearOpenings.at(Month(2026, 3), date(2025, 12, 1), parts, days)
    assert openings.of_year("visit"), "after the year of the ward began"
    assert openings.of_year("training") is None, "before it"
    since = openings.counted_since("merchant")
    assert (since.day, since.named_day) == (None, days.first), "the log began before the year"
    with sqlite_app.test_request_context("/?lang=vi"):
        assert sum_since(since, 12) == "lũy kế từ ngày 15/12/2025 là 12"
        assert late_start_note([since]) == "", "the log is not late"
    assert YearOpenings(Month(2026, 3), date(2026, 3, 15), year_to_date=days).counted_since("visit").day is None
    assert YearOpenings(Month(2026, 3), date(2026, 3, 14), year_to_date=days).counted_since("visit").day is not None
