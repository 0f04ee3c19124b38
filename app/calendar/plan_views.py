"""``/calendar/plan``: the days of a month that a leader ticks as days under a plan for the own team."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access import requires
from app.arguments import requested_month, requested_number
from app.calendar.blueprint import bp
from app.calendar.calendar_access import CalendarAccess, calendar_access
from app.calendar.shift_forms import TickForm
from app.database import in_transaction, reader
from app.events.models import PlannedDay
from app.events.plan_actions import tick_days, ticks_version
from app.events.plan_queries import planned_days_of_team
from app.events.queries import dates_of_ward
from app.logbook.queries import closed_months
from app.month import Month, now
from app.permissions import Permission
from app.places.queries import teams_of_ward
from app.places.ward_places import existed_between
from app.versions import SaveOutcome

_FIRST, _LAST = Month(2020, 1), Month(2099, 12)


@dataclass(frozen=True, slots=True)
class PlanDay:
    """A day of a month: whether it is ticked, which events the team has, and whether its period is closed."""

    day: date
    is_ticked: bool
    note: str
    events: Sequence[str]
    is_closed: bool


@bp.route("/plan", methods=["GET", "POST"])
@requires(Permission.EVENT_MANAGE)
def plan() -> ResponseReturnValue:
    """Show the days under a plan of a team in a month, and tick some."""
    access, month = calendar_access(), requested_month()
    if not _FIRST <= month <= _LAST:
        abort(400, "month")
    teams = _teams(access, month)
    team_id = requested_number("team") or next(iter(teams), None)
    if team_id is None or team_id not in teams:
        abort(404)
    stored = reader().scalars(planned_days_of_team(access.ward.id, team_id, month.first, month.last)).all()
    days = _plan_days(access, month, team_id, stored)
    changeable = [each.day for each in days if not each.is_closed]
    form = TickForm(data={"version": _version(stored, changeable)})
    if form.validate_on_submit():
        ticked = [each for each in changeable if each.isoformat() in request.form.getlist("day")]
        outcome = _save(access, team_id, changeable, ticked, form)
        if outcome is not SaveOutcome.CHANGED_MEANWHILE:
            flash(_("Saved."))
            return redirect(url_for("calendar.plan", month=month, team=team_id))
        form.mark_outdated(_version(stored, changeable))
    return render_template(
        "calendar/plan.html", access=access, month=month, teams=teams, team_id=team_id, days=days, form=form
    )


def _teams(access: CalendarAccess, month: Month) -> Mapping[int, str]:
    """Return the teams of a month for which the user ticks days: the own one, or all of the ward."""
    teams = teams_of_ward(reader(), access.ward.id)
    return {
        team.id: team.name
        for team in teams
        if access.may_manage([team.id]) and existed_between(team, month.first, month.last)
    }


def _plan_days(access: CalendarAccess, month: Month, team_id: int, stored: Sequence[PlannedDay]) -> list[PlanDay]:
    notes = {each.day: each.note for each in stored}
    periods, closed = access.ward.settings.periods, {*reader().scalars(closed_months(access.ward.id).order_by(None))}
    events: dict[date, list[str]] = {}
    for held, event in dates_of_ward(reader(), access.ward.id, month.first, month.last):
        if event.is_for(team_id) and not held.is_called_off:
            events.setdefault(held.held_on, []).append(event.event.title)
    found = (month.first + timedelta(days=number) for number in range(month.last.day))
    return [
        PlanDay(day, day in notes, notes.get(day, ""), events.get(day, ()), str(periods.of(day)) in closed)
        for day in found
    ]


def _version(stored: Sequence[PlannedDay], changeable: Sequence[date]) -> str:
    return ticks_version(each for each in stored if each.day in changeable)


def _save(
    access: CalendarAccess, team_id: int, changeable: Sequence[date], ticked: Sequence[date], form: TickForm
) -> SaveOutcome:
    if not changeable:
        return SaveOutcome.UNCHANGED
    note, seen, actor_id = form.note.data or "", form.version.data, access.actor.id
    return in_transaction(
        lambda session: tick_days(session, access.ward.id, team_id, changeable, ticked, note, seen, actor_id, now())
    )
