"""What becomes of an entry that is there already: known, stored anew, or in conflict."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app.logbook.status import Action, Status
from app.month import today
from tests.actions import review_entries
from tests.cast import ANA, AREA_2, AREA_B, WARD_B
from tests.client import Visitor
from tests.factories import edited, household, make_entry
from tests.sync.revision_steps import KNOWN, NOT_YOURS, STALE, STORED, send
from tests.sync.steps import assert_counted, history, number_of_entries, outcome, stored, totals


def test_revisions_in_order(app: Flask, ana: Visitor) -> None:
    first = make_entry(people=1)
    second = edited(first, people=2, neighbourhood=AREA_2)
    same_fields = edited(second)
    assert [send(ana, entry) for entry in (first, second, same_fields)] == [STORED] * 3
    # Whatever was stored once is known for ever, in any order.
    assert [send(ana, entry) for entry in (first, same_fields, second)] == [KNOWN] * 3
    row = stored(app, first)
    assert (row["revision"], row["status"], row["neighbourhood_id"]) == (3, Status.SUBMITTED, AREA_2)
    events = history(app, first)
    assert [(event.action, event.revision) for event in events] == [
        (Action.RECORD, 1),
        (Action.EDIT, 2),
        (Action.EDIT, 3),
    ]
    assert events[0].before is None
    assert events[1].before is not None
    assert events[1].before["people"] == 1
    assert {event.actor_id for event in events} == {ANA}
    assert totals(app)["visit.people"] == 2
    assert_counted(app)


def test_other_fields_under_a_revision_that_is_taken(app: Flask, ana: Visitor) -> None:
    first = make_entry(people=1)
    second = edited(first, people=2)
    send(ana, first)
    send(ana, second)
    for forged in ({**first, "fields": second["fields"]}, {**second, "fields": first["fields"]}):
        [receipt] = ana.sync(forged)
        assert outcome(receipt) == STALE
        assert receipt["errors"] == {}
    assert totals(app)["visit.people"] == 2


def test_revisions_out_of_order(app: Flask, ana: Visitor) -> None:
    first = make_entry(people=1)
    second = edited(first, people=2)
    third = edited(second, people=3)
    assert send(ana, third) == STORED
    assert [send(ana, entry) for entry in (second, first)] == [STALE] * 2
    assert send(ana, third) == KNOWN
    assert send(ana, edited(edited(third), people=5)) == STORED
    row = stored(app, first)
    assert row["revision"] == 5
    assert totals(app)["visit.people"] == 5


@pytest.mark.parametrize("revision", [1, 2, 17, 1_000_000])
def test_an_unknown_id_is_stored_at_any_revision(sqlite_app: Flask, revision: int) -> None:
    visitor = Visitor(sqlite_app, "ana")
    entry = make_entry(revision=revision)
    assert [send(visitor, entry), send(visitor, entry)] == [STORED, KNOWN]


def test_the_same_id_in_one_batch(app: Flask, ana: Visitor) -> None:
    first = make_entry(people=1)
    second = edited(first, people=2)
    other = make_entry(people=4)
    batch = [first, other, first, second, {**second, "fields": first["fields"]}, second, first, other]
    assert [outcome(receipt) for receipt in ana.sync(*batch)] == [
        STORED,
        STORED,
        KNOWN,
        STORED,
        STALE,
        KNOWN,
        KNOWN,
        KNOWN,
    ]
    assert number_of_entries(app) == 2
    assert [event.revision for event in history(app, first)] == [1, 2]
    assert totals(app)["visit.people"] == 6
    assert_counted(app)


def test_a_faulty_edit_changes_nothing(app: Flask, ana: Visitor) -> None:
    entry = make_entry(people=1)
    send(ana, entry)
    [refused] = ana.sync(edited(entry, people=999))
    assert outcome(refused) == ("refused", "invalid")
    assert refused["errors"].keys() == {"people"}
    # A faulty entry that is too old anyway is not worth mending.
    assert send(ana, {**entry, "fields": {**entry["fields"], "people": 999}}) == STALE
    assert send(ana, edited(entry, people=3)) == STORED
    assert totals(app)["visit.people"] == 3


def test_the_kind_stays(app: Flask, ana: Visitor) -> None:
    entry = make_entry()
    send(ana, entry)
    other = make_entry("installation", id=entry["id"], revision=2)
    [receipt] = ana.sync(other)
    assert receipt["outcome"] == "refused"
    assert receipt["errors"].keys() == {"kind"}
    assert totals(app)["visit"] == 1


def test_an_approved_entry_stands(app: Flask, ana: Visitor) -> None:
    entry = make_entry(people=1)
    send(ana, entry)
    review_entries(app, Action.APPROVE, entry)
    for change in (edited(entry, people=2), edited(entry), edited(entry, withdrawn=True), edited(entry, people="x")):
        [receipt] = ana.sync(change)
        assert outcome(receipt) == ("conflict", "approved")
        assert receipt["errors"] == {}
    assert send(ana, entry) == KNOWN
    row = stored(app, entry)
    assert (row["status"], row["revision"]) == (Status.APPROVED, 1)
    assert totals(app)["visit.people"] == 1


def test_a_returned_entry_is_mended(app: Flask, ana: Visitor) -> None:
    entry = make_entry(people=1)
    send(ana, entry)
    review_entries(app, Action.RETURN, entry, reason="people")
    assert send(ana, entry) == KNOWN
    assert stored(app, entry)["status"] == Status.RETURNED
    mended = edited(entry, people=2)
    assert send(ana, mended) == STORED
    assert stored(app, entry)["status"] == Status.SUBMITTED
    review_entries(app, Action.APPROVE, mended)
    assert [send(ana, entry), send(ana, mended), send(ana, edited(mended))] == [
        KNOWN,
        KNOWN,
        ("conflict", "approved"),
    ]
    assert_counted(app)


def test_an_approval_that_was_taken_back_lets_the_author_edit(app: Flask, ana: Visitor) -> None:
    entry = make_entry()
    send(ana, entry)
    review_entries(app, Action.APPROVE, entry)
    review_entries(app, Action.RETURN, entry, reason="place")
    assert send(ana, edited(entry, neighbourhood=AREA_2)) == STORED
    assert_counted(app)


def test_a_void_entry_stays_void(app: Flask, ana: Visitor) -> None:
    entry = make_entry()
    send(ana, entry)
    review_entries(app, Action.VOID, entry, reason="double")
    assert send(ana, entry) == KNOWN
    assert send(ana, edited(entry)) == ("conflict", "void")
    assert send(ana, edited(entry, withdrawn=True)) == ("conflict", "void")
    assert totals(app) == {}
    review_entries(app, Action.RESTORE, entry)
    assert send(ana, edited(entry, people=4)) == STORED
    assert totals(app)["visit.people"] == 4
    assert_counted(app)


def test_a_stranger_learns_nothing(app: Flask, ana: Visitor, visitor: Callable[..., Visitor]) -> None:
    """Of the same team or ward, whatever they send and in whatever state the entry is."""
    entry = make_entry(people=1)
    approved = make_entry(people=1)
    ana.sync(entry, approved)
    review_entries(app, Action.APPROVE, approved)
    for name in ("bruno", "leo", "carla"):
        stranger = visitor(name)
        attempts = [
            changed
            for mine in (entry, approved)
            for changed in (mine, edited(mine, people=9), edited(mine, withdrawn=True), edited(mine, people="x"))
        ]
        for receipt in stranger.sync(*attempts):
            assert outcome(receipt) == NOT_YOURS
            assert receipt["errors"] == {}
    assert totals(app)["visit.people"] == 2
    assert len(history(app, entry)) == 1
    assert ana.mine()["entries"][0]["revision"] == 1


def test_the_same_id_in_another_ward_is_another_entry(
    app: Flask, ana: Visitor, visitor: Callable[..., Visitor]
) -> None:
    """Whether an id exists in a ward one never belonged to cannot be found out by sending it."""
    entry = make_entry(people=1)
    ana.sync(entry)
    elsewhere = {**entry, "fields": {**entry["fields"], "neighbourhood": AREA_B, "people": 7}}
    bo = visitor("bo")
    assert [send(bo, elsewhere), send(bo, elsewhere), send(ana, entry)] == [STORED, KNOWN, KNOWN]
    assert stored(app, entry)["member_id"] == ANA
    assert stored(app, entry, WARD_B)["fields"]["people"] == 7
    assert_counted(app)


def test_an_edit_to_a_ward_that_is_not_ones_own(app: Flask, ana: Visitor) -> None:
    entry = make_entry()
    send(ana, entry)
    [receipt] = ana.sync(edited(entry, neighbourhood=AREA_B))
    assert receipt["outcome"] == "refused"
    assert receipt["errors"].keys() == {"neighbourhood"}
    assert stored(app, entry)["revision"] == 1


def test_an_edit_moves_what_was_counted(app: Flask, ana: Visitor) -> None:
    from_home, to_home = household("Số 1"), household("Số 2")
    entry = make_entry(people=2, topics=["vneid"], household=from_home)
    send(ana, entry)
    before = today().replace(day=1).isoformat()
    moved = edited(
        entry, people=5, topics=["other"], household=to_home, neighbourhood=AREA_2, happened_on=before, met="declined"
    )
    assert send(ana, moved) == STORED
    assert totals(app) == {"visit": 1, "visit.declined": 1, "visit.people": 5, "visit.topic.other": 1}
    assert_counted(app)


def test_what_was_returned_stays_so_until_its_author_has_read_why(app: Flask, ana: Visitor) -> None:
    first = make_entry(people=1)
    send(ana, first)
    review_entries(app, Action.RETURN, first)
    [receipt] = ana.sync({**edited(first, people=2), "if_submitted": True})
    assert outcome(receipt) == ("conflict", "returned")
    assert receipt["errors"] == {}
    row = stored(app, first)
    assert (row["revision"], row["status"]) == (1, Status.RETURNED)
    assert totals(app)["visit.people"] == 1
    corrected = edited(first, people=2)
    assert send(ana, corrected) == STORED
    for unreadable in (False, "yes", None, [1]):
        review_entries(app, Action.RETURN, corrected)
        corrected = edited(corrected, people=3)
        [receipt] = ana.sync({**corrected, "if_submitted": unreadable})
        assert outcome(receipt) == STORED, "what cannot be read is ignored"
    assert_counted(app)
