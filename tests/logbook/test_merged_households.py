"""Entries that name a household which was merged or is no longer there: taken in, and one with the one that stays."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import writer
from app.logbook.flags import HOUSEHOLD_AGAIN, HOUSEHOLD_ELSEWHERE
from app.month import Month, now, today
from app.registry.models import Household, Merchant
from tests.cast import AREA_1, AREA_2, WARD_A
from tests.client import Visitor
from tests.factories import edited, household, make_entry
from tests.sync.revision_steps import STORED, send
from tests.sync.steps import assert_counted, stored

STAYS, MERGED, OTHER = household("Số 43, ngõ 3"), household("Nhà 43 cũ"), household("Số 8")


def _merge(app: Flask) -> None:
    with app.app_context():
        is_merged = sa.and_(Household.ward_id == WARD_A, Household.id == UUID(MERGED["id"]))
        writer().execute(sa.update(Household).where(is_merged).values(merged_into_id=UUID(STAYS["id"])))
        writer().commit()


@pytest.fixture
def merged(app: Flask, ana: Visitor) -> Flask:
    """Return an app with two visits of six weeks ago, each to one of two households that were then merged."""
    day = (today() - timedelta(days=42)).isoformat()
    ana.sync(make_entry(household=MERGED, happened_on=day))
    ana.sync(make_entry(household=STAYS, happened_on=day, neighbourhood=AREA_2))
    _merge(app)
    return app


def _flags(app: Flask, entry: dict[str, object]) -> list[str]:
    return list(stored(app, entry)["flags"])


def test_an_unsent_entry_of_a_merged_household_is_taken_as_it_was_written(merged: Flask, ana: Visitor) -> None:
    visit = make_entry(household=MERGED, neighbourhood=AREA_2)
    assert send(ana, visit) == STORED
    assert stored(merged, visit)["household_id"] == UUID(MERGED["id"])
    assert stored(merged, visit)["fields"]["household"] == MERGED
    # The area of the one that stays is its area now.
    assert HOUSEHOLD_ELSEWHERE not in _flags(merged, visit)
    elsewhere = make_entry(household=MERGED, neighbourhood=AREA_1)
    send(ana, elsewhere)
    assert HOUSEHOLD_ELSEWHERE in _flags(merged, elsewhere)
    assert send(ana, edited(visit, people=3)) == STORED
    assert_counted(merged)


def test_a_household_that_is_no_longer_there_is_taken_too(app: Flask, ana: Visitor) -> None:
    send(ana, make_entry(household=OTHER))
    with app.app_context():
        writer().execute(sa.update(Household).values(retired_at=now()))
        writer().commit()
    visit = make_entry(household=OTHER)
    assert send(ana, visit) == STORED
    assert HOUSEHOLD_ELSEWHERE not in _flags(app, visit)


def test_the_same_household_again_under_another_id(merged: Flask, ana: Visitor) -> None:
    first = make_entry(household=MERGED, neighbourhood=AREA_2)
    second = make_entry(household=STAYS, neighbourhood=AREA_2)
    third = make_entry(household=MERGED, neighbourhood=AREA_2)
    send(ana, first)
    send(ana, second)
    send(ana, third)
    assert [HOUSEHOLD_AGAIN in _flags(merged, each) for each in (first, second, third)] == [False, True, True]
    other = make_entry(household=OTHER)
    send(ana, other)
    assert HOUSEHOLD_AGAIN not in _flags(merged, other)


def test_the_same_household_again_in_one_batch(merged: Flask, ana: Visitor) -> None:
    batch = [make_entry(household=each, neighbourhood=AREA_2) for each in (STAYS, MERGED)]
    ana.sync(*batch)
    assert [HOUSEHOLD_AGAIN in _flags(merged, each) for each in batch] == [False, True]


def test_a_phone_learns_the_last_visit_under_both_ids(merged: Flask, ana: Visitor) -> None:
    ana.sync(make_entry(household=MERGED), make_entry(household=OTHER, happened_on=today().isoformat()))
    visited = ana.mine()["last_visited"]
    assert visited == {party["id"]: today().isoformat() for party in (STAYS, MERGED, OTHER)}
    assert {entry["fields"]["household"]["id"] for entry in ana.mine()["entries"]} == visited.keys()


def test_review_finds_both_under_the_name_that_stays(merged: Flask, ana: Visitor, carla: Visitor) -> None:
    visit, again = make_entry(household=MERGED), make_entry(household=STAYS, neighbourhood=AREA_2)
    ana.sync(visit, again)
    page = carla.get("/review/?text=43,+ngo+3").text
    assert visit["id"] in page
    assert again["id"] in page
    assert again["id"] in carla.get(f"/review/entries/{visit['id']}").text
    assert visit["id"] in carla.get(f"/review/entries/{again['id']}").text


def test_the_export_has_the_name_that_stays(merged: Flask, ana: Visitor, carla: Visitor) -> None:
    one, other = household("Quầy 1"), household("Quầy một")
    parties = [{"id": each["id"], "name": each["label"]} for each in (one, other)]
    ana.sync(make_entry(household=MERGED), *(make_entry("merchant", merchant=each) for each in parties))
    with merged.app_context():
        is_other = sa.and_(Merchant.ward_id == WARD_A, Merchant.id == UUID(other["id"]))
        writer().execute(sa.update(Merchant).where(is_other).values(merged_into_id=UUID(one["id"])))
        writer().commit()
    text = carla.get(f"/reports/entries.csv?month={Month.of(today())}").text
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert sorted((row["household"], row["merchant"]) for row in rows) == [
        ("", "Quầy 1"),
        ("", "Quầy 1"),
        ("Số 43, ngõ 3", ""),
    ]
