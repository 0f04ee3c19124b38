"""``/calendar/<id>/shifts``: the shifts of an event, a new one, one that is changed or ended."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access import requires
from app.calendar.blueprint import EVENT, bp
from app.calendar.calendar_access import CalendarAccess, calendar_access
from app.calendar.duty_words import SHIFT_SENTENCES
from app.calendar.shift_forms import ShiftForm
from app.database import in_transaction, reader
from app.events.duty_queries import shifts_of
from app.events.models import EventShift
from app.events.queries import WardEvent
from app.events.shift_actions import ShiftOutcome, add_shift, change_shift, end_shift, shift_version
from app.month import now
from app.permissions import Permission

_SHIFTS = f"{EVENT}/shifts"
_SHIFT = f"{_SHIFTS}/<int(max=9999):number>"
_SAVED = ShiftOutcome.DONE, ShiftOutcome.UNCHANGED


@bp.route(_SHIFTS, methods=["GET", "POST"])
@requires(Permission.EVENT_MANAGE)
def shifts(id: int) -> ResponseReturnValue:
    """Show the shifts of an event, and add one."""
    access = calendar_access()
    event = access.managed_event(id)
    offered = [each for each in _shifts_of(access, id) if each.ended_at is None]
    form = ShiftForm.after(offered, event.event)
    if form.validate_on_submit():
        facts, actor_id = form.facts, access.actor.id
        outcome = in_transaction(lambda session: add_shift(session, access.ward.id, id, facts, actor_id, now()))
        flash(SHIFT_SENTENCES[outcome])
        if outcome in _SAVED:
            return redirect(url_for("calendar.shifts", id=id))
    return render_template("calendar/shifts.html", of=event, event=event.event, shifts=offered, form=form)


@bp.route(_SHIFT, methods=["GET", "POST"])
@requires(Permission.EVENT_MANAGE)
def shift(id: int, number: int) -> ResponseReturnValue:
    """Show a shift, and change its times and how many people it needs."""
    access = calendar_access()
    event = access.managed_event(id)
    stored = _shift_or_404(access, event, number)
    form = ShiftForm.of(stored)
    if form.validate_on_submit():
        facts, seen, actor_id = form.facts, form.version.data, access.actor.id
        outcome = in_transaction(
            lambda session: change_shift(session, access.ward.id, id, number, facts, seen, actor_id, now())
        )
        if outcome in _SAVED:
            flash(SHIFT_SENTENCES[outcome])
            return redirect(url_for("calendar.shifts", id=id))
        reader().rollback()
        form.mark_outdated(shift_version(_shift_or_404(access, event, number)))
    return render_template("calendar/shift.html", event=event.event, shift=stored, form=form)


@bp.post(f"{_SHIFT}/end")
@requires(Permission.EVENT_MANAGE)
def end_event_shift(id: int, number: int) -> ResponseReturnValue:
    """End a shift."""
    access = calendar_access()
    access.managed_event(id)
    actor_id = access.actor.id
    outcome = in_transaction(lambda session: end_shift(session, access.ward.id, id, number, actor_id, now()))
    flash(SHIFT_SENTENCES[outcome])
    return redirect(url_for("calendar.shifts", id=id))


def _shifts_of(access: CalendarAccess, id: int) -> list[EventShift]:
    return list(reader().scalars(shifts_of(access.ward.id, id)))


def _shift_or_404(access: CalendarAccess, event: WardEvent, number: int) -> EventShift:
    found = (each for each in _shifts_of(access, event.event.id) if each.number == number and each.ended_at is None)
    return next(found, None) or abort(404)
