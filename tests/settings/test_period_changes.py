"""Changing when a ward's periods begin: what moves, what stays, and what refuses it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from app.database import in_transaction, reader
from app.extensions import db
from app.logbook.models import Companion
from app.month import ZONE, Month, now
from app.people.models import AuditRecord
from app.periods import CALENDAR
from app.places.queries import ward_periods
from app.registry.state_measures import MONTH_PREFIX
from app.registry.state_models import AreaState
from app.settings.period_actions import PeriodRefusal, RefusedPeriods, change_periods, periods_version
from app.tally.models import AreaMonth, HouseholdMonth, PlaceMonth
from app.tally.queries import months_counted
from app.versions import SaveOutcome
from tests.actions import close_ward_month
from tests.cast import CARLA, LEO, MARKET_A, WARD_A
from tests.client import Visitor
from tests.factories import edited, household, make_entry
from tests.frozen.clock import stopped
from tests.sync.steps import assert_counted, cells, stored

AT = datetime(2026, 12, 20, 9, 0, tzinfo=ZONE)
OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)


def change(app: Flask, since: Month, first_day: int, seen: str | None = None) -> Any:
    """Change the periods of ward A as its coordinator does."""
    with stopped(AT), app.app_context():
        version = periods_version(ward_periods(reader(), WARD_A)) if seen is None else seen
        reader().rollback()
        return in_transaction(lambda session: change_periods(session, WARD_A, since, first_day, version, CARLA, now()))


def log(app: Flask, *entries: dict[str, Any]) -> None:
    """Log entries on the day of the test."""
    with stopped(AT):
        assert {each["outcome"] for each in Visitor(app, "ana").sync(*entries)} == {"stored"}


def _months(app: Flask, *entries: dict[str, Any]) -> list[str]:
    return [stored(app, each)["month"][2:] for each in entries]


def _counted(app: Flask) -> list[str]:
    with app.app_context():
        return list(reader().scalars(months_counted(WARD_A)))


def test_entries_go_to_the_periods_of_their_days_and_back(app: Flask) -> None:
    home, days = household(), ("2026-10-14", "2026-10-15", "2026-11-14", "2026-11-15", "2026-12-14", "2026-12-15")
    entries = [make_entry(happened_on=day, household=home, companions=[LEO], place=MARKET_A) for day in days]
    # It was let count in December, which is also the period of its day after the change.
    chosen = make_entry(happened_on="2026-11-20", count_in="2026-12")
    withdrawn = make_entry(happened_on="2026-11-20")
    log(app, *entries, chosen, withdrawn, edited(withdrawn, withdrawn=True))
    before = {counter: cells(app, counter) for counter in (AreaMonth, HouseholdMonth, PlaceMonth)}
    counted = _counted(app)
    assert change(app, NOVEMBER, 15) is SaveOutcome.SAVED
    # October keeps all of its days, and November begins after it.
    assert _months(app, *entries) == ["26-10", "26-10", "26-11", "26-12", "26-12", "27-01"]
    assert _months(app, chosen, withdrawn) == ["26-12", "26-12"]
    with app.app_context():
        credited = dict(reader().execute(sa.select(Companion.entry_id, Companion.month)).all())
        assert credited == {UUID(each["id"]): stored(app, each)["month"] for each in entries}
    assert_counted(app)
    assert change(app, NOVEMBER, 1) is SaveOutcome.SAVED
    assert _months(app, *entries) == ["26-10", "26-10", "26-11", "26-11", "26-12", "26-12"]
    assert _months(app, chosen, withdrawn) == ["26-12", "26-11"]
    assert {counter: cells(app, counter) for counter in (AreaMonth, HouseholdMonth, PlaceMonth)} == before
    assert _counted(app) == counted, "pages offer periods in which nothing counts any more"
    assert_counted(app)


def test_the_state_of_a_household_is_of_the_period_of_its_day(app: Flask) -> None:
    entry = make_entry(happened_on="2026-11-20", household=household(), state={"people_14": 2})
    log(app, {**entry, "form": 2})

    def months() -> set[str]:
        with app.app_context():
            rows = reader().scalars(sa.select(AreaState.measure).where(AreaState.figure != 0)).all()
        return {row for row in rows if row.startswith(MONTH_PREFIX)}

    assert months() == {"month.2026-11"}
    change(app, NOVEMBER, 15)
    assert months() == {"month.2026-12"}
    assert_counted(app)


def test_a_closed_period_stands_in_the_way(app: Flask) -> None:
    entry = make_entry(happened_on="2026-11-20")
    log(app, entry)
    close_ward_month(app, NOVEMBER)
    assert change(app, NOVEMBER, 15) == RefusedPeriods(PeriodRefusal.CLOSED, NOVEMBER)
    assert change(app, OCTOBER, 15) == RefusedPeriods(PeriodRefusal.CLOSED, NOVEMBER)
    assert _months(app, entry) == ["26-11"]
    assert change(app, Month(2026, 12), 15) is SaveOutcome.SAVED
    assert _months(app, entry) == ["26-11"]


def test_periods_change_from_the_next_one_on_at_the_latest(app: Flask) -> None:
    assert change(app, Month(2027, 1), 15) is SaveOutcome.SAVED
    assert change(app, Month(2027, 2), 15) == RefusedPeriods(PeriodRefusal.TOO_LATE, Month(2027, 1))
    assert change(app, Month(2019, 12), 15) == RefusedPeriods(PeriodRefusal.TOO_EARLY, Month(2020, 1))


def test_a_form_that_saw_other_periods_changes_nothing(app: Flask) -> None:
    seen = periods_version(CALENDAR)
    assert change(app, NOVEMBER, 15, seen) is SaveOutcome.SAVED
    assert change(app, NOVEMBER, 15, seen) is SaveOutcome.UNCHANGED
    assert change(app, Month(2026, 12), 1, seen) is SaveOutcome.CHANGED_MEANWHILE
    with app.app_context():
        assert ward_periods(reader(), WARD_A) == CALENDAR.changed(NOVEMBER, 15)


def test_a_change_stands_in_the_audit_log(app: Flask) -> None:
    log(app, make_entry(happened_on="2026-11-20"), make_entry(happened_on="2026-11-10"))
    change(app, NOVEMBER, 15)
    with app.app_context():
        [detail] = reader().scalars(sa.select(AuditRecord.detail).where(AuditRecord.event == "settings_changed")).all()
    assert detail == {"what": "periods", "since": "2026-11", "first_day": 15, "moved": 1}


def test_a_period_of_ages_ago_is_refused_before_anything_is_locked(app: Flask) -> None:
    with app.app_context():
        engine, locked = db.get_engine(), list[str]()

        def note(*args: Any) -> None:
            if "advisory" in args[2]:
                locked.append(args[2])

        sa.event.listen(engine, "before_cursor_execute", note)
        try:
            refused = change(app, Month(1, 1), 15)
        finally:
            sa.event.remove(engine, "before_cursor_execute", note)
    assert (refused, locked) == (RefusedPeriods(PeriodRefusal.TOO_EARLY, Month(2020, 1)), [])
