"""The page on which a ward says when its reporting periods begin: what it shows before, and what becomes of it."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import reader
from app.localisation import day
from app.logbook.models import Entry
from app.month import Month
from app.periods import CALENDAR, PeriodRule, Periods
from app.places.models import Ward
from app.targets.models import Target
from tests.actions import add_rows, log_entries
from tests.cast import WARD_A
from tests.client import Visitor
from tests.html import parse
from tests.months.steps import EARLIER, LAST, closed, entry_of

PAGE = "/settings/periods"


def periods_of(app: Flask) -> Periods:
    with app.app_context():
        return reader().get_one(Ward, WARD_A).settings.periods


def months_of_entries(app: Flask) -> list[str]:
    with app.app_context():
        return list(reader().scalars(sa.select(Entry.month).order_by(Entry.happened_on)))


def preview(carla: Visitor, since: Month, first_day: int) -> str:
    return carla.get(f"{PAGE}?since={since}&first_day={first_day}&lang=vi").text


def rows(page: str) -> dict[str, tuple[str, str]]:
    found = parse(page).findall(".//tr[@data-month]")
    return {row.get("data-month", ""): (row.get("data-before", ""), row.get("data-after", "")) for row in found}


def version(page: str) -> str:
    (found,) = re.findall(r'name="version" value="([^"]*)"', page)
    return found


def confirm(carla: Visitor, since: Month, first_day: int) -> tuple[int, str]:
    """Look at what a change moves, and confirm it; return the status, and what the next page says."""
    seen = version(preview(carla, since, first_day))
    answer = carla.post(PAGE, since=str(since), first_day=str(first_day), version=seen)
    return answer.status_code, unescape(carla.get(f"{PAGE}?lang=vi").text)


def log_two(ana: Visitor) -> None:
    """Log on the 10th and on the 20th of last month."""
    log_entries(ana, entry_of(LAST, day=10), entry_of(LAST, day=20))


def test_page_says_when_periods_begin_and_offers_the_open_ones(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, entry_of(EARLIER), entry_of(LAST))
    page = carla.get(f"{PAGE}?lang=vi").text
    offered = re.findall(r'<option[^>]*value="([^"]+)"', page)
    assert offered[:2] == [str(EARLIER), str(LAST)]
    assert offered[-1] == str(Month.current().next())
    assert re.search(r'<input[^>]*checked[^>]*name="first_day"[^>]*value="1"', page)
    assert "data-take-back" not in page
    closed(app, EARLIER)
    assert str(EARLIER) not in re.findall(r'<option[^>]*value="([^"]+)"', carla.get(PAGE).text)


def test_change_is_shown_before_it_is_made(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log_two(ana)
    add_rows(app, Target(id=1000, ward_id=WARD_A, year=LAST.year, measure="visit", figure=9, month=str(LAST)))
    page = preview(carla, LAST, 15)
    assert rows(page)[str(LAST)] == ("2", "1")
    assert rows(page)[str(LAST.next())] == ("0", "1")
    assert 'data-moved="1"' in page
    assert 'data-targets="1"' in page
    assert f"(01/{LAST.number:02d}–14/{LAST.number:02d}/{LAST.year})" in page, "the first odd period with its days"
    assert "Đây là kỳ đầu tiên sau khi đổi" in page
    assert periods_of(app) == CALENDAR
    assert months_of_entries(app) == [str(LAST), str(LAST)], "looking moves nothing"


def test_change_moves_what_was_shown_and_can_be_taken_back(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log_two(ana)
    status, page = confirm(carla, LAST, 15)
    assert status == 302
    assert "Đã đổi kỳ báo cáo" in page
    assert periods_of(app).rules == (PeriodRule(LAST, 15),)
    assert months_of_entries(app) == [str(LAST), str(LAST.next())]
    assert f'href="{PAGE}?since={LAST}&first_day=1"' in page, "the change can be taken back"
    status, page = confirm(carla, LAST, 1)
    assert status == 302
    assert periods_of(app) == CALENDAR
    assert months_of_entries(app) == [str(LAST), str(LAST)]


def test_what_is_closed_is_refused_in_words(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log_two(ana)
    seen = version(preview(carla, LAST, 15))
    closed(app)
    page = unescape(preview(carla, LAST, 15))
    assert "đã chốt: hãy chọn kỳ sau đó" in page
    assert 'name="version"' not in page, "there is nothing to confirm"
    assert carla.post(PAGE, since=str(LAST), first_day="15", version=seen).status_code == 302
    assert "Chưa đổi gì." in unescape(carla.get(f"{PAGE}?lang=vi").text)
    assert periods_of(app) == CALENDAR


@pytest.mark.parametrize(("since", "first_day"), [("2026-13", "15"), ("", "15"), (str(LAST), "7"), (str(LAST), "")])
def test_what_is_no_choice_is_refused(sqlite_app: Flask, since: str, first_day: str) -> None:
    carla = Visitor(sqlite_app, "carla")
    page = carla.get(f"{PAGE}?since={since}&first_day={first_day}")
    assert page.status_code == 200
    assert 'role="alert"' in page.text
    carla.get(PAGE)
    assert carla.post(PAGE, since=since, first_day=first_day, version="x").status_code == 422


def test_change_made_meanwhile_is_shown_first(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log_two(ana)
    seen = version(preview(carla, LAST, 15))
    assert confirm(carla, LAST.next(), 15)[0] == 302
    answer = carla.post(PAGE, since=str(LAST), first_day="15", version=seen)
    assert answer.status_code == 422
    assert version(answer.text) != seen
    assert periods_of(app).rules == (PeriodRule(LAST.next(), 15),)
    assert carla.post(PAGE, since=str(LAST), first_day="15", version=version(answer.text)).status_code == 302
    assert periods_of(app).rules == (PeriodRule(LAST, 15),)


def test_the_same_again_changes_nothing(sqlite_app: Flask) -> None:
    carla = Visitor(sqlite_app, "carla")
    page = preview(carla, LAST.next(), 1)
    assert "không có gì phải đổi" in unescape(page)
    assert 'name="version"' not in page


def test_settings_lead_to_the_page(sqlite_app: Flask) -> None:
    assert f'href="{PAGE}"' in Visitor(sqlite_app, "carla").get("/settings/").text


def test_closing_page_says_from_which_day_on_a_period_can_be_closed(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log_two(ana)
    assert confirm(carla, Month.current().next(), 15)[0] == 302
    present = Month.current()
    end = periods_of(app).last(present)
    page = carla.get(f"/reports/months/{present}?lang=vi").text
    assert day(end + timedelta(days=1)) in page
