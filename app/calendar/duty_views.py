"""``/calendar/duties``: one's own duties, with what one says to them, and that one is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import requires
from app.calendar.blueprint import SHIFT, bp
from app.calendar.calendar_access import CalendarAccess, calendar_access
from app.calendar.duty_words import DUTY_SENTENCES, duty_state
from app.calendar.roster_access import is_period_closed, roster_access
from app.database import in_transaction, reader
from app.events.duty_actions import DutyKey, DutyOutcome, answer
from app.events.duty_queries import duties_of_member, shifts_of_events
from app.events.duty_rules import ShiftSpan, may_answer, may_confirm_oneself
from app.events.models import Duty, DutyAnswer
from app.events.occurrences import Occurrence
from app.events.queries import WardEvent, events_of_ward
from app.month import now
from app.months.presence_actions import confirm_own_presence
from app.permissions import Permission

_AHEAD = timedelta(days=92)
_BEFORE = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class OwnDuty:
    """A duty of one's own, and what one may do about it by now."""

    of: WardEvent
    held: Occurrence
    span: ShiftSpan
    duty: Duty
    may_answer: bool
    may_confirm: bool


def own_duties(access: CalendarAccess, at: datetime) -> Iterator[OwnDuty]:
    """Yield the duties of the user of the last month and the next three, in the order in which they are held."""
    ward_id, session = access.ward.id, reader()
    since, until = access.today - _BEFORE, access.today + _AHEAD
    duties = session.scalars(duties_of_member(ward_id, access.actor.id, since, until)).all()
    if not duties:
        return
    events = {each.event.id: each for each in events_of_ward(session, ward_id)}
    shifts = {(each.event_id, each.number): each for each in session.scalars(shifts_of_events(ward_id, events))}
    found = []
    for duty in duties:
        of, shift = events.get(duty.event_id), shifts.get((duty.event_id, duty.shift))
        held = of.date_named(duty.day) if of else None
        if of is None or held is None or shift is None:
            continue
        span = ShiftSpan(shift.starts_at, shift.ends_at).moved(of.event.starts_at, held.starts_at)
        is_held = not held.is_called_off
        here = is_held and duty.is_present is None and may_confirm_oneself(held.held_on, held.starts_at, at)
        found.append(OwnDuty(of, held, span, duty, is_held and may_answer(held.held_on, span, at), here))
    yield from sorted(found, key=lambda each: (each.held.held_on, each.span, each.duty.event_id))


@bp.get("/duties")
@requires(Permission.EVENT_READ)
def duties() -> str:
    """Show one's own duties: what is ahead, the next one first, then what was."""
    access = calendar_access()
    found = list(own_duties(access, now()))
    return render_template(
        "calendar/duties.html",
        access=access,
        ahead=[each for each in found if each.held.held_on >= access.today],
        before=[each for each in reversed(found) if each.held.held_on < access.today],
        duty_state=duty_state,
        is_closed=is_period_closed(reader(), access, access.today),
    )


@bp.post(f"{SHIFT}/answer")
@requires(Permission.EVENT_READ)
def answer_duty(id: int, day: str, shift: int) -> ResponseReturnValue:
    """Store what one says who was asked."""
    key, reply = _own_key(id, day, shift), request.form.get("answer", "")
    if reply not in {each.value for each in DutyAnswer}:
        abort(400)
    return _back(key, in_transaction(lambda session: answer(session, key, DutyAnswer(reply), now())))


@bp.post(f"{SHIFT}/here")
@requires(Permission.EVENT_READ)
def confirm_own_duty(id: int, day: str, shift: int) -> ResponseReturnValue:
    """Store that one is at the place where one is on duty."""
    key = _own_key(id, day, shift)
    return _back(key, in_transaction(lambda session: confirm_own_presence(session, key, now())))


def _own_key(id: int, day: str, shift: int) -> DutyKey:
    looks = roster_access(id, day)
    return DutyKey(looks.access.ward.id, id, looks.held.day, shift, looks.access.actor.id)


def _back(key: DutyKey, outcome: DutyOutcome) -> ResponseReturnValue:
    """Return to the page on which it was tapped: one's own duties, or the date."""
    flash(DUTY_SENTENCES[outcome])
    if request.form.get("page") == "date":
        anchor = f"duty-{key.shift}-{key.member_id}"
        return redirect(url_for("calendar.date_page", id=key.event_id, day=key.day.isoformat(), _anchor=anchor))
    return redirect(url_for("calendar.duties"))
