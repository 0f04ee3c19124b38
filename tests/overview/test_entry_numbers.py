"""The numbers of a month's entries by status come from the counters, and are those of the entries one by one."""

from __future__ import annotations

from dataclasses import asdict
from itertools import product

import pytest
from flask import Flask

from app.database import reader
from app.logbook.queries import entries_in, numbers_by_status
from app.logbook.status import Action, Status
from app.month import Month, today
from app.overview.entry_numbers import EntryFilter, numbers_of
from app.people.queries import actor_of
from tests.actions import add_rows, log_entries, review_entries
from tests.cast import AREA_1, AREA_2, MARKET_A, MARKET_B, TEAM_1, TEAM_2, USER_IDS
from tests.client import Visitor
from tests.events.event_rows import make_event
from tests.factories import make_entry
from tests.query_plans import recorded

MONTH = str(Month.current())
EVENT = 31
FILTERS = [
    EntryFilter(areas, team, kind, event, place)
    for areas, team, kind, (event, place) in product(
        (None, [AREA_1], [AREA_1, AREA_2]),
        (None, TEAM_1, TEAM_2),
        (None, "visit"),
        ((None, None), (EVENT, None), (None, MARKET_A), (EVENT, MARKET_A)),
    )
]


_NAMED = ({"event": EVENT}, {"place": MARKET_A}, {"event": EVENT, "place": MARKET_A}, {}, {"place": MARKET_A}, {})


def _log_and_review(app: Flask) -> None:
    add_rows(app, make_event(EVENT))
    for name in ("ana", "bruno"):
        entries = [make_entry(kind, neighbourhood=area) for area in (AREA_1, AREA_2) for kind in ("visit", "training")]
        entries += [make_entry(neighbourhood=area) for area in (AREA_1, AREA_2)]
        for entry, named in zip(entries, _NAMED, strict=True):
            entry["fields"] |= named
        log_entries(Visitor(app, name), *entries)
        for entry, action in zip(entries, (Action.APPROVE, Action.RETURN, Action.VOID), strict=False):
            review_entries(app, action, entry)


@pytest.mark.parametrize("name", ["carla", "leo", "ana"])
def test_numbers_by_status_are_those_of_the_entries(app: Flask, name: str) -> None:
    _log_and_review(app)
    with app.app_context():
        holder = actor_of(reader(), USER_IDS[name], today())
        assert holder is not None
        for each in FILTERS:
            entries = entries_in(holder, MONTH, **asdict(each))
            one_by_one = {status: number for status, number in reader().execute(numbers_by_status(entries))}
            assert numbers_of(reader(), holder, MONTH, each, entries) == one_by_one, each


def test_statuses_stand_in_the_order_of_their_way(app: Flask) -> None:
    _log_and_review(app)
    with app.app_context():
        holder = actor_of(reader(), USER_IDS["carla"], today())
        assert holder is not None
        found = numbers_of(reader(), holder, MONTH, EntryFilter(), entries_in(holder, MONTH))
    assert list(found.items()) == [
        (Status.SUBMITTED, 6),
        (Status.APPROVED, 2),
        (Status.RETURNED, 2),
        (Status.VOID, 2),
    ]


def test_a_month_without_entries_is_not_looked_for(sqlite_app: Flask) -> None:
    carla = Visitor(sqlite_app, "carla")
    with recorded(sqlite_app) as statements:
        assert carla.get("/overview/entries?kind=merchant").status_code == 200
    assert not [statement for statement, _ in statements if "LIMIT" in statement and "FROM entry" in statement]


def test_list_is_narrowed_to_an_event_and_a_place(sqlite_app: Flask) -> None:
    _log_and_review(sqlite_app)
    carla = Visitor(sqlite_app, "carla")
    for query, number in (
        ("", 12),
        (f"event={EVENT}", 4),
        (f"place={MARKET_A}", 6),
        (f"place={MARKET_A}&kind=training", 2),
    ):
        page = carla.get(f"/overview/entries?{query}").text
        assert f'data-total="{number}"' in page, query
        assert "Ngày Chủ nhật gần Dân" in page
    assert carla.get("/overview/entries?event=999").status_code == 404
    assert carla.get(f"/overview/entries?place={MARKET_B}").status_code == 404
