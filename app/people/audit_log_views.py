"""``/journal/``: the audit log, as a page and as a file."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, abort, current_app, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.access import requires
from app.arguments import requested_day, requested_number
from app.attachments import attachment
from app.database import reader
from app.people.actor import Actor
from app.people.audit import page_names
from app.people.audit_log import AuditLogFilter, audit_log_page, stream
from app.people.blueprint import bp
from app.people.queries import names_of, names_of_ward
from app.people.wording import GROUP_NAMES
from app.permissions import Permission, Reach, reach
from app.text import name_key


@bp.get("/journal/")
@requires(Permission.JOURNAL_READ)
def audit_log() -> ResponseReturnValue:
    """Show who did what, as far as the role reaches."""
    actor: Actor = current_user._get_current_object()
    people = _people_to_choose(actor)
    log_filter = _requested_filter(people)
    page = audit_log_page(reader(), actor, log_filter, requested_number("before"), page_names(current_app))
    if page is None:
        abort(404)
    kept = {"group": log_filter.group, "person": log_filter.person_id, "from": log_filter.first, "to": log_filter.last}
    return render_template(
        "people/audit_log.html",
        page=page,
        log_filter=log_filter,
        groups=GROUP_NAMES,
        people=sorted(people.items(), key=lambda person: (name_key(person[1]), person[0])),
        kept={name: value for name, value in kept.items() if value is not None},
        shows_wards=reach(actor, Permission.JOURNAL_READ) is Reach.ALL,
    )


@bp.get("/journal/journal.csv")
@requires(Permission.JOURNAL_READ)
def audit_log_csv() -> Response:
    """Stream the lines of the audit log that the page with the same filter shows."""
    actor: Actor = current_user._get_current_object()
    log_filter = _requested_filter(_people_to_choose(actor))
    rows = stream_with_context(stream(reader(), actor, log_filter, page_names(current_app)))
    return attachment(rows, "text/csv", "journal.csv")


def _people_to_choose(actor: Actor) -> dict[int, str]:
    """Return people to choose from, names by id: those of the ward; without a ward, the one whom the address names."""
    if reach(actor, Permission.JOURNAL_READ) is Reach.ALL:
        query = names_of([requested_number("person") or 0])
    else:
        query = names_of_ward(actor.place.ward_id or 0)
    return {id: name for id, name in reader().execute(query)}


def _requested_filter(people: Mapping[int, str]) -> AuditLogFilter:
    """Return the filter that the address asks for; answer 404 for a group or a person that there is not."""
    group, person_id = request.args.get("group") or None, requested_number("person")
    if (group is not None and group not in GROUP_NAMES) or (person_id is not None and person_id not in people):
        abort(404)
    return AuditLogFilter(group, person_id, requested_day("from"), requested_day("to"))
