"""What a coordinator does with entries: approve, return, void, restore; close and reopen a month."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import LostRaceError, in_transaction, reader, writer
from app.logbook.history_queries import last_words
from app.logbook.models import Entry, ReviewEvent
from app.logbook.review_actions import DecisionNote, review
from app.logbook.status import REVIEW_MOVES, Action, Status
from tests.cast import ANA, AREA_2, AREA_B, BO, CARLA, LEO, TEAM_1, WARD_A, WARD_B
from tests.client import Visitor
from tests.factories import edited, household, make_entry
from tests.logbook.review_steps import AT, STEPS_TO, Decide, counted, history_of, status_of, waiting_since


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("action", REVIEW_MOVES)
def test_every_move_from_every_state(app: Flask, ana: Visitor, decide: Decide, status: Status, action: Action) -> None:
    entry = make_entry(household=household(), people=3)
    ana.sync(entry)
    for step in STEPS_TO[status]:
        assert decide(step, entry) == ["done"]
    target = REVIEW_MOVES[action].get(status)
    lines = len(history_of(app, entry))
    assert decide(action, entry, reason="people", comment="Xem lại giúp.") == ["done" if target else status.value]
    assert status_of(app, entry) is (target or status)
    assert len(history_of(app, entry)) == lines + bool(target)
    end = target or status
    total, approved = (0 if end is Status.VOID else 3), (3 if end is Status.APPROVED else 0)
    assert counted(app).get("visit.people", (0, 0)) == (total, approved)


def test_history_names_actor_action_moment_and_reason(app: Flask, ana: Visitor, decide: Decide) -> None:
    entry = make_entry(people=3, note="lần đầu")
    ana.sync(entry)
    decide(Action.RETURN, entry, reason="people", comment="Số người chưa khớp.")
    second = edited(entry, people=4)
    ana.sync(second)
    decide(Action.APPROVE, second)
    decide(Action.VOID, second, reason="duplicate")
    decide(Action.RESTORE, second)
    history = history_of(app, entry)
    assert [(line.number, line.action, line.status, line.revision, line.actor_id) for line in history] == [
        (1, Action.RECORD, Status.SUBMITTED, 1, ANA),
        (2, Action.RETURN, Status.RETURNED, 1, CARLA),
        (3, Action.EDIT, Status.SUBMITTED, 2, ANA),
        (4, Action.APPROVE, Status.APPROVED, 2, CARLA),
        (5, Action.VOID, Status.VOID, 2, CARLA),
        (6, Action.RESTORE, Status.SUBMITTED, 2, CARLA),
    ]
    assert [(line.reason, line.comment) for line in history if line.actor_id == CARLA] == [
        ("people", "Số người chưa khớp."),
        ("", ""),
        ("duplicate", ""),
        ("", ""),
    ]
    assert {line.at for line in history if line.actor_id == CARLA} == {AT}
    (before,) = [line.before for line in history if line.action is Action.EDIT]
    assert before is not None
    assert (before["people"], before["note"]) == (3, "lần đầu")
    assert all(line.before is None for line in history if line.action is not Action.EDIT)


def test_the_author_hears_the_reason(app: Flask, ana: Visitor, decide: Decide) -> None:
    entry = make_entry()
    ana.sync(entry)
    decide(Action.RETURN, entry, reason="people", comment="Xem lại giúp.")
    decide(Action.VOID, entry, reason="duplicate", comment="Trùng bản ghi khác.")
    (mine,) = ana.mine()["entries"]
    assert (mine["status"], mine["reason"], mine["comment"]) == ("void", "duplicate", "Trùng bản ghi khác.")
    with app.app_context():
        words = reader().execute(last_words(WARD_A, [UUID(entry["id"])])).all()
    assert [row.reason for row in words] == ["people", "duplicate"]


def test_decision_on_many_entries_has_a_code_for_each(app: Flask, ana: Visitor, visitor: Any, decide: Decide) -> None:
    fresh, approved, changed, foreign = (make_entry() for _ in range(4))
    foreign["fields"]["neighbourhood"] = AREA_B
    ana.sync(fresh, approved, changed)
    visitor("bo").sync(foreign)
    decide(Action.APPROVE, approved)
    ana.sync(edited(changed, people=5))
    unknown = make_entry()
    codes = decide(Action.APPROVE, fresh, approved, changed, foreign, unknown)
    assert codes == ["done", "approved", "changed", "unknown", "unknown"]
    assert status_of(app, changed) is Status.SUBMITTED
    assert status_of(app, foreign) is Status.SUBMITTED, "another ward's entry is not there for this one"
    assert counted(app)["visit"] == (4, 2)
    with app.app_context():
        actions = sa.select(ReviewEvent.action).where(ReviewEvent.entry_id == UUID(fresh["id"]))
        events = reader().scalars(actions.order_by(ReviewEvent.number))
        assert list(events) == [Action.RECORD, Action.APPROVE]


def test_decision_on_no_entry_does_nothing(app: Flask, decide: Decide) -> None:
    assert decide(Action.APPROVE) == []
    assert decide(Action.APPROVE, make_entry()) == ["unknown"]
    assert counted(app) == {}


def test_a_reviewer_decides_on_the_version_they_saw(app: Flask, ana: Visitor, decide: Decide) -> None:
    entry = make_entry(people=3)
    ana.sync(entry)
    second = edited(entry, people=50)
    ana.sync(second)
    assert decide(Action.APPROVE, entry) == ["changed"]
    assert decide(Action.APPROVE, {**entry, "revision": 3}) == ["changed"]
    assert decide(Action.APPROVE, second) == ["done"]


def test_edit_after_a_return_is_submitted_again(app: Flask, ana: Visitor, decide: Decide) -> None:
    entry = make_entry(people=3)
    ana.sync(entry)
    decide(Action.RETURN, entry, reason="people")
    (receipt,) = ana.sync(edited(entry, people=2))
    assert receipt["outcome"] == "stored"
    assert status_of(app, entry) is Status.SUBMITTED
    assert counted(app)["visit.people"] == (2, 0)


def test_an_approved_entry_is_not_edited_and_a_withdrawn_one_can_come_back(
    app: Flask, ana: Visitor, decide: Decide
) -> None:
    entry = make_entry(people=3)
    ana.sync(entry)
    decide(Action.APPROVE, entry)
    (receipt,) = ana.sync(edited(entry, people=2))
    assert (receipt["outcome"], receipt["code"]) == ("conflict", "approved")
    decide(Action.RETURN, entry)
    withdrawn = edited(entry, withdrawn=True)
    ana.sync(withdrawn)
    assert status_of(app, entry) is Status.VOID
    assert counted(app).get("visit", (0, 0)) == (0, 0)
    assert decide(Action.RESTORE, withdrawn) == ["done"]
    assert counted(app)["visit.people"] == (3, 0)


def test_decision_on_an_entry_that_just_changed_is_tried_again(app: Flask, ana: Visitor) -> None:
    """Between reading and setting somebody else moved the entry: nothing is overwritten."""
    entry = make_entry()
    ana.sync(entry)
    id = UUID(entry["id"])

    class Meddling(dict[UUID, int]):
        """What a reviewer saw, on an entry that moves as soon as it was read."""

        def __getitem__(self, key: UUID) -> int:
            writer().connection().execute(sa.update(Entry).where(Entry.id == id).values(moves=Entry.moves + 1))
            return super().__getitem__(key)

    with app.app_context():
        with pytest.raises(LostRaceError):
            review(writer(), WARD_A, Meddling({id: 1}), DecisionNote(Action.APPROVE, CARLA, AT))
        writer().rollback()
    assert status_of(app, entry) is Status.SUBMITTED
    assert len(history_of(app, entry)) == 1


def test_ids_that_name_nothing_here_are_unknown(app: Flask, visitor: Any, decide: Decide) -> None:
    foreign = make_entry(neighbourhood=AREA_B, id=str(uuid4()))
    visitor("bo").sync(foreign)
    assert decide(Action.VOID, foreign) == ["unknown"]
    assert decide(Action.VOID, foreign, ward=WARD_B) == ["done"]
    with app.app_context():
        row = reader().execute(sa.select(Entry.member_id, Entry.status)).one()
    assert tuple(row) == (BO, Status.VOID)


def test_leader_decides_on_entries_of_the_team_alone(app: Flask, ana: Visitor, visitor: Any) -> None:
    own, other = make_entry(), make_entry(neighbourhood=AREA_2)
    ana.sync(own)
    visitor("bruno").sync(other)
    seen = {UUID(own["id"]): 1, UUID(other["id"]): 1}
    with app.app_context():
        codes = in_transaction(
            lambda session: review(session, WARD_A, seen, DecisionNote(Action.RETURN, LEO, AT), team_id=TEAM_1)
        )
    assert codes == {UUID(own["id"]): "done", UUID(other["id"]): "unknown"}
    assert [status_of(app, entry) for entry in (own, other)] == [Status.RETURNED, Status.SUBMITTED]


def test_leader_cannot_change_what_the_ward_approved(app: Flask, ana: Visitor, decide: Decide) -> None:
    entry = make_entry()
    ana.sync(entry)
    decide(Action.APPROVE, entry)
    seen = {UUID(entry["id"]): 2}
    with app.app_context():
        codes = in_transaction(
            lambda session: review(session, WARD_A, seen, DecisionNote(Action.RETURN, LEO, AT), team_id=TEAM_1)
        )
    assert codes == {UUID(entry["id"]): "approved"}
    assert status_of(app, entry) is Status.APPROVED


def test_an_entry_waits_from_its_arrival_or_its_return_on(app: Flask, ana: Visitor, decide: Decide) -> None:
    entry = make_entry()
    ana.sync(entry)
    with app.app_context():
        assert waiting_since(app, entry) == reader().scalars(sa.select(Entry.received_at)).one()
    decide(Action.RETURN, entry)
    assert waiting_since(app, entry) == AT
    second = edited(entry, people=4)
    ana.sync(second)
    mended = waiting_since(app, entry)
    assert mended is not None
    assert mended != AT
    decide(Action.APPROVE, second)
    assert waiting_since(app, entry) is None
    decide(Action.VOID, second)
    assert waiting_since(app, entry) is None
    decide(Action.RESTORE, second)
    assert waiting_since(app, entry) == AT
    ana.sync(edited(second, withdrawn=True))
    assert waiting_since(app, entry) is None
