"""``/calendar/``: the dates of a ward's events, an event, and one of its dates."""

from __future__ import annotations

from datetime import timedelta

from flask import render_template, request

from app.access import requires
from app.calendar.blueprint import DATE, EVENT, bp
from app.calendar.calendar_access import calendar_access
from app.calendar.duty_words import duty_state
from app.calendar.event_figures import read_event_figures
from app.calendar.figure_days import requested_span
from app.calendar.month_grid import weeks_of
from app.calendar.requested_month import requested_calendar_month
from app.calendar.roster_access import date_roster, roster_access
from app.calendar.rule_words import recurrence_words
from app.database import reader
from app.events.queries import dates_of_ward
from app.month import now
from app.periods import Span
from app.permissions import Permission

_AHEAD = timedelta(days=366)
_BEFORE = timedelta(days=92)


@bp.get("/")
@requires(Permission.EVENT_READ)
def index() -> str:
    """Show the dates of a month."""
    access, month = calendar_access(), requested_calendar_month()
    return render_template(
        "calendar/month.html",
        access=access,
        month=month,
        is_list=request.args.get("view") == "list",
        weeks=weeks_of(month),
        dates=dates_of_ward(reader(), access.ward.id, month.first, month.last),
    )


@bp.get(EVENT)
@requires(Permission.EVENT_READ)
def event(id: int) -> str:
    """Show an event with its dates, of a quarter before today and a year after it."""
    access = calendar_access()
    found = access.event_or_404(id)
    since, until = access.today - _BEFORE, access.today + _AHEAD
    return render_template(
        "calendar/event.html",
        access=access,
        of=found,
        event=found.event,
        may_change=access.may_manage(found.team_ids),
        recurrence_words=recurrence_words,
        dates=found.dates(since, until),
        figures=read_event_figures(reader(), access.ward, found, requested_span(access, found.event)),
        may_report=access.may_report(found),
    )


@bp.get(DATE)
@requires(Permission.EVENT_READ)
def date_page(id: int, day: str) -> str:
    """Show a date of an event, by the day that its rule gives, with who is on duty, and the figures of its day."""
    looks = roster_access(id, day)
    access, found, held_on = looks.access, looks.of, looks.held.held_on
    return render_template(
        "calendar/date.html",
        access=access,
        of=found,
        event=found.event,
        date=looks.held,
        may_change=access.may_manage(found.team_ids),
        roster=date_roster(reader(), looks, now()),
        duty_state=duty_state,
        figures=read_event_figures(reader(), access.ward, found, Span(held_on, held_on)),
        may_report=access.may_report(found),
    )
