"""What a coordinator does with entries: approve, return, void, restore; close and reopen a month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import LostRaceError, in_transaction, reader, writer
from app.logbook.history_queries import history_of, last_words
from app.logbook.models import Entry, MonthLock, ReviewEvent
from app.logbook.month_actions import close_month, reopen_month
from app.logbook.queries import closed_months, closed_months_of
from app.logbook.recount import differences
from app.logbook.review_actions import approve_unflagged, review, undo
from app.logbook.status import REVIEW_MOVES, Action, Status
from app.month import Month, today
from app.tally.models import AreaMonth
from tests.cast import ANA, AREA_2, AREA_B, BO, CARLA, DORA, LEO, TEAM_1, WARD_A, WARD_B
from tests.client import Visitor
from tests.factories import edited, household, make_entry
from tests.seen_moves import seen_moves

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
THIS = str(Month.current())
HOW = {
    Status.SUBMITTED: [],
    Status.APPROVED: [Action.APPROVE],
    Status.RETURNED: [Action.RETURN],
    Status.VOID: [Action.VOID],
}
"""Which decisions bring a fresh entry into a state."""

Decide = Callable[..., list[str]]


@pytest.fixture
def decide(app: Flask) -> Decide:
    """Return who reviews entries, as seen at their revision, and tells the codes in the order given."""

    def decide(action: Action, *entries: dict[str, Any], ward: int = WARD_A, **words: str) -> list[str]:
        with app.app_context():
            seen = seen_moves(reader(), ward, entries)
            codes = in_transaction(lambda session: review(session, ward, seen, action, CARLA, AT, **words))
        assert codes.keys() == seen.keys()
        return [codes[id] for id in seen]

    return decide


@pytest.fixture
def take_back(app: Flask) -> Callable[..., list[str]]:
    """Return who takes back the decision that stands under a number in the history of entries."""

    def take_back(number: int, *entries: dict[str, Any], actor: int = CARLA, ward: int = WARD_A) -> list[str]:
        decisions = {UUID(entry["id"]): number for entry in entries}
        with app.app_context():
            codes = in_transaction(lambda session: undo(session, ward, decisions, actor, AT))
        assert codes.keys() == decisions.keys()
        return [codes[id] for id in decisions]

    return take_back


def _status(app: Flask, entry: dict[str, Any]) -> Status:
    with app.app_context():
        return reader().scalars(sa.select(Entry.status).where(Entry.id == UUID(entry["id"]))).one()


def _history(app: Flask, entry: dict[str, Any]) -> list[ReviewEvent]:
    with app.app_context():
        return list(reader().scalars(history_of(WARD_A, UUID(entry["id"]))))


def _counted(app: Flask) -> dict[str, tuple[int, int]]:
    """Return the totals of the ward, after proving them by a recount."""
    with app.app_context():
        assert list(differences(reader())) == []
        sums = sa.func.sum(AreaMonth.total), sa.func.sum(AreaMonth.approved)
        rows = reader().execute(sa.select(AreaMonth.measure, *sums).group_by(AreaMonth.measure))
        return {measure: (int(total), int(approved)) for measure, total, approved in rows}


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("action", REVIEW_MOVES)
def test_every_move_from_every_state(app: Flask, ana: Visitor, decide: Decide, status: Status, action: Action) -> None:
    entry = make_entry(household=household(), people=3)
    ana.sync(entry)
    for step in HOW[status]:
        assert decide(step, entry) == ["done"]
    target = REVIEW_MOVES[action].get(status)
    lines = len(_history(app, entry))
    assert decide(action, entry, reason="people", comment="Xem lại giúp.") == ["done" if target else status.value]
    assert _status(app, entry) is (target or status)
    assert len(_history(app, entry)) == lines + bool(target)
    end = target or status
    total, approved = (0 if end is Status.VOID else 3), (3 if end is Status.APPROVED else 0)
    assert _counted(app).get("visit.people", (0, 0)) == (total, approved)


def test_the_history_says_who_did_what_when_and_why(app: Flask, ana: Visitor, decide: Decide) -> None:
    entry = make_entry(people=3, note="lần đầu")
    ana.sync(entry)
    decide(Action.RETURN, entry, reason="people", comment="Số người chưa khớp.")
    second = edited(entry, people=4)
    ana.sync(second)
    decide(Action.APPROVE, second)
    decide(Action.VOID, second, reason="duplicate")
    decide(Action.RESTORE, second)
    history = _history(app, entry)
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


def test_one_decision_on_many_tells_each_its_own(app: Flask, ana: Visitor, visitor: Any, decide: Decide) -> None:
    fresh, approved, changed, foreign = (make_entry() for _ in range(4))
    foreign["fields"]["neighbourhood"] = AREA_B
    ana.sync(fresh, approved, changed)
    visitor("bo").sync(foreign)
    decide(Action.APPROVE, approved)
    ana.sync(edited(changed, people=5))
    unknown = make_entry()
    codes = decide(Action.APPROVE, fresh, approved, changed, foreign, unknown)
    assert codes == ["done", "approved", "changed", "unknown", "unknown"]
    assert _status(app, changed) is Status.SUBMITTED
    assert _status(app, foreign) is Status.SUBMITTED, "another ward's entry is not there for this one"
    assert _counted(app)["visit"] == (4, 2)
    with app.app_context():
        events = reader().scalars(sa.select(ReviewEvent.action).where(ReviewEvent.entry_id == UUID(fresh["id"])))
        assert list(events) == [Action.RECORD, Action.APPROVE]


def test_nothing_to_decide_is_nothing_done(app: Flask, decide: Decide) -> None:
    assert decide(Action.APPROVE) == []
    assert decide(Action.APPROVE, make_entry()) == ["unknown"]
    assert _counted(app) == {}


def test_a_reviewer_decides_on_the_version_they_saw(app: Flask, ana: Visitor, decide: Decide) -> None:
    entry = make_entry(people=3)
    ana.sync(entry)
    second = edited(entry, people=50)
    ana.sync(second)
    assert decide(Action.APPROVE, entry) == ["changed"]
    assert decide(Action.APPROVE, {**entry, "revision": 3}) == ["changed"]
    assert decide(Action.APPROVE, second) == ["done"]


def test_an_edit_after_a_return_is_submitted_anew(app: Flask, ana: Visitor, decide: Decide) -> None:
    entry = make_entry(people=3)
    ana.sync(entry)
    decide(Action.RETURN, entry, reason="people")
    (receipt,) = ana.sync(edited(entry, people=2))
    assert receipt["outcome"] == "stored"
    assert _status(app, entry) is Status.SUBMITTED
    assert _counted(app)["visit.people"] == (2, 0)


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
    assert _status(app, entry) is Status.VOID
    assert _counted(app).get("visit", (0, 0)) == (0, 0)
    assert decide(Action.RESTORE, withdrawn) == ["done"]
    assert _counted(app)["visit.people"] == (3, 0)


def _close(app: Flask, month: str = THIS, ward: int = WARD_A) -> bool:
    with app.app_context():
        return in_transaction(lambda session: close_month(session, ward, month, CARLA, AT))


def _reopen(app: Flask, month: str = THIS, ward: int = WARD_A) -> bool:
    with app.app_context():
        return in_transaction(lambda session: reopen_month(session, ward, month))


@pytest.mark.parametrize("action", REVIEW_MOVES)
def test_in_a_closed_month_nothing_moves(app: Flask, ana: Visitor, decide: Decide, action: Action) -> None:
    start = next(iter(REVIEW_MOVES[action]))
    entry = make_entry(people=3)
    ana.sync(entry)
    for step in HOW[start]:
        decide(step, entry)
    before = _counted(app)
    assert _close(app)
    assert decide(action, entry) == ["month_closed"]
    assert (_status(app, entry), _counted(app)) == (start, before)
    assert _reopen(app)
    assert decide(action, entry) == ["done"]


def test_a_month_is_closed_once_and_opened_once(app: Flask) -> None:
    assert not _reopen(app), "it was open"
    assert _close(app)
    assert not _close(app), "it was closed"
    with app.app_context():
        lock = reader().scalars(sa.select(MonthLock)).one()
        assert (lock.ward_id, lock.month, lock.closed_at, lock.closed_by_id) == (WARD_A, THIS, AT, CARLA)
    assert _reopen(app)
    assert not _reopen(app)
    with app.app_context():
        lock = reader().scalars(sa.select(MonthLock)).one()
        assert (lock.closed_at, lock.closed_by_id) == (None, None)
    assert _close(app)


def test_a_ward_closes_its_own_months_only(app: Flask, ana: Visitor, visitor: Any) -> None:
    assert _close(app, "2026-09")
    assert _close(app, "2026-08")
    assert _close(app, "2026-09", WARD_B)
    with app.app_context():
        assert list(reader().scalars(closed_months(WARD_A))) == ["2026-08", "2026-09"]
        assert list(reader().scalars(closed_months(WARD_B))) == ["2026-09"]
        pairs = set(map(tuple, reader().execute(closed_months_of([WARD_A, WARD_B], ["2026-08", "2026-09", "2026-10"]))))
    assert pairs == {(WARD_A, "2026-08"), (WARD_A, "2026-09"), (WARD_B, "2026-09")}


def test_what_arrives_for_a_closed_month_is_refused_until_it_opens(app: Flask, ana: Visitor) -> None:
    _close(app)
    late = make_entry(happened_on=today().isoformat())
    (receipt,) = ana.sync(late)
    assert (receipt["outcome"], receipt["code"]) == ("refused", "month_closed")
    assert _counted(app) == {}
    _reopen(app)
    (receipt,) = ana.sync(late)
    assert receipt["outcome"] == "stored"


def test_who_decides_on_what_just_changed_starts_anew(app: Flask, ana: Visitor) -> None:
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
            review(writer(), WARD_A, Meddling({id: 1}), Action.APPROVE, CARLA, AT)
        writer().rollback()
    assert _status(app, entry) is Status.SUBMITTED
    assert len(_history(app, entry)) == 1


def test_ids_that_name_nothing_here_are_unknown(app: Flask, visitor: Any, decide: Decide) -> None:
    foreign = make_entry(neighbourhood=AREA_B, id=str(uuid4()))
    visitor("bo").sync(foreign)
    assert decide(Action.VOID, foreign) == ["unknown"]
    assert decide(Action.VOID, foreign, ward=WARD_B) == ["done"]
    with app.app_context():
        row = reader().execute(sa.select(Entry.member_id, Entry.status)).one()
    assert tuple(row) == (BO, Status.VOID)


@pytest.mark.parametrize(("start", "action"), [(s, a) for a, moves in REVIEW_MOVES.items() for s in moves])
def test_every_decision_can_be_taken_back(
    app: Flask, ana: Visitor, decide: Decide, take_back: Callable[..., list[str]], start: Status, action: Action
) -> None:
    entry = make_entry(people=3)
    ana.sync(entry)
    for step in HOW[start]:
        decide(step, entry)
    before = _counted(app)
    assert decide(action, entry) == ["done"]
    number = len(_history(app, entry))
    assert take_back(number, entry) == ["done"]
    assert (_status(app, entry), _counted(app)) == (start, before)
    line = _history(app, entry)[-1]
    assert (line.number, line.action, line.status, line.actor_id) == (number + 1, Action.UNDO, start, CARLA)
    assert take_back(number, entry) == ["changed"], "it is not the last line any more"


def test_only_the_last_decision_of_ones_own_is_taken_back(
    app: Flask, ana: Visitor, decide: Decide, take_back: Callable[..., list[str]]
) -> None:
    entry = make_entry(people=3)
    ana.sync(entry)
    assert take_back(1, entry) == ["unknown"], "recording is no decision"
    decide(Action.RETURN, entry)
    assert take_back(2, entry, actor=DORA) == ["unknown"], "it was not hers"
    assert take_back(2, entry, ward=WARD_B) == ["unknown"]
    assert take_back(3, entry) == ["unknown"]
    ana.sync(edited(entry, people=4))
    assert take_back(2, entry) == ["changed"]
    assert take_back(3, entry) == ["unknown"], "an edit is its author's"
    assert _status(app, entry) is Status.SUBMITTED
    decide(Action.APPROVE, edited(entry, people=4))
    assert _close(app)
    assert take_back(4, entry) == ["month_closed"]


def test_who_looks_after_a_team_decides_on_that_team_alone(app: Flask, ana: Visitor, visitor: Any) -> None:
    own, other = make_entry(), make_entry(neighbourhood=AREA_2)
    ana.sync(own)
    visitor("bruno").sync(other)
    seen = {UUID(own["id"]): 1, UUID(other["id"]): 1}
    with app.app_context():
        codes = in_transaction(lambda session: review(session, WARD_A, seen, Action.RETURN, LEO, AT, team_id=TEAM_1))
    assert codes == {UUID(own["id"]): "done", UUID(other["id"]): "unknown"}
    assert [_status(app, entry) for entry in (own, other)] == [Status.RETURNED, Status.SUBMITTED]


def test_the_author_hears_nothing_of_what_was_taken_back(
    app: Flask, ana: Visitor, decide: Decide, take_back: Callable[..., list[str]]
) -> None:
    entry = make_entry()
    ana.sync(entry)
    decide(Action.RETURN, entry, reason="people", comment="Xem lại giúp.")
    decide(Action.VOID, entry, reason="duplicate")
    take_back(3, entry)
    (mine,) = ana.mine()["entries"]
    assert (mine["status"], mine["reason"], mine["comment"]) == ("returned", "people", "Xem lại giúp.")


def test_who_looks_after_a_team_leaves_alone_what_the_ward_approved(app: Flask, ana: Visitor, decide: Decide) -> None:
    entry = make_entry()
    ana.sync(entry)
    decide(Action.APPROVE, entry)
    seen = {UUID(entry["id"]): 2}
    with app.app_context():
        codes = in_transaction(lambda session: review(session, WARD_A, seen, Action.RETURN, LEO, AT, team_id=TEAM_1))
    assert codes == {UUID(entry["id"]): "approved"}
    assert _status(app, entry) is Status.APPROVED


def _waiting(app: Flask, entry: dict[str, Any]) -> datetime | None:
    with app.app_context():
        return reader().scalars(sa.select(Entry.waiting_since).where(Entry.id == UUID(entry["id"]))).one()


def test_an_entry_waits_from_its_arrival_or_its_return_on(app: Flask, ana: Visitor, decide: Decide) -> None:
    entry = make_entry()
    ana.sync(entry)
    with app.app_context():
        assert _waiting(app, entry) == reader().scalars(sa.select(Entry.received_at)).one()
    decide(Action.RETURN, entry)
    assert _waiting(app, entry) == AT
    second = edited(entry, people=4)
    ana.sync(second)
    mended = _waiting(app, entry)
    assert mended is not None
    assert mended != AT
    decide(Action.APPROVE, second)
    assert _waiting(app, entry) is None
    decide(Action.VOID, second)
    assert _waiting(app, entry) is None
    decide(Action.RESTORE, second)
    assert _waiting(app, entry) == AT
    ana.sync(edited(second, withdrawn=True))
    assert _waiting(app, entry) is None


def test_what_is_taken_back_has_waited_all_the_time(
    app: Flask, ana: Visitor, decide: Decide, take_back: Callable[..., list[str]]
) -> None:
    entry = make_entry()
    ana.sync(entry)
    came = _waiting(app, entry)
    decide(Action.APPROVE, entry)
    take_back(2, entry)
    assert _waiting(app, entry) == came
    decide(Action.RETURN, entry)
    decide(Action.VOID, entry)
    take_back(5, entry)
    assert _waiting(app, entry) == AT
    assert _status(app, entry) is Status.RETURNED


def test_in_a_closed_month_nothing_waits_and_after_it_all_waits_on(app: Flask, ana: Visitor, decide: Decide) -> None:
    fresh, returned, approved = make_entry(), make_entry(), make_entry()
    ana.sync(fresh, returned, approved)
    came = _waiting(app, fresh)
    decide(Action.RETURN, returned)
    decide(Action.APPROVE, approved)
    assert _close(app)
    assert [_waiting(app, entry) for entry in (fresh, returned, approved)] == [None, None, None]
    assert _reopen(app)
    assert [_waiting(app, entry) for entry in (fresh, returned, approved)] == [came, AT, None]


def test_the_clear_rest_of_a_month_is_approved_and_nothing_else(
    app: Flask, ana: Visitor, visitor: Any, decide: Decide, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.logbook.review_actions._AT_ONCE", 2)
    home = household()
    clear = [make_entry(people=1) for _ in range(5)]
    first, flagged = make_entry(household=home), make_entry(household=home, neighbourhood=AREA_2)
    last_month = (Month.current().first - timedelta(days=1)).isoformat()
    returned, void, earlier = make_entry(), make_entry(), make_entry(happened_on=last_month)
    foreign = make_entry(neighbourhood=AREA_B)
    ana.sync(*clear, returned, void, earlier)
    ana.sync(first)
    ana.sync(flagged)
    visitor("bo").sync(foreign)
    decide(Action.APPROVE, first)
    decide(Action.RETURN, returned)
    decide(Action.VOID, void)
    with app.app_context():
        assert reader().scalars(sa.select(Entry.is_clear).where(Entry.id == UUID(flagged["id"]))).one() is False
        approved = in_transaction(lambda session: approve_unflagged(session, WARD_A, THIS, None, AT))
    assert approved == len(clear)
    assert [_status(app, entry) for entry in clear] == [Status.APPROVED] * len(clear)
    expected = {
        "flagged": Status.SUBMITTED,
        "returned": Status.RETURNED,
        "void": Status.VOID,
        "earlier": Status.SUBMITTED,
        "foreign": Status.SUBMITTED,
    }
    left = {"flagged": flagged, "returned": returned, "void": void, "earlier": earlier, "foreign": foreign}
    assert {name: _status(app, entry) for name, entry in left.items()} == expected
    line = _history(app, clear[0])[-1]
    assert (line.action, line.actor_id, line.at) == (Action.APPROVE, None, AT)
    _counted(app)
