"""Withdrawing an entry: what was received, returned or never arrived, and fields that are not read."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.logbook.status import Action, Status
from tests.actions import review_entries
from tests.cast import AREA_B
from tests.client import Visitor
from tests.factories import edited, household, make_entry
from tests.sync.revision_steps import KNOWN, STALE, STORED, send
from tests.sync.steps import assert_counted, history, number_of_entries, outcome, stored, totals


def test_withdrawing(app: Flask, ana: Visitor) -> None:
    entry = make_entry(people=3, household=household())
    send(ana, entry)
    withdrawal = edited(entry, withdrawn=True)
    assert [send(ana, withdrawal), send(ana, withdrawal), send(ana, entry)] == [STORED, KNOWN, KNOWN]
    row = stored(app, entry)
    assert (row["status"], row["revision"]) == (Status.VOID, 2)
    # What was withdrawn can still be read in the log.
    assert row["fields"]["people"] == 3
    assert [event.action for event in history(app, entry)] == [Action.RECORD, Action.WITHDRAW]
    assert totals(app) == {}
    assert send(ana, edited(withdrawal, withdrawn=False)) == ("conflict", "void")
    assert_counted(app)


def test_withdrawing_what_was_returned(app: Flask, ana: Visitor) -> None:
    entry = make_entry()
    send(ana, entry)
    review_entries(app, Action.RETURN, entry, reason="not here")
    assert send(ana, edited(entry, withdrawn=True)) == STORED
    assert stored(app, entry)["status"] == Status.VOID
    assert totals(app) == {}


@pytest.mark.parametrize(
    "fields",
    [
        {"withdrawn": True},
        {"withdrawn": True, "happened_on": "never", "neighbourhood": AREA_B, "people": [], "surprise": {}},
    ],
    ids=["nothing else", "nonsense"],
)
def test_a_withdrawal_needs_no_sound_fields(app: Flask, ana: Visitor, fields: dict[str, Any]) -> None:
    """Who wants an entry gone should not have to mend it first."""
    entry = make_entry()
    send(ana, entry)
    withdrawal = {**entry, "revision": 2, "fields": fields}
    assert [send(ana, withdrawal), send(ana, withdrawal)] == [STORED, KNOWN]
    assert stored(app, entry)["status"] == Status.VOID
    assert totals(app) == {}


def test_withdrawing_an_entry_that_never_arrived(app: Flask, ana: Visitor) -> None:
    """The phone logged and withdrew it with no network between; the older revision may still come."""
    entry = make_entry()
    withdrawal = edited(entry, withdrawn=True)
    assert [send(ana, withdrawal), send(ana, entry), send(ana, withdrawal)] == [STORED, STALE, KNOWN]
    assert stored(app, entry)["status"] == Status.VOID
    assert totals(app) == {}
    assert number_of_entries(app) == 1


def test_logging_and_withdrawing_in_one_batch(app: Flask, ana: Visitor) -> None:
    entry = make_entry(household=household())
    receipts = ana.sync(entry, edited(entry, withdrawn=True), make_entry(people=1))
    assert [outcome(receipt) for receipt in receipts] == [STORED] * 3
    assert totals(app)["visit"] == 1
    assert totals(app)["visit.people"] == 1
    assert_counted(app)


@pytest.mark.parametrize("withdrawn", [False, None])
def test_saying_that_nothing_is_withdrawn(sqlite_app: Flask, withdrawn: bool | None) -> None:
    visitor = Visitor(sqlite_app, "ana")
    entry = make_entry(withdrawn=withdrawn)
    assert [send(visitor, entry), send(visitor, edited(entry, people=4))] == [STORED] * 2
    assert totals(sqlite_app)["visit"] == 1
