"""Files of the calendar: ``.ics`` of an event and of a month, sheets to print, and the picture of a date."""

from __future__ import annotations

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.access import requires
from app.attachments import attachment
from app.calendar.addresses import whole_address
from app.calendar.blueprint import DATE, EVENT, bp
from app.calendar.calendar_access import calendar_access, date_or_404
from app.calendar.icalendar_file import event_file, month_file
from app.calendar.picture import PictureText, draw_picture
from app.calendar.requested_month import requested_calendar_month
from app.calendar.sheets import date_sheet, month_sheet, state_words, times_words
from app.database import reader
from app.events.queries import dates_of_ward
from app.localisation import full_day
from app.localisation import month as month_words
from app.month import now
from app.people.audit import record_view, shows_names
from app.permissions import Permission
from app.reports.drawing.pdf import draw_pdf

_ICS, _PDF = "text/calendar; charset=utf-8", "application/pdf"


@bp.get(f"{EVENT}.ics")
@requires(Permission.EVENT_READ)
def event_ics(id: int) -> Response:
    """Give an event with all its dates to a calendar."""
    access = calendar_access()
    return attachment(event_file(access, access.event_or_404(id), whole_address), _ICS, f"event-{id}.ics")


@bp.get("/month.ics")
@requires(Permission.EVENT_READ)
def month_ics() -> Response:
    """Give the dates of a month to a calendar."""
    access, month = calendar_access(), requested_calendar_month()
    dates = dates_of_ward(reader(), access.ward.id, month.first, month.last)
    name = _("Calendar of %(ward)s, %(month)s", ward=access.ward.name, month=month_words(month))
    return attachment(month_file(access, name, dates, whole_address), _ICS, f"calendar-{month}.ics")


@bp.get("/month.pdf")
@requires(Permission.EVENT_READ)
def month_pdf() -> Response:
    """Give the dates of a month as a sheet to print."""
    access, month = calendar_access(), requested_calendar_month()
    dates = dates_of_ward(reader(), access.ward.id, month.first, month.last)
    return attachment(draw_pdf(month_sheet(access, month, dates)), _PDF, f"calendar-{month}.pdf")


@bp.get(f"{DATE}/roster.pdf")
@requires(Permission.EVENT_MANAGE)
@shows_names("calendar.roster", _l("the sheet of a date with who is on duty"))
def date_pdf(id: int, day: str) -> Response:
    """Give a date with its shifts and who is in them as a sheet to print and sign."""
    access = calendar_access()
    of = access.managed_event(id)
    found = date_or_404(of, day)
    file = draw_pdf(date_sheet(reader(), access, of, found))
    record_view(reader(), now(), access.actor, access.ward.id, line=id, date=found.day.isoformat())
    return attachment(file, _PDF, f"event-{id}-{found.day}.pdf")


@bp.get(f"{DATE}/picture.png")
@requires(Permission.EVENT_READ)
def date_picture(id: int, day: str) -> Response:
    """Give a date as a picture to pass on, with a code that leads to its page."""
    access = calendar_access()
    of = access.event_or_404(id)
    found = date_or_404(of, day)
    text = PictureText(
        ward=access.ward.name,
        title=of.event.title,
        day=full_day(found.held_on),
        times=times_words(found.starts_at, found.ends_at),
        place=access.where_of(of.event),
        state=state_words(found),
        invitation=_("Scan the code to see it in the ward's calendar."),
    )
    return attachment(draw_picture(text, whole_address(of, found)), "image/png", f"event-{id}-{found.day}.png")
