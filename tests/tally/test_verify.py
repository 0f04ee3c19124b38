"""``flask tally``: the counters are proved by a recount, and mended by one."""

from __future__ import annotations

import gc
import threading
import tracemalloc
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import Base, in_transaction, insert_rows, reader, table_of, writer
from app.extensions import db
from app.logbook.models import Entry
from app.logbook.recount import differences, rebuild
from app.logbook.review_actions import DecisionNote, review
from app.logbook.status import Action
from app.month import now
from app.places.models import Neighbourhood, Ward
from app.tally.models import COUNTERS, AreaMonth, EventDay, HouseholdMonth, PlaceMonth, TeamMonth, WardDay
from tests.actions import add_rows
from tests.cast import AREA_2, AREA_B, CARLA, MARKET_A, PROVINCE_A, WARD_A, WARD_B
from tests.client import Visitor
from tests.events.event_rows import make_event
from tests.factories import FIELDS, edited, household, make_entry
from tests.seen_moves import seen_moves
from tests.terminal import run


@pytest.fixture
def worked(app: Flask) -> Flask:
    """Return an app whose log holds all kinds in all states, some of them edited."""
    ana, carla = Visitor(app, "ana"), Visitor(app, "carla")
    add_rows(app, make_event(81))
    entries = [make_entry(kind, event=81, place=MARKET_A) for kind in FIELDS] + [
        make_entry(household=household(), people=n) for n in range(6)
    ]
    ana.sync(*entries)
    ana.sync(edited(entries[4], people=9), edited(entries[5], neighbourhood=AREA_2), edited(entries[6], withdrawn=True))
    carla.sync(make_entry(neighbourhood=AREA_2))
    with app.app_context():
        for action, entry in zip((Action.APPROVE, Action.RETURN, Action.VOID), entries, strict=False):
            in_transaction(lambda session, a=action, e=entry: _review(session, e, a))
    return app


def _review(session: Any, entry: dict[str, Any], action: Action) -> None:
    codes = review(session, WARD_A, seen_moves(session, WARD_A, [entry]), DecisionNote(action, CARLA, now()))
    assert set(codes.values()) == {"done"}


def _cells(app: Flask) -> dict[str, list[Any]]:
    with app.app_context():
        return {
            counter.__tablename__: sorted(map(tuple, reader().execute(sa.select(counter.__table__))))
            for counter in COUNTERS
        }


def test_counters_equal_a_recount(worked: Flask) -> None:
    assert run(worked, "tally", "verify") == (0, "All counters equal a recount.\n")
    assert all(_cells(worked).values())


TAMPERINGS = {
    "too many": sa.update(AreaMonth).values(total=AreaMonth.total + 1),
    "approved alone": sa.update(TeamMonth).values(approved=TeamMonth.approved + 1),
    "a lost row": sa.delete(WardDay),
    "a row of nothing": sa.insert(AreaMonth).values(
        ward_id=WARD_A, month="2020-01", neighbourhood_id=AREA_2, measure="visit", total=1, approved=0
    ),
    "a household": sa.update(HouseholdMonth).values(total=0),
    "an event": sa.update(EventDay).values(total=EventDay.total + 1),
    "a place": sa.delete(PlaceMonth),
    "an entry changed behind the counters' back": sa.update(Entry).values(month="2020-01"),
}


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_a_counter_that_was_tampered_with_is_found_and_mended(worked: Flask, tampering: str) -> None:
    with worked.app_context():
        writer().execute(TAMPERINGS[tampering])
        writer().commit()
    status, output = run(worked, "tally", "verify")
    assert status == 1
    assert "counted" in output
    assert "kept" in output
    assert run(worked, "tally", "rebuild") == (0, "The counters are rebuilt.\n")
    assert run(worked, "tally", "verify")[0] == 0


def test_a_difference_says_where_and_what(worked: Flask) -> None:
    with worked.app_context():
        where = AreaMonth.measure == "training.attendees"
        writer().execute(sa.update(AreaMonth).where(where).values(total=AreaMonth.total + 5))
        writer().commit()
        (line,) = differences(reader())
    assert line.startswith(f"area_month ({WARD_A}, ")
    assert "'training.attendees'" in line
    assert "kept" in line


def test_rebuilding_right_counters_changes_nothing(worked: Flask) -> None:
    def counted(cells: dict[str, list[Any]]) -> dict[str, list[Any]]:
        # A cell of nothing but zeros counts nothing; a recount has no reason to write it.
        return {name: [row for row in rows if row[-2] or row[-1]] for name, rows in cells.items()}

    before = counted(_cells(worked))
    run(worked, "tally", "rebuild")
    assert _cells(worked) == before


def test_entries_that_arrive_while_counters_are_rebuilt_are_counted(worked: Flask) -> None:
    """A ward does not stop working for a repair: an entry between the recount and the new counters is in both."""
    ana = Visitor(worked, "ana")
    phone = threading.Thread(target=ana.sync, args=(make_entry(people=7),))

    def send(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("DELETE FROM") and phone.ident is None:
            phone.start()
            # It may go through, or have to wait for the rebuilding to end.
            phone.join(1)

    with worked.app_context():
        engine = db.get_engine()
        sa.event.listen(engine, "before_cursor_execute", send)
        rebuild(writer())
        writer().commit()
        sa.event.remove(engine, "before_cursor_execute", send)
    phone.join()
    status, output = run(worked, "tally", "verify")
    assert status == 0, output


STRAY = 999
"""A ward that is not there."""


def _stray(counter: type[Base], ward_id: int, **key: Any) -> sa.Insert:
    return sa.insert(counter).values(ward_id=ward_id, total=1, approved=0, **key)


STRAYS = {
    "area_month": _stray(AreaMonth, WARD_B, month="2026-01", neighbourhood_id=AREA_B, measure="visit"),
    "team_month": _stray(TeamMonth, STRAY, month="2026-01", team_id=1, measure="visit"),
    "ward_day": _stray(WardDay, STRAY, day=date(2026, 1, 1), measure="visit"),
    "household_month": _stray(HouseholdMonth, 0, month="2026-01", household_id=UUID(int=1), neighbourhood_id=1),
    "event_day": _stray(EventDay, STRAY, event_id=1, day=date(2026, 1, 1), measure="visit"),
    "place_month": _stray(PlaceMonth, STRAY, month="2026-01", place_id=1, measure="visit"),
}


@pytest.mark.parametrize("name", STRAYS)
def test_counters_of_a_ward_without_entries_are_found_and_taken_away(worked: Flask, name: str) -> None:
    before = _cells(worked)
    with worked.app_context():
        writer().execute(STRAYS[name])
        writer().commit()
        (line,) = differences(reader())
    assert line.startswith(f"{name} (")
    assert line.endswith("counted (0, 0), kept (1, 0)")
    run(worked, "tally", "rebuild")
    assert run(worked, "tally", "verify")[0] == 0
    assert _cells(worked)[name] == [row for row in before[name] if row[-2] or row[-1]]


def test_differences_come_by_counter_and_then_by_key(worked: Flask) -> None:
    with worked.app_context():
        for statement in STRAYS.values():
            writer().execute(statement)
        writer().execute(_stray(AreaMonth, STRAY, month="2026-01", neighbourhood_id=1, measure="visit"))
        writer().execute(_stray(AreaMonth, WARD_A, month="2020-01", neighbourhood_id=1, measure="visit"))
        writer().commit()
        lines = list(differences(reader()))
    wards = [line.split(",", 1)[0] for line in lines]
    assert wards == [
        f"area_month ({WARD_A}",
        f"area_month ({WARD_B}",
        f"area_month ({STRAY}",
        f"team_month ({STRAY}",
        f"ward_day ({STRAY}",
        "household_month (0",
        f"event_day ({STRAY}",
        f"place_month ({STRAY}",
    ]
    assert run(worked, "tally", "verify") == (1, f"Error: {lines[0]}\n")


FEW, MANY = 3, 12


def _add_wards(first: int, last: int, row: dict[str, Any], entries: int = 300) -> None:
    """Add wards with an area and some visits each, all at different households."""
    session = writer()
    for id in range(first, last):
        names = {"code": f"9{id}", "list_version": "2025-07-01", "name": "Phường Ví Dụ", "official_name": "Ví Dụ"}
        session.add(Ward(id=id, province_id=PROVINCE_A, **names))
        session.flush()
        session.add(Neighbourhood(id=id, ward_id=id, name="Phố"))
        session.flush()
        own = {"ward_id": id, "neighbourhood_id": id}
        visits = [{**row, **own, "id": uuid4(), "household_id": uuid4()} for _ in range(entries)]
        insert_rows(session.connection(), Entry, visits)


def _most_memory(work: Callable[[], object]) -> int:
    """Return how many bytes of Python's were in use at once at most while ``work`` ran."""
    gc.collect()
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_recount_needs_no_more_memory_for_many_wards(app: Flask, ana: Visitor) -> None:
    ana.sync(make_entry())
    entry = table_of(Entry)
    verified, rebuilt = [], []
    for first, last in ((100, 100 + FEW), (100 + FEW, 100 + MANY)):
        with app.app_context():
            row = dict(writer().execute(sa.select(entry).where(entry.c.ward_id == WARD_A)).mappings().one())
            _add_wards(first, last, row)
            rebuilt.append(_most_memory(lambda: rebuild(writer())))
            writer().commit()
        with app.app_context():
            verified.append(_most_memory(lambda: list(differences(reader()))))
            assert list(differences(reader())) == []
    for few, many in (verified, rebuilt):
        assert many < 1.3 * few, (verified, rebuilt)


def test_a_recount_needs_no_more_memory_for_many_months(app: Flask, ana: Visitor) -> None:
    ana.sync(make_entry())
    entry = table_of(Entry)
    verified, rebuilt = [], []
    for first, last in ((0, FEW), (FEW, MANY)):
        with app.app_context():
            row = dict(writer().execute(sa.select(entry).where(entry.c.ward_id == WARD_A).limit(1)).mappings().one())
            for number in range(first, last):
                month = {"month": f"2025-{number + 1:02d}", "happened_on": date(2025, number + 1, 1)}
                visits = [{**row, **month, "id": uuid4(), "household_id": uuid4()} for _ in range(500)]
                insert_rows(writer().connection(), Entry, visits)
            rebuilt.append(_most_memory(lambda: rebuild(writer())))
            writer().commit()
        with app.app_context():
            verified.append(_most_memory(lambda: list(differences(reader()))))
    for few, many in (verified, rebuilt):
        assert many < 1.3 * few, (verified, rebuilt)


def test_an_empty_log_has_empty_counters(app: Flask) -> None:
    assert run(app, "tally", "verify")[0] == 0
    assert not any(_cells(app).values())
