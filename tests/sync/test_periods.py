"""In a ward whose periods begin on the 15th: where entries count, and what an old phone is told that cannot know."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from app.database import in_transaction
from app.month import ZONE, Month, now
from app.periods import CALENDAR
from app.settings.period_actions import change_periods, periods_version
from app.tally.models import AreaMonth
from app.versions import SaveOutcome
from tests.actions import close_ward_month, set_periods
from tests.cast import CARLA, WARD_A
from tests.client import Visitor
from tests.factories import edited, make_entry
from tests.frozen.clock import stopped
from tests.sync.steps import assert_counted, cells, outcome, stored

MIDDLE = CALENDAR.changed(Month(2026, 11), 15)
"""November ends on the 14th, and December begins on the 15th of November."""


def _at(day: int, hour: int, minute: int, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)


def _send(app: Flask, at: datetime, *entries: Any) -> list[tuple[str, str]]:
    with stopped(at):
        return [outcome(receipt) for receipt in Visitor(app, "ana").sync(*entries)]


@pytest.mark.parametrize(
    ("at", "day", "month"),
    [
        (_at(14, 23, 59), "2026-11-14", "2026-11"),
        # The phone's clock is some minutes ahead.
        (_at(14, 23, 59), "2026-11-15", "2026-12"),
        (_at(15, 0, 1), "2026-11-15", "2026-12"),
        # It was logged before midnight, or its clock is behind.
        (_at(15, 0, 1), "2026-11-14", "2026-11"),
        (_at(14, 23, 59, 12), "2026-12-14", "2026-12"),
        (_at(15, 0, 1, 12), "2026-12-15", "2027-01"),
        (_at(31, 23, 59, 12), "2026-12-31", "2027-01"),
        (_at(1, 0, 1, 1, 2027), "2027-01-01", "2027-01"),
        (_at(14, 23, 59, 1, 2027), "2027-01-14", "2027-01"),
        (_at(15, 0, 1, 1, 2027), "2027-01-15", "2027-02"),
        # Late, from before the change and after it.
        (_at(3, 8, 0, 12), "2026-10-31", "2026-10"),
        (_at(3, 8, 0, 12), "2026-11-01", "2026-11"),
    ],
)
def test_an_entry_counts_in_the_period_of_its_day(app: Flask, at: datetime, day: str, month: str) -> None:
    set_periods(app, MIDDLE)
    entry = make_entry(happened_on=day)
    assert _send(app, at, entry) == [("stored", "")]
    row = stored(app, entry)
    assert (str(row["happened_on"]), row["month"], row["count_in"]) == (day, month, None)
    assert {key[1] for key in cells(app, AreaMonth)} == {month}
    assert_counted(app)


def test_a_day_that_has_not_come_is_refused_as_ever(app: Flask) -> None:
    set_periods(app, MIDDLE)
    assert _send(app, _at(14, 22, 30), make_entry(happened_on="2026-11-15")) == [("refused", "invalid")]


def test_a_chosen_period_is_kept_apart_from_that_of_the_day(app: Flask) -> None:
    set_periods(app, MIDDLE)
    late = make_entry(happened_on="2026-11-14", count_in="2026-12")
    needless = make_entry(happened_on="2026-11-20", count_in="2026-12")
    from_the_calendar = make_entry(happened_on="2026-11-20", count_in="2026-11")
    too_early = make_entry(happened_on="2026-11-20", count_in="2026-10")
    expected = [("stored", ""), ("stored", ""), ("stored", ""), ("refused", "invalid")]
    assert _send(app, _at(20, 9, 0), late, needless, from_the_calendar, too_early) == expected
    rows = [stored(app, each) for each in (late, needless, from_the_calendar)]
    assert [(row["month"], row["count_in"]) for row in rows] == [
        ("2026-12", "2026-12"),
        ("2026-12", None),
        ("2026-12", None),
    ]
    with stopped(_at(20, 9, 0)):
        shown = {each["id"]: each["fields"].get("count_in") for each in Visitor(app, "ana").mine()["entries"]}
    assert shown == {late["id"]: "2026-12", needless["id"]: None, from_the_calendar["id"]: None}


def test_the_next_period_takes_entries_only_while_the_present_one_is_closed(app: Flask) -> None:
    set_periods(app, MIDDLE)
    entry = make_entry(happened_on="2026-11-20", count_in="2027-01")
    assert _send(app, _at(20, 9, 0), entry) == [("refused", "invalid")]
    close_ward_month(app, "2026-12")
    assert _send(app, _at(20, 9, 0), entry) == [("stored", "")]


def test_an_old_phone_is_not_refused_for_a_period_that_it_cannot_know_to_be_closed(app: Flask) -> None:
    """On the 20th it takes November for the present month, which ended for the ward on the 14th."""
    set_periods(app, MIDDLE)
    for month in ("2026-10", "2026-11"):
        close_ward_month(app, month)
    unknowing = make_entry(happened_on="2026-11-10")
    late = make_entry(happened_on="2026-10-30", count_in="2026-11")
    known_to_be_closed = make_entry(happened_on="2026-10-30")
    expected = [("stored", ""), ("stored", ""), ("refused", "month_closed")]
    assert _send(app, _at(20, 9, 0), unknowing, late, known_to_be_closed) == expected
    for entry in (unknowing, late):
        assert (stored(app, entry)["month"], stored(app, entry)["count_in"]) == ("2026-12", "2026-12")
    # Edited by the same phone, it stays where it is.
    assert _send(app, _at(21, 9, 0), edited(unknowing, people=5)) == [("stored", "")]
    assert stored(app, unknowing)["month"] == "2026-12"
    assert {key[:2] for key in cells(app, AreaMonth)} == {(WARD_A, "2026-12")}
    assert_counted(app)


def test_a_closed_period_is_named_with_its_days(app: Flask) -> None:
    set_periods(app, MIDDLE)
    for month in ("2026-11", "2026-12"):
        close_ward_month(app, month)
    with stopped(_at(20, 9, 0, 12)):
        visitor = Visitor(app, "ana")
        visitor.http.get("/?lang=vi")
        [receipt] = visitor.sync(make_entry(happened_on="2026-11-14"))
    assert receipt["code"] == "month_closed"
    [message] = receipt["errors"]["happened_on"]
    assert "11/2026 (01/11–14/11)" in message, message


def test_a_phone_gets_periods_and_only_months_that_lie_in_closed_ones(app: Flask) -> None:
    for month in ("2026-09", "2026-10"):
        close_ward_month(app, month)
    set_periods(app, MIDDLE)
    close_ward_month(app, "2026-11")
    with stopped(_at(20, 9, 0)):
        ana = Visitor(app, "ana")
        old, new = (ana.get(f"/api/v1/bootstrap{form}").json for form in ("", "?form=2"))
    # November is closed up to the 14th, so for who goes by the calendar it is open.
    assert old["closed_months"] == new["closed_months"] == ["2026-09", "2026-10"]
    assert "periods" not in old
    assert new["periods"] == [
        {"month": "2026-09", "from": "2026-09-01", "to": "2026-09-30", "closed": True},
        {"month": "2026-10", "from": "2026-10-01", "to": "2026-10-31", "closed": True},
        {"month": "2026-11", "from": "2026-11-01", "to": "2026-11-14", "closed": True},
        {"month": "2026-12", "from": "2026-11-15", "to": "2026-12-14", "closed": False},
        {"month": "2027-01", "from": "2026-12-15", "to": "2027-01-14", "closed": False},
    ]
    close_ward_month(app, "2026-12")
    with stopped(_at(20, 9, 0, 12)):
        assert Visitor(app, "ana").get("/api/v1/bootstrap").json["closed_months"] == ["2026-09", "2026-10", "2026-11"]


def test_a_phone_hears_of_other_periods_by_its_tags(app: Flask) -> None:
    _send(app, _at(20, 9, 0), make_entry(happened_on="2026-11-20"), make_entry(happened_on="2026-11-10"))
    with stopped(_at(20, 9, 0)):
        ana = Visitor(app, "ana")
        paths = "/api/v1/bootstrap?form=2", "/api/v1/mine?form=2"
        before = {path: ana.get(path) for path in paths}
        assert [each["month"] for each in before[paths[1]].json["entries"]] == ["2026-11", "2026-11"]
        assert before[paths[1]].json["received"] | {"visit": 2, "month": "2026-11"} == before[paths[1]].json["received"]
        assert {ana.get(path, **{"If-None-Match": before[path].headers["ETag"]}).status_code for path in paths} == {304}
        with app.app_context():
            done = in_transaction(
                lambda session: change_periods(
                    session, WARD_A, Month(2026, 11), 15, periods_version(CALENDAR), CARLA, now()
                )
            )
        assert done is SaveOutcome.SAVED
        after = {path: ana.get(path, **{"If-None-Match": before[path].headers["ETag"]}) for path in paths}
        mine = after[paths[1]].json
    assert {answer.status_code for answer in after.values()} == {200}
    assert [each["month"] for each in mine["entries"]] == ["2026-12", "2026-11"]
    assert (mine["received"]["month"], mine["received"]["visit"], mine["days"]) == (
        "2026-12",
        1,
        {"month": "2026-12", "number": 1},
    )
