"""The filter of the queue and the place in a list that an address asks for."""

from __future__ import annotations

from flask import abort, request

from app.arguments import requested_day, requested_month, requested_number
from app.review.entry_filter import QueueFilter
from app.review.positions import Position
from app.review.queue import Filters, filters_for
from app.review.review_page import ReviewPage
from app.text import clean

_LONGEST_SEARCH = 100


def requested_filter(page: ReviewPage) -> tuple[QueueFilter, Filters]:
    """Return the filter in the address and all filters that there are; answer 404 for one that there is not."""
    filters = filters_for(page.session, page.actor, page.labels)
    queue_filter = QueueFilter(
        requested_number("team"),
        requested_number("area"),
        request.args.get("kind") or None,
        request.args.get("flag") or None,
        requested_number("member"),
        requested_day("first"),
        requested_day("last"),
        _requested_text(),
        str(requested_month()) if request.args.get("month") else None,
    )
    return (queue_filter, filters) if filters.allow(queue_filter) else abort(404)


def _requested_text() -> str:
    try:
        return clean(request.args.get("text", ""))[:_LONGEST_SEARCH]
    except ValueError:
        abort(404)


def requested_position() -> Position | None:
    """Return after which entry the list goes on, ``None`` for its beginning; answer 404 for what is no position."""
    text = request.args.get("after")
    if not text:
        return None
    try:
        return Position.parse(text)
    except ValueError:
        abort(404)
