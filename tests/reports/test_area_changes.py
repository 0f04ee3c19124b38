"""What became of which area, in the report of the period in which it did: in its letter and below its tables."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from app.month import today
from app.months.actions import Closed
from app.periods import CALENDAR
from tests.actions import log_entries
from tests.areas.ward import NEW_NAME, merged, undone
from tests.cast import TEAM_1
from tests.client import Visitor
from tests.months.steps import LAST, THIS, closing, entry_of
from tests.reports.steps import annex_of, report_of

pytestmark = pytest.mark.usefixtures("no_flags")


def _organisation(app: Flask, **of: object) -> list[str]:
    letter = report_of(app, **of).letter  # type: ignore[arg-type]
    assert letter
    return list(letter.chapters[0].parts[0].paragraphs)


def test_letter_of_the_period_says_once_what_became_of_which(app: Flask) -> None:
    day = CALENDAR.first(LAST) + timedelta(days=3)
    sentence = f"Từ ngày {day:%d/%m/%Y}, Phố 1 và Phố 2 sáp nhập thành {NEW_NAME}."
    number = merged(app, first_day=day).number
    assert _organisation(app).count(sentence) == 1
    assert sentence in annex_of(report_of(app), "areas").notes
    assert sentence not in _organisation(app, team=TEAM_1)
    assert sentence not in _organisation(app, month=THIS)
    undone(app, number)
    assert sentence not in _organisation(app)


def test_edition_keeps_the_names_of_its_time(app: Flask, carla: Visitor, ana: Visitor) -> None:
    log_entries(ana, entry_of(LAST))
    day = CALENDAR.first(LAST) + timedelta(days=3)
    [new] = merged(app, first_day=day).steps[0]["to"]
    assert isinstance(closing(app, confirmed=1), Closed)
    version = carla.get(f"/areas/{new}").text.split('name="version"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    assert carla.post(f"/areas/{new}", name="Tên khác", version=version).status_code == 302
    assert any(f"sáp nhập thành {NEW_NAME}." in each for each in _organisation(app, edition=1))


def test_change_that_is_only_planned_is_in_no_letter(app: Flask) -> None:
    merged(app, first_day=today() + timedelta(days=1))
    assert not any("sáp nhập" in each for each in _organisation(app, month=THIS))
