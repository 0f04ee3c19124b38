"""The blueprint of the pages of the calendar."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("calendar", __name__, url_prefix="/calendar")

EVENT = "/<int(max=2147483647):id>"
"""The address of an event."""

DATE = f"{EVENT}/<day>"
"""The address of a date of an event, by the day that its rule gives."""

SHIFT = f"{DATE}/shifts/<int(max=9999):shift>"
"""The address of a shift of a date."""
