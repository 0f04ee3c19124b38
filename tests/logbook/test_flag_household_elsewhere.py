"""The flag of a household first met in another area: what is refused decides nothing, and two phones may race."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Barrier, local
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import reader
from app.logbook.status import Action
from app.month import Month
from app.registry.models import Household
from app.sync import batch
from tests.actions import close_ward_month, review_entries
from tests.cast import AREA_1, AREA_2, AREA_B
from tests.client import Visitor
from tests.factories import edited, household, make_entry
from tests.logbook.flag_steps import days_ago, flags_of, set_flags
from tests.logbook.race_steps import SECONDS, assert_counters_equal_a_recount, at_once
from tests.sync.steps import outcome

Sent = dict[str, Any]
Visit = Callable[[str], Visitor]


@pytest.fixture(autouse=True)
def only_areas_are_asked_about(app: Flask) -> None:
    set_flags(app, household_again={"on": False})


def _of_somebody_else(_app: Flask, visitor: Visit) -> Sent:
    entry = make_entry()
    visitor("bruno").sync(entry)
    return entry


def _stale(_app: Flask, visitor: Visit) -> Sent:
    entry = make_entry()
    visitor("ana").sync(entry, edited(entry, people=3))
    return entry


def _approved(app: Flask, visitor: Visit) -> Sent:
    entry = make_entry()
    visitor("ana").sync(entry)
    review_entries(app, Action.APPROVE, entry)
    return edited(entry)


def _void(_app: Flask, visitor: Visit) -> Sent:
    entry = make_entry()
    visitor("ana").sync(entry, edited(entry, withdrawn=True))
    return edited(edited(entry))


def _of_a_closed_month(app: Flask, _visitor: Visit) -> Sent:
    month = Month.current().previous()
    close_ward_month(app, month)
    return make_entry(happened_on=month.last.isoformat())


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (_of_somebody_else, "not_yours"),
        (_stale, "stale"),
        (_approved, "approved"),
        (_void, "void"),
        (_of_a_closed_month, "month_closed"),
    ],
)
def test_a_refused_entry_decides_not_where_a_household_was_met(
    app: Flask, visitor: Visit, make: Callable[[Flask, Visit], Sent], code: str
) -> None:
    refused, home = make(app, visitor), household()
    refused["fields"] |= {"household": home}
    good, later = make_entry(household=home, neighbourhood=AREA_2), make_entry(household=home)
    receipts = visitor("ana").sync(refused, good, later)
    assert [outcome(receipt)[1] for receipt in receipts] == [code, "", ""]
    assert _area_of(app, home) == AREA_2
    assert flags_of(app, good, later) == [[], ["household_elsewhere"]]


def test_an_entry_of_another_ward_decides_nothing_either(app: Flask, visitor: Visit) -> None:
    set_flags(app, household_again={"on": False}, late={"on": False})
    moved, home = visitor("moved"), household()
    theirs = make_entry(neighbourhood=AREA_B)
    assert outcome(moved.sync(theirs)[0]) == ("stored", "")
    day = days_ago(10)
    good = make_entry(household=home, neighbourhood=AREA_2, happened_on=day)
    receipts = moved.sync(edited(theirs, household=home, neighbourhood=AREA_1, happened_on=day), good)
    assert [outcome(receipt)[1] for receipt in receipts] == ["other_ward", ""]
    assert flags_of(app, good) == [[]]


def test_an_edit_in_the_same_batch_decides_in_the_order_of_storing(app: Flask, ana: Visitor) -> None:
    """Second revisions are stored after all that came once, so what they name comes later."""
    home, edit_of = household(), make_entry()
    visit = make_entry(household=home)
    ana.sync(edit_of, edited(edit_of, household=home, neighbourhood=AREA_2), visit)
    assert _area_of(app, home) == AREA_1
    assert flags_of(app, edit_of, visit) == [["household_elsewhere"], []]


def test_an_entry_after_its_own_withdrawal_decides_nothing(app: Flask, ana: Visitor) -> None:
    home, gone = household(), make_entry()
    ana.sync(gone)
    withdrawal = edited(gone, withdrawn=True)
    good = make_entry(household=home, neighbourhood=AREA_2)
    receipts = ana.sync(withdrawal, edited(withdrawal, withdrawn=False, household=home), good)
    assert [outcome(receipt)[1] for receipt in receipts] == ["", "void", ""]
    assert flags_of(app, good) == [[]]


@pytest.mark.parametrize("is_edit", [False, True])
def test_two_phones_that_name_a_new_household_at_once_in_two_areas(
    app: Flask, visitor: Visit, monkeypatch: pytest.MonkeyPatch, is_edit: bool
) -> None:
    ana, bruno, home = visitor("ana"), visitor("bruno"), household()
    entries = [make_entry(), make_entry(neighbourhood=AREA_2)]
    if is_edit:
        ana.sync(entries[0])
        bruno.sync(entries[1])
    named = [(edited if is_edit else _with)(entry, household=home) for entry in entries]
    _write_when_both_have_read(monkeypatch)
    receipts = at_once(partial(ana.sync, named[0]), partial(bruno.sync, named[1]))
    assert [outcome(receipt) for [receipt] in receipts] == [("stored", "")] * 2
    first = (AREA_1, AREA_2).index(_area_of(app, home))
    flags = flags_of(app, *entries)
    assert (flags[first], flags[1 - first]) == ([], ["household_elsewhere"])
    assert_counters_equal_a_recount(app)


def test_two_phones_that_name_new_households_crosswise(
    app: Flask, visitor: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of a batch is flagged anew, against all that the other phone has stored."""
    homes = [household() for _ in range(3)]
    batches = [[make_entry(household=home, neighbourhood=area) for home in homes] for area in (AREA_1, AREA_2)]
    batches[1].reverse()
    _write_when_both_have_read(monkeypatch)
    at_once(*(partial(visitor(name).sync, *sent) for name, sent in zip(("ana", "bruno"), batches, strict=True)))
    assert sorted([flags_of(app, *sent) for sent in batches]) == [[[]] * 3, [["household_elsewhere"]] * 3]


def test_what_closes_between_reading_and_writing_decides_nothing_either(
    app: Flask, ana: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    month, home = Month.current().previous(), household()
    late = make_entry(household=home, happened_on=month.last.isoformat())
    good = make_entry(household=home, neighbourhood=AREA_2)
    record, closings = batch.record, [partial(close_ward_month, app, month)]

    def close_and_record(*values: Any, **named: Any) -> Any:
        if closings:
            closings.pop()()
        return record(*values, **named)

    monkeypatch.setattr(batch, "record", close_and_record)
    assert [outcome(receipt)[1] for receipt in ana.sync(late, good)] == ["month_closed", ""]
    assert flags_of(app, good) == [[]]


def _with(entry: Sent, **fields: Any) -> Sent:
    return {**entry, "fields": {**entry["fields"], **fields}}


def _area_of(app: Flask, home: Sent) -> int:
    with app.app_context():
        return reader().scalars(sa.select(Household.neighbourhood_id).where(Household.label == home["label"])).one()


def _write_when_both_have_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let two phones' batches be read and flagged before either is stored; what is tried again waits for nobody."""
    record, barrier, seen = batch.record, Barrier(2), local()

    def wait_and_record(*values: Any, **named: Any) -> Any:
        if not hasattr(seen, "once"):
            seen.once = True
            barrier.wait(SECONDS)
        return record(*values, **named)

    monkeypatch.setattr(batch, "record", wait_and_record)
