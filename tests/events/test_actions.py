"""Adding, changing and ending events, and what became of single dates: nothing that was recorded is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.database import in_transaction, reader
from app.events.actions import (
    SavedEvent,
    add_event,
    bring_event_back,
    call_off_date,
    change_event,
    date_version,
    end_event,
    event_version,
    move_date,
    restore_date,
)
from app.events.changes import EventFacts, EventRefusal, EventRefusedError
from app.events.models import Duty, EventDate, EventShift
from app.events.queries import WardEvent, event_of_ward, events_of_ward
from app.people.audit_events import AuditEvent
from app.people.models import AuditRecord
from app.versions import SaveOutcome
from tests.actions import add_rows
from tests.cast import ANA, CARLA, TEAM_1, TEAM_2, WARD_A, WARD_B

NOW = datetime(2026, 11, 30, 3, tzinfo=UTC)
WEDNESDAYS, FIRST_SUNDAYS = "FREQ=WEEKLY;BYDAY=WE", "FREQ=MONTHLY;BYDAY=1SU"
FACTS = EventFacts(
    type_code="no_paper",
    title="Ngày không viết",
    place_id=None,
    venue="Trung tâm Phục vụ hành chính công",
    first_day=date(2026, 11, 1),
    last_day=None,
    rule=WEDNESDAYS,
    starts_at=time(7, 30),
    ends_at=time(11),
    expected=30,
    note="",
    team_ids=frozenset({TEAM_1}),
)
COMING, PAST = date(2026, 12, 9), date(2026, 11, 25)


def _do(app: Flask, work: Callable[..., Any], *arguments: Any, actor: int = CARLA) -> Any:
    """Do an action in ward A, in a transaction of its own."""
    with app.app_context():
        return in_transaction(lambda session: work(session, WARD_A, *arguments, actor, NOW))


def _add(app: Flask, **facts: Any) -> int:
    saved: SavedEvent = _do(app, add_event, FACTS._replace(**facts))
    return saved.event_id


def _stored(app: Flask, id: int) -> WardEvent:
    with app.app_context():
        found = event_of_ward(reader(), WARD_A, id)
        assert found is not None
        return found


def _change(app: Flask, id: int, seen: str | None = None, **facts: Any) -> SavedEvent:
    stored = _stored(app, id)
    changed = EventFacts.of(stored)._replace(**facts)
    result: SavedEvent = _do(app, change_event, id, changed, event_version(stored) if seen is None else seen)
    return result


def _move(app: Flask, id: int, day: date, to: date, times: tuple[time, time] = (time(7, 30), time(11))) -> SaveOutcome:
    seen = date_version(_stored(app, id), day)
    outcome: SaveOutcome = _do(app, move_date, id, day, to, times, "mưa bão", seen)
    return outcome


def _call_off(app: Flask, id: int, day: date) -> SaveOutcome:
    outcome: SaveOutcome = _do(app, call_off_date, id, day, "bầu cử", date_version(_stored(app, id), day))
    return outcome


def _ask(app: Flask, id: int, day: date, *, is_present: bool | None = None) -> None:
    shift = EventShift(event_id=id, number=1, starts_at=time(7, 30), ends_at=time(9), needed=2)
    duty = Duty(ward_id=WARD_A, event_id=id, day=day, shift=1, member_id=ANA, asked_at=NOW, is_present=is_present)
    add_rows(app, shift, duty)


def _recorded(app: Flask) -> list[tuple[str, str]]:
    query = sa.select(AuditRecord.detail).where(AuditRecord.event == AuditEvent.EVENT_CHANGED, AuditRecord.ward_id == 1)
    with app.app_context():
        lines = reader().scalars(query.order_by(AuditRecord.id)).all()
    return [(str(line["event_change"]), str(line.get("date", ""))) for line in lines]


def test_an_event_is_added_once_though_the_form_is_sent_twice(app: Flask) -> None:
    first = _do(app, add_event, FACTS)
    again = _do(app, add_event, FACTS)
    assert (first.outcome, again) == (SaveOutcome.SAVED, SavedEvent(SaveOutcome.UNCHANGED, first.event_id))
    assert EventFacts.of(_stored(app, first.event_id)) == FACTS
    assert _recorded(app) == [("added", "")]


def test_what_is_written_of_an_event_changes_for_all_its_dates(app: Flask) -> None:
    id = _add(app)
    changed = {"title": "Ngày thứ tư", "team_ids": frozenset({TEAM_2}), "starts_at": time(8), "expected": None}
    assert _change(app, id, **changed) == SavedEvent(SaveOutcome.SAVED, id)
    assert EventFacts.of(_stored(app, id)) == FACTS._replace(**changed)
    assert _change(app, id, **changed).outcome is SaveOutcome.UNCHANGED


def test_an_event_that_somebody_else_changed_meanwhile_stays(app: Flask) -> None:
    id = _add(app)
    seen = event_version(_stored(app, id))
    _change(app, id, title="Ngày thứ tư")
    assert _change(app, id, seen, title="Thứ tư không giấy").outcome is SaveOutcome.CHANGED_MEANWHILE
    assert _stored(app, id).event.title == "Ngày thứ tư"


def test_another_rule_lets_a_new_event_take_over_and_keeps_what_has_been(app: Flask) -> None:
    id = _add(app)
    add_rows(app, EventShift(event_id=id, number=1, starts_at=time(7, 30), ends_at=time(9), needed=2))
    saved = _change(app, id, rule=FIRST_SUNDAYS, first_day=date(2026, 12, 1))
    assert saved.outcome is SaveOutcome.SAVED
    assert saved.event_id != id
    before, after = _stored(app, id), _stored(app, saved.event_id)
    assert [each.day.day for each in before.dates(date(2026, 11, 1), date(2027, 1, 31))] == [4, 11, 18, 25]
    assert [each.day for each in after.dates(date(2026, 11, 1), date(2027, 1, 31))] == [
        date(2026, 12, 6),
        date(2027, 1, 3),
    ]
    assert after.team_ids == {TEAM_1}
    with app.app_context():
        assert reader().scalars(sa.select(EventShift.number).where(EventShift.event_id == saved.event_id)).all() == [1]
    assert _recorded(app) == [("added", ""), ("replaced", ""), ("added", "")]


def test_another_rule_replaces_the_one_of_an_event_of_which_nothing_is_recorded(app: Flask) -> None:
    id = _add(app, first_day=date(2026, 12, 1))
    assert _change(app, id, rule=FIRST_SUNDAYS) == SavedEvent(SaveOutcome.SAVED, id)
    assert _stored(app, id).event.last_day is None


@pytest.mark.parametrize("recorded", ["asked", "moved"])
def test_another_rule_cannot_begin_before_a_date_that_has_something(app: Flask, recorded: str) -> None:
    id = _add(app)
    if recorded == "asked":
        _ask(app, id, COMING)
    else:
        _move(app, id, COMING, date(2026, 12, 10))
    with pytest.raises(EventRefusedError) as refused:
        _change(app, id, rule=FIRST_SUNDAYS, first_day=COMING)
    assert (refused.value.refusal, refused.value.day) == (EventRefusal.RULE_BEGINS_EARLY, COMING)
    assert _change(app, id, rule=FIRST_SUNDAYS, first_day=date(2026, 12, 10)).event_id != id


@pytest.mark.parametrize(
    ("facts", "day"),
    [
        ({"last_day": date(2026, 11, 24)}, PAST),
        ({"first_day": date(2026, 11, 5)}, date(2026, 11, 4)),
        ({"last_day": date(2026, 12, 8)}, COMING),
    ],
)
def test_days_with_something_stay_in_an_event(app: Flask, facts: dict[str, Any], day: date) -> None:
    id = _add(app)
    _ask(app, id, COMING)
    with pytest.raises(EventRefusedError) as refused:
        _change(app, id, **facts)
    assert (refused.value.refusal, refused.value.day) == (EventRefusal.DATE_RECORDED, day)
    assert _change(app, id, last_day=COMING).outcome is SaveOutcome.SAVED


def test_an_event_that_goes_on_longer_meets_no_moved_date(app: Flask) -> None:
    id = _add(app, last_day=COMING)
    _move(app, id, COMING, date(2026, 12, 16))
    with pytest.raises(EventRefusedError) as refused:
        _change(app, id, last_day=date(2026, 12, 31))
    assert refused.value.refusal is EventRefusal.DAY_TAKEN


def test_a_date_is_moved_called_off_and_put_back(app: Flask) -> None:
    id = _add(app)
    assert _move(app, id, COMING, date(2026, 12, 10), (time(8), time(11))) is SaveOutcome.SAVED
    date_of = _stored(app, id).date_named(COMING)
    assert date_of is not None
    assert (date_of.held_on, date_of.starts_at, date_of.ends_at) == (date(2026, 12, 10), time(8), time(11))
    assert _move(app, id, COMING, date(2026, 12, 10), (time(8), time(11))) is SaveOutcome.UNCHANGED
    assert _call_off(app, id, COMING) is SaveOutcome.SAVED
    date_of = _stored(app, id).date_named(COMING)
    assert date_of is not None
    assert date_of.is_called_off
    assert (date_of.held_on, date_of.reason) == (date(2026, 12, 10), "bầu cử")
    seen = date_version(_stored(app, id), COMING)
    assert _do(app, restore_date, id, COMING, seen) is SaveOutcome.SAVED
    assert _stored(app, id).changes == ()
    named = COMING.isoformat()
    assert _recorded(app) == [("added", ""), ("moved", named), ("called_off", named), ("restored", named)]


def test_a_date_that_somebody_else_changed_meanwhile_stays(app: Flask) -> None:
    id = _add(app)
    seen = date_version(_stored(app, id), COMING)
    _call_off(app, id, COMING)
    times = time(7, 30), time(11)
    outcome = _do(app, move_date, id, COMING, date(2026, 12, 10), times, "", seen)
    assert outcome is SaveOutcome.CHANGED_MEANWHILE
    assert _stored(app, id).changes[0].is_called_off


def test_two_dates_are_never_on_one_day(app: Flask) -> None:
    id = _add(app)
    with pytest.raises(EventRefusedError) as refused:
        _move(app, id, COMING, date(2026, 12, 16))
    assert refused.value.refusal is EventRefusal.DAY_TAKEN
    _move(app, id, date(2026, 12, 16), date(2026, 12, 17))
    assert _move(app, id, COMING, date(2026, 12, 16)) is SaveOutcome.SAVED
    seen = date_version(_stored(app, id), date(2026, 12, 16))
    with pytest.raises(EventRefusedError) as refused:
        _do(app, restore_date, id, date(2026, 12, 16), seen)
    assert refused.value.refusal is EventRefusal.DAY_TAKEN


def test_a_date_on_which_somebody_was_present_stays_on_its_day(app: Flask) -> None:
    id = _add(app)
    _ask(app, id, PAST, is_present=True)
    for change in (lambda: _move(app, id, PAST, date(2026, 11, 26)), lambda: _call_off(app, id, PAST)):
        with pytest.raises(EventRefusedError) as refused:
            change()
        assert refused.value.refusal is EventRefusal.PRESENCE_CONFIRMED
    assert _move(app, id, PAST, PAST, (time(8), time(11))) is SaveOutcome.SAVED


def test_a_date_is_moved_by_a_year_at_most(app: Flask) -> None:
    id = _add(app)
    with pytest.raises(EventRefusedError) as refused:
        _move(app, id, COMING, date(2028, 1, 1))
    assert refused.value.refusal is EventRefusal.TOO_FAR


def test_an_ended_event_comes_back_with_its_dates(app: Flask) -> None:
    id = _add(app)
    _call_off(app, id, COMING)
    assert [_do(app, end_event, id) for _ in range(2)] == [SaveOutcome.SAVED, SaveOutcome.UNCHANGED]
    assert _stored(app, id).dates(date(2026, 12, 1), date(2026, 12, 31)) == []
    assert [each.day for each in _stored(app, id).dates(PAST, date(2026, 11, 30))] == [PAST]
    assert _do(app, bring_event_back, id) is SaveOutcome.SAVED
    (called_off, *_rest) = _stored(app, id).dates(COMING, date(2026, 12, 31))
    assert called_off.is_called_off


def test_an_event_of_another_ward_is_not_found(app: Flask) -> None:
    id = _add(app)

    def end_in_b(session: Session) -> SaveOutcome:
        return end_event(session, WARD_B, id, CARLA, NOW)

    with app.app_context(), pytest.raises(LookupError):
        in_transaction(end_in_b)
    with pytest.raises(LookupError):
        _call_off(app, id, date(2026, 12, 10))
    with app.app_context():
        assert events_of_ward(reader(), WARD_B) == []
        assert reader().scalars(sa.select(EventDate).where(EventDate.event_id == id)).all() == []
