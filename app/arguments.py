"""What the address of a page asks for."""

from __future__ import annotations

from flask import abort, request

from app.month import Month


def asked_month() -> Month:
    """Return the month that the address asks for, this month when it asks for none, or answer 400."""
    text = request.args.get("month")
    if not text:
        return Month.current()
    try:
        return Month.parse(text)
    except ValueError:
        abort(400, "month")
