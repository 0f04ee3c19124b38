"""Whole addresses of the calendar's pages, for files and pictures that leave the app."""

from __future__ import annotations

from flask import current_app, request, url_for

from app.config import Config
from app.events.occurrences import Occurrence
from app.events.queries import WardEvent


def whole_address(of: WardEvent, found: Occurrence | None) -> str:
    """Return the address of the page of an event, or of one of its dates, with the app's own origin."""
    config: Config = current_app.config["TUNG_NHA"]
    origin = config.public_origin or request.host_url.rstrip("/")
    if found is None:
        return origin + url_for("calendar.event", id=of.event.id)
    return origin + url_for("calendar.date_page", id=of.event.id, day=found.day)
