"""Files of the calendar: ``.ics`` of an event and of a month."""

from __future__ import annotations

from flask import Response
from flask_babel import gettext as _

from app.access import requires
from app.attachments import attachment
from app.calendar.addresses import whole_address
from app.calendar.blueprint import EVENT, bp
from app.calendar.calendar_access import calendar_access
from app.calendar.icalendar_file import event_file, month_file
from app.calendar.requested_month import requested_calendar_month
from app.database import reader
from app.events.queries import dates_of_ward
from app.localisation import month as month_words
from app.permissions import Permission

_ICS = "text/calendar; charset=utf-8"


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
