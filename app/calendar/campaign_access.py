"""The campaign that a page is about."""

from __future__ import annotations

from flask import abort

from app.calendar.calendar_access import CalendarAccess
from app.database import reader
from app.events.campaign_queries import campaign_of_ward
from app.events.models import Campaign


def campaign_or_404(access: CalendarAccess, id: int) -> Campaign:
    """Return a campaign of the ward; answer 404 where it has no such campaign."""
    return reader().scalar(campaign_of_ward(access.ward.id, id)) or abort(404)
