"""Which month an entry counts in, and what a closed month lets through: nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.logbook.status import Action
from app.month import Month, today
from app.tally.models import AreaMonth, WardDay
from tests.actions import close_ward_month, review_entries
from tests.cast import ALL_OF_B, AREA_1, AREA_B, WARD_A, WARD_B
from tests.client import Visitor
from tests.factories import edited, make_entry
from tests.sync.steps import assert_counted, cells, number_of_entries, outcome, reopen, stored

THIS = Month.current()
LAST = THIS.previous()
DAY_OF_LAST = LAST.first.isoformat()
CLOSED = ("conflict", "month_closed")


def send(visitor: Visitor, entry: Any) -> tuple[str, str]:
    [receipt] = visitor.sync(entry)
    return outcome(receipt)


def test_a_closed_month_takes_nothing_new(app: Flask, ana: Visitor) -> None:
    close_ward_month(app, LAST)
    receipt, neighbour = ana.sync(make_entry(happened_on=DAY_OF_LAST), make_entry())
    assert outcome(receipt) == ("refused", "month_closed")
    assert receipt["errors"].keys() == {"happened_on"}
    assert all(receipt["errors"]["happened_on"])
    assert neighbour["outcome"] == "stored"
    assert number_of_entries(app) == 1
    reopen(app, LAST)
    assert send(ana, make_entry(happened_on=DAY_OF_LAST)) == ("stored", "")


def test_a_late_entry_counts_in_the_open_month_and_keeps_its_day(app: Flask, ana: Visitor) -> None:
    close_ward_month(app, LAST)
    late = make_entry(happened_on=DAY_OF_LAST, count_in=str(THIS), people=3)
    assert send(ana, late) == ("stored", "")
    [entry] = ana.mine()["entries"]
    assert entry["happened_on"] == DAY_OF_LAST
    assert entry["fields"]["count_in"] == str(THIS)
    assert ana.mine()["received"]["visit"] == 1
    assert cells(app, AreaMonth)[WARD_A, str(THIS), AREA_1, "visit.people"] == (3, 0)
    assert cells(app, WardDay)[WARD_A, LAST.first, "visit.people"] == (3, 0)
    assert_counted(app)


def test_a_closed_month_lets_nothing_move(app: Flask, ana: Visitor) -> None:
    entries = [make_entry(happened_on=DAY_OF_LAST, people=1) for _ in range(3)]
    ana.sync(*entries)
    review_entries(app, Action.APPROVE, entries[1])
    review_entries(app, Action.RETURN, entries[2], reason="people")
    close_ward_month(app, LAST)
    before = cells(app, AreaMonth)
    for entry in entries:
        assert send(ana, entry) == ("known", "")
        for change in (
            edited(entry, people=9),
            edited(entry),
            edited(entry, withdrawn=True),
            edited(entry, happened_on=today().isoformat()),
            edited(entry, count_in=str(THIS)),
        ):
            [receipt] = ana.sync(change)
            assert outcome(receipt) == CLOSED
            assert receipt["errors"] == {}
    assert cells(app, AreaMonth) == before
    reopen(app, LAST)
    assert send(ana, edited(entries[0], people=9)) == ("stored", "")
    assert_counted(app)


def test_entries_cannot_be_edited_into_a_closed_month(app: Flask, ana: Visitor) -> None:
    entry = make_entry()
    send(ana, entry)
    close_ward_month(app, LAST)
    [receipt] = ana.sync(edited(entry, happened_on=DAY_OF_LAST))
    assert outcome(receipt) == ("refused", "month_closed")
    assert receipt["errors"].keys() == {"happened_on"}
    assert stored(app, entry)["month"] == str(THIS)


def test_a_late_entry_is_closed_with_the_month_it_counts_in(app: Flask, ana: Visitor) -> None:
    late = make_entry(happened_on=DAY_OF_LAST, count_in=str(THIS))
    send(ana, late)
    close_ward_month(app, THIS)
    assert send(ana, edited(late)) == CLOSED
    assert send(ana, make_entry(happened_on=DAY_OF_LAST, count_in=str(THIS))) == ("refused", "month_closed")
    assert send(ana, make_entry(happened_on=DAY_OF_LAST)) == ("stored", "")


def test_a_month_is_closed_in_one_ward(app: Flask, ana: Visitor, visitor: Callable[..., Visitor]) -> None:
    close_ward_month(app, THIS, WARD_B)
    assert send(ana, make_entry()) == ("stored", "")
    dora = visitor("dora")
    assert send(dora, make_entry(neighbourhood=ALL_OF_B)) == ("refused", "month_closed")
    assert dora.get("/api/v1/bootstrap").json["closed_months"] == [str(THIS)]
    assert ana.get("/api/v1/bootstrap").json["closed_months"] == []
    assert send(visitor("bo"), make_entry(neighbourhood=AREA_B)) == ("refused", "month_closed")


def test_the_month_an_entry_may_count_in(app: Flask, ana: Visitor) -> None:
    good = [
        make_entry(count_in=None),
        make_entry(count_in=str(THIS)),
        make_entry(happened_on=DAY_OF_LAST, count_in=str(LAST)),
        make_entry(happened_on=DAY_OF_LAST, count_in=str(THIS)),
        make_entry(happened_on="2024-11-30", count_in="2025-02"),
    ]
    bad = [
        make_entry(count_in=value)
        for value in (
            str(LAST),
            str(THIS.next()),
            "9999-12",
            "0001-01",
            "0000-01",
            "2026-00",
            "2026-13",
            "2026-1",
            "26-01",
            f"{THIS}-01",
            "tháng này",
            "",
            202601,
            True,
            [str(THIS)],
            {},
        )
    ]
    receipts = ana.sync(*good, *bad)
    assert [receipt["outcome"] for receipt in receipts[: len(good)]] == ["stored"] * len(good)
    for receipt, entry in zip(receipts[len(good) :], bad, strict=True):
        assert receipt["outcome"] == "refused", entry["fields"]["count_in"]
        assert receipt["errors"].keys() == {"count_in"}
    months = [stored(app, entry)["month"] for entry in good]
    assert months == [str(THIS), str(THIS), str(LAST), str(THIS), "2025-02"]


@pytest.mark.parametrize("first", ["close", "edit"])
def test_the_first_comes_first(sqlite_app: Flask, first: str) -> None:
    ana = Visitor(sqlite_app, "ana")
    entry = make_entry(happened_on=DAY_OF_LAST, people=1)
    send(ana, entry)
    if first == "close":
        close_ward_month(sqlite_app, LAST)
    expected = CLOSED if first == "close" else ("stored", "")
    assert send(ana, edited(entry, people=2)) == expected
