"""Editions that are damaged, or of a newer form: pages name them, and other months close or are refused in time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import in_transaction, reader, writer
from app.logbook.models import MonthLock
from app.month import now
from app.months.actions import Closed, ClosingRefusal, Refused, freeze
from app.months.edition_text import UnreadableEditionError, edition_from_text
from app.months.models import AttendanceDay, MonthEdition
from app.tally.month_figures import MonthFigures
from tests.actions import log_entries
from tests.cast import CARLA, WARD_A
from tests.client import Visitor
from tests.months.steps import (
    EARLIER,
    LAST,
    canonical,
    closed,
    closing,
    editions,
    entry_of,
    figures,
    reopening,
    statuses,
    turn_flags_off,
)
from tests.terminal import run

Change = Callable[[dict[str, Any]], object]


@pytest.fixture(autouse=True)
def logged(app: Flask, ana: Visitor) -> None:
    """Close a month, with entries of it and of the next one."""
    turn_flags_off(app)
    log_entries(ana, entry_of(EARLIER), entry_of(EARLIER, "training"))
    closed(app, EARLIER)


def late(visitor: Visitor) -> dict[str, Any]:
    """Log what happened in the closed month, so that it counts in the next one."""
    (entry,) = log_entries(visitor, entry_of(EARLIER, day=2, count_in=str(LAST)))
    return entry


def write(app: Flask, text: str) -> None:
    with app.app_context():
        writer().execute(sa.update(MonthEdition).where(MonthEdition.month == str(EARLIER)).values(figures=text))
        writer().commit()


def rewrite(app: Flask, change: Change) -> None:
    kept = figures(app, EARLIER)
    change(kept)
    write(app, canonical(kept))


def lose_days(app: Flask) -> None:
    """Leave of the closed month what an upgrade leaves that could not read which days its edition counts."""
    with app.app_context():
        writer().execute(sa.update(MonthEdition).where(MonthEdition.month == str(EARLIER)).values(has_days=None))
        writer().execute(sa.delete(AttendanceDay).where(AttendanceDay.month == str(EARLIER)))
        writer().commit()


@pytest.mark.parametrize("part", ["measures", "households", "indicators"])
def test_another_month_without_a_part_that_is_not_asked_for_is_closed_beside(
    app: Flask, ana: Visitor, part: str
) -> None:
    rewrite(app, lambda kept: kept.pop(part))
    log_entries(ana, entry_of(LAST))
    late(ana)
    assert isinstance(closing(app), Closed)
    (attended,) = figures(app)["attendance"]
    assert attended["days"] == [f"{EARLIER}-02", f"{LAST}-01"]


DEEP = "[" * 100_000
"""More lists in each other than any reader of JSON follows."""

BROKEN = ["", "no JSON", "[]", "3", '{"attendance":3}', '{"attendance":[{"member":1}]}', DEEP, f'{{"rates":{DEEP}']


@pytest.mark.parametrize("text", BROKEN, ids=lambda text: text[:40])
def test_month_beside_an_unreadable_edition_is_shown_and_closed(
    app: Flask, ana: Visitor, carla: Visitor, text: str
) -> None:
    write(app, text)
    log_entries(ana, entry_of(LAST), entry_of(EARLIER, day=1, count_in=str(LAST)))
    late(ana)
    assert carla.get(f"/reports/read?month={LAST}").status_code == 200
    response = carla.get(f"/reports/read?month={EARLIER}&lang=en")
    assert (response.status_code, "The kept figures of this month cannot" in response.text) == (500, True)
    assert isinstance(closing(app), Closed)
    (attended,) = figures(app)["attendance"]
    assert attended["days"] == [f"{EARLIER}-02", f"{LAST}-01"], "the first day is paid for"


def test_closing_is_refused_before_freezing_when_paid_days_are_unreadable(
    app: Flask, ana: Visitor, carla: Visitor
) -> None:
    lose_days(app)
    entry = late(ana)
    assert closing(app) == Refused(ClosingRefusal.UNREADABLE, month=str(EARLIER))
    assert statuses(app, entry) == ["submitted"]
    with app.app_context():
        assert reader().scalars(sa.select(MonthLock).where(MonthLock.month == str(LAST))).all() == []
    response = carla.post(f"/reports/months/{LAST}/close", waiting="1", looked="y")
    month = f"{EARLIER.number:02d}/{EARLIER.year}"
    assert f"Chưa chốt: không đọc được số liệu đã lưu của tháng {month}" in carla.get(response.headers["Location"]).text
    status, output = run(app, "month", "close", str(LAST), "--ward", "16417", "--yes")
    assert (status, f"the edition of {EARLIER} cannot be read" in output) == (1, True)
    assert carla.get(f"/reports/read?month={LAST}").status_code == 200
    assert carla.get("/reports/months").status_code == 200


def test_month_frozen_before_can_be_opened_again(app: Flask, ana: Visitor) -> None:
    late(ana)
    with app.app_context():
        assert in_transaction(lambda session: freeze(session, WARD_A, LAST, CARLA, now())) is None
    lose_days(app)
    assert closing(app) == Refused(ClosingRefusal.UNREADABLE, month=str(EARLIER))
    assert reopening(app) is None
    reopening(app, EARLIER)
    assert isinstance(closing(app), Closed)


@pytest.mark.one_engine
@pytest.mark.parametrize("text", BROKEN, ids=lambda text: text[:40])
def test_text_that_makes_no_sense_is_unreadable(text: str) -> None:
    with pytest.raises(UnreadableEditionError):
        edition_from_text(text)


def _without_log(kept: dict[str, Any]) -> None:
    for each in kept["indicators"]:
        del each["log"]


WRONG: list[Change] = [
    lambda kept: kept.update(households={}),
    lambda kept: kept["households"].update(month="5"),
    _without_log,
    lambda kept: kept["measures"].update(visit=[1, 2]),
    lambda kept: kept["measures"].update(visit=[1, 2, 3, 4]),
    lambda kept: kept["measures"].update(visit=[1, 2, None]),
    lambda kept: kept["measures"].update(visit=7),
    lambda kept: kept["areas"][0].update(measures={"visit": [1]}),
    lambda kept: kept["areas"][0].pop("households"),
    lambda kept: kept["teams"][0].pop("measures"),
    lambda kept: kept.update(as_of="yesterday"),
]
SHOWN_BY_ITS_PAGE = WRONG[:-1]


@pytest.mark.one_engine
@pytest.mark.parametrize("change", WRONG)
def test_senseless_part_is_named_as_unreadable(app: Flask, carla: Visitor, change: Change) -> None:
    rewrite(app, change)
    pages = [f"/reports/read?month={EARLIER}&lang=en", f"/reports/month.docx?month={EARLIER}&lang=en"]
    if change in SHOWN_BY_ITS_PAGE:
        pages.append(f"/reports/months/{EARLIER}?lang=en")
        with pytest.raises(UnreadableEditionError):
            edition_from_text(editions(app, EARLIER)[0].figures)
    for page in pages:
        response = carla.get(page)
        assert (response.status_code, "The kept figures of this month cannot" in response.text) == (500, True), page
    assert carla.get("/reports/months").status_code == 200


def test_exactly_three_figures_are_three(app: Flask) -> None:
    kept = figures(app, EARLIER)
    kept["measures"]["visit"] = [1, 2, 3]
    assert edition_from_text(canonical(kept)).figures()["visit"] == MonthFigures(1, 2, 3)
    for wrong in ([], [1, 2], [1, 2, 3, 4], [1, 2, True], [1, 2, 3.0], ["1", "2", "3"]):
        kept["measures"]["visit"] = wrong
        with pytest.raises(UnreadableEditionError):
            edition_from_text(canonical(kept))
