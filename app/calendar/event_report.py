"""The report of an event on some days as a document: what was done, day by day, and who was on duty."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.calendar.calendar_access import CalendarAccess
from app.calendar.event_figures import EventFigures
from app.events.models import Duty, DutyAnswer, EventShift
from app.events.occurrences import Occurrence
from app.events.queries import WardEvent
from app.localisation import day, moment, number
from app.month import FIRST_DAY, now
from app.people.models import User
from app.reports.annex_context import empty_rows, numbered_annexes
from app.reports.document import Annex, Cell, Column, Document, Row, RowStyle
from app.reports.report_request import committee_of
from app.text import name_key

_STATES = {True: 0, None: 1, False: 2}
"""The order in which people on duty stand: who was there first."""


def event_document(session: Session, access: CalendarAccess, of: WardEvent, figures: EventFigures) -> Document:
    """Return the report of an event on the days of its figures, with room to sign. It names who was on duty."""
    ward, event, span = access.ward, of.event, figures.span
    values = {"event": event.title, "first": day(span.first), "last": day(span.last)}
    is_one_day = span.first == span.last
    title = (
        _("Report on %(event)s, %(first)s", **values)
        if is_one_day
        else _("Report on %(event)s, %(first)s to %(last)s", **values)
    )
    groups = [[_measures_annex(access, of, figures)], [_days_annex(figures)]]
    groups.append([_duties_annex(session, ward.id, of, of.dates(span.first, span.last))])
    if figures.is_provisional:
        state = _("Provisional figures, as of %(time)s", time=moment(now()))
    else:
        state = _("All periods are closed: approved figures only")
    return Document(
        title=title,
        issuer=committee_of(ward.official_name).upper(),
        subject=access.teams_in_short(of) if of.team_ids else "",
        state=state,
        is_provisional=figures.is_provisional,
        created=max(min(span.last, access.today), FIRST_DAY),
        as_of=span.last,
        days=span,
        letter=None,
        has_national_title=True,
        is_continuous=True,
        annexes=numbered_annexes(groups),
    )


def _measures_annex(access: CalendarAccess, of: WardEvent, figures: EventFigures) -> Annex:
    rows = [Row([position, each.name, each.figure]) for position, each in enumerate(figures.measures, start=1)]
    where = access.where_of(of.event)
    notes = [_("Where: %(place)s.", place=where)] if where else []
    return Annex(
        code="measures",
        title=_("What was done"),
        columns=[Column(_("No."), 5, "center"), Column(_("What"), 60), Column(_("Figure"), 12, "right")],
        rows=rows or empty_rows(),
        notes=[
            *notes,
            _("The log book, entries that name the event. Lines overlap, and people are contacts: do not add them up."),
        ],
        is_wide=False,
    )


def _days_annex(figures: EventFigures) -> Annex:
    rows = [
        Row([each.held_on, each.served, each.approved, each.expected, each.ratio, _remark(each.date)])
        for each in figures.days
    ]
    approved = sum(each.approved for each in figures.days)
    total: list[Cell] = [_("Total"), figures.served, approved, figures.expected, figures.ratio, ""]
    return Annex(
        code="days",
        title=_("People served, by day"),
        columns=[
            Column(_("Day"), 12),
            Column(_("People served (contacts)"), 14, "right"),
            Column(_("Of those approved"), 12, "right"),
            Column(_("Expected"), 12, "right"),
            Column(_("Ratio (%)"), 11, "right"),
            Column(_("Remarks"), 22),
        ],
        rows=[*rows, Row(total, RowStyle.TOTAL)] if rows else empty_rows(),
        notes=[_("Who was served twice counts twice. In a closed period only what was approved counts.")],
        is_wide=False,
    )


def _remark(held: Occurrence | None) -> str:
    if held is None:
        return str(_("not a day of the event"))
    if held.is_called_off:
        return str(_("called off"))
    return str(_("moved from %(day)s", day=day(held.day))) if held.is_moved else ""


def _duties_annex(session: Session, ward_id: int, of: WardEvent, dates: Sequence[Occurrence]) -> Annex:
    held_on = {each.day: each.held_on for each in dates}
    rows = _duty_rows(session, ward_id, of.event.id, held_on)
    present = sum(is_present is True for *_others, is_present in rows)
    lines = [
        Row([position, held, shift, name, _presence(is_present)])
        for position, (held, shift, name, is_present) in enumerate(rows, start=1)
    ]
    return Annex(
        code="duties",
        title=_("On duty"),
        columns=[
            Column(_("No."), 5, "center"),
            Column(_("Day"), 12),
            Column(_("Shift"), 14),
            Column(_("Name"), 28),
            Column(_("Present"), 16),
        ],
        rows=lines or empty_rows(),
        notes=[_("Confirmed to have been there: %(number)s.", number=number(present))],
        signed_by=[_("Drawn up by"), _("Confirmed by")],
        is_wide=False,
    )


_DutyRow = tuple[date, str, str, bool | None]


def _duty_rows(session: Session, ward_id: int, event_id: int, held_on: dict[date, date]) -> list[_DutyRow]:
    """Return who was on duty or is expected to be, without those who said no: by day, shift, presence and name."""
    query = (
        sa.select(Duty.day, EventShift.starts_at, EventShift.ends_at, User.name, Duty.is_present)
        .join(EventShift, sa.and_(EventShift.event_id == Duty.event_id, EventShift.number == Duty.shift))
        .join(User, User.id == Duty.member_id)
        .where(
            Duty.ward_id == ward_id,
            Duty.event_id == event_id,
            Duty.day.in_(sorted(held_on)),
            sa.or_(Duty.is_present.is_not(None), Duty.answer.is_(None), Duty.answer != DutyAnswer.NO),
        )
    )
    found = [
        (held_on[named], f"{starts:%H:%M}–{ends:%H:%M}", name, is_present)
        for named, starts, ends, name, is_present in session.execute(query)
    ]
    return sorted(found, key=_rank)


def _rank(row: _DutyRow) -> tuple[object, ...]:
    held, shift, name, is_present = row
    return held, shift, _STATES[is_present], name_key(name)


def _presence(is_present: bool | None) -> str:
    if is_present is None:
        return str(_("not confirmed"))
    return str(_("was there") if is_present else _("was not there"))
