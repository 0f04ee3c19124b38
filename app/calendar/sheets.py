"""Sheets of the calendar to be printed: the dates of a month, and one date with who is in which shift."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import time

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.calendar.calendar_access import CalendarAccess
from app.events.duty_queries import asked_people, shifts_of
from app.events.duty_rules import ShiftSpan
from app.events.models import DutyAnswer, EventShift
from app.events.occurrences import Occurrence
from app.events.queries import WardDate, WardEvent
from app.localisation import clock, full_day
from app.localisation import month as month_words
from app.month import Month
from app.periods import Span
from app.reports.document import Annex, Cell, Column, Document, Row, RowStyle
from app.text import name_key

_WITHOUT_SHIFTS = 12
"""How many lines there are to write on where a date has no shifts."""


def month_sheet(access: CalendarAccess, month: Month, dates: Sequence[WardDate]) -> Document:
    """Return the dates of a month as a table; those that are called off say so."""
    columns = [
        Column(_("Day"), 18),
        Column(_("Time"), 12, "center"),
        Column(_("What"), 28),
        Column(_("Where"), 26),
        Column(_("Teams"), 22),
    ]
    rows = [
        Row(
            [
                full_day(each.date.held_on),
                times_words(each.date.starts_at, each.date.ends_at),
                _with_state(each.of.event.title, each.date),
                access.where_of(each.of.event),
                access.teams_in_short(each.of),
            ]
        )
        for each in dates
    ]
    rows = rows or [Row(["", _("Nothing is planned in this month.")], RowStyle.SECTION)]
    title = _("Calendar of month %(month)s", month=month_words(month))
    return _document(access, title, "", Annex("calendar", "", columns, rows, []), Span(month.first, month.last))


def date_sheet(session: Session, access: CalendarAccess, of: WardEvent, found: Occurrence) -> Document:
    """Return a date with its shifts and who is in each, and lines to write on for those who are still needed."""
    columns = [
        Column(_("No."), 4, "center"),
        Column(_("Name"), 34),
        Column(_("From what time"), 10, "center", is_written_by_hand=True),
        Column(_("Until what time"), 10, "center", is_written_by_hand=True),
        Column(_("Signature"), 18, is_written_by_hand=True),
    ]
    notes = [
        note
        for note in (
            _("Where: %(place)s", place=access.where_of(of.event)) if access.where_of(of.event) else "",
            _("Teams: %(teams)s", teams=", ".join(access.teams_of(of)) or _("All teams")),
            of.event.note,
        )
        if note
    ]
    subject = f"{full_day(found.held_on)}, {times_words(found.starts_at, found.ends_at)}"
    annex = Annex("roster", "", columns, list(_shift_rows(session, of, found)), notes, is_wide=False)
    return _document(access, _with_state(of.event.title, found), subject, annex, Span(found.held_on, found.held_on))


def times_words(starts_at: time, ends_at: time) -> str:
    """Write from when to when something is."""
    return f"{clock(starts_at)}–{clock(ends_at)}"


def _shift_rows(session: Session, of: WardEvent, found: Occurrence) -> Iterator[Row]:
    event = of.event
    people: dict[int, list[str]] = defaultdict(list)
    for duty, name in session.execute(asked_people(event.ward_id, event.id, found.day)):
        if duty.answer is not DutyAnswer.NO:
            people[duty.shift].append(name)
    shifts = [
        each
        for each in session.scalars(shifts_of(event.ward_id, event.id))
        if each.ended_at is None or people[each.number]
    ]
    for shift in shifts:
        yield Row([None, _shift_words(shift, of, found)], RowStyle.SECTION)
        yield from _lines(sorted(people[shift.number], key=name_key), shift.needed)
    if not shifts:
        yield from _lines([], _WITHOUT_SHIFTS)


def _shift_words(shift: EventShift, of: WardEvent, found: Occurrence) -> str:
    span = ShiftSpan(shift.starts_at, shift.ends_at).moved(of.event.starts_at, found.starts_at)
    return str(_("Shift %(times)s", times=times_words(*span)))


def _lines(names: Sequence[str], needed: int) -> Iterator[Row]:
    for number in range(max(len(names), needed)):
        cells: list[Cell] = [number + 1, names[number] if number < len(names) else "", "", "", ""]
        yield Row(cells)


def state_words(found: Occurrence) -> str:
    """Write that a date is called off or moved, and why; nothing of one that is as planned."""
    reason = f": {found.reason}" if found.reason else ""
    if found.is_called_off:
        return f"{_('Called off')}{reason}"
    return f"{_('Moved from %(day)s', day=full_day(found.day))}{reason}" if found.is_moved else ""


def _with_state(title: str, found: Occurrence) -> str:
    state = state_words(found)
    return f"{title} ({state})" if state else title


def _document(access: CalendarAccess, title: str, subject: str, annex: Annex, days: Span) -> Document:
    return Document(
        title=title,
        issuer=access.ward.name.upper(),
        subject=subject,
        state="",
        is_provisional=False,
        created=access.today,
        as_of=access.today,
        days=days,
        letter=None,
        annexes=[annex],
    )
