"""``/review/``: the queue of entries that wait for a decision, and ``/review/returned``: those that were returned."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.access import requires
from app.people.audit import shows_names
from app.permissions import Permission
from app.review.blueprint import bp
from app.review.queue import chips_of, condition_of, queue_page
from app.review.requested_filter import requested_filter, requested_position
from app.review.returned import returned_page
from app.review.review_page import review_page

_FILTER_LABELS = {
    "team": _l("Team"),
    "area": _l("Neighbourhood"),
    "kind": _l("Kind"),
    "flag": _l("Flag"),
    "member": _l("Member"),
    "first": _l("From day"),
    "last": _l("To day"),
    "month": _l("Counts in month"),
    "text": _l("Holds"),
}


@bp.get("/")
@requires(Permission.ENTRY_RETURN)
@shows_names("review.queue", _l("the entries to review"))
def queue() -> str:
    """Show the entries that wait: flagged ones first, then those that have waited longest."""
    page = review_page()
    queue_filter, filters = requested_filter(page)
    after = requested_position()
    condition = condition_of(page.session, page.actor, queue_filter, filters)
    listed = queue_page(page.session, page.actor, page.labels, queue_filter, condition, after)
    html = page.render(
        "queue",
        page=listed,
        queue_filter=queue_filter,
        filters=filters,
        chips=chips_of(queue_filter, filters, _FILTER_LABELS, page.labels.periods),
        labels=_FILTER_LABELS,
        after=after,
        arguments=queue_filter.as_arguments(),
    )
    if listed.cards:
        page.record_view(entries=len(listed.cards))
    return html


@bp.get("/returned")
@requires(Permission.ENTRY_RETURN)
@shows_names("review.returned", _l("the entries that were returned"))
def returned() -> str:
    """Show the entries that wait for their authors, and how long already, team by team."""
    page = review_page()
    listed = returned_page(page.session, page.actor, page.labels, requested_position())
    html = page.render("returned", page=listed)
    if listed.cards:
        page.record_view(entries=len(listed.cards))
    return html
