"""``/households/`` and ``/merchants/``: the lists, to be searched and filtered."""

from __future__ import annotations

from uuid import UUID

from flask import abort, render_template, request
from flask_babel import lazy_gettext as _l

from app.access import requires
from app.arguments import requested_number
from app.households.blueprint import LISTS, bp
from app.households.party_access import PartyAccess, party_access
from app.households.party_filter import PartyFilter, PartyState
from app.households.party_list import party_page
from app.households.party_tables import TABLES, label_of
from app.households.wording import last_in_words, number_in_words, state_in_words, state_names
from app.month import now
from app.people.audit import record_view, shows_names
from app.permissions import Permission
from app.text import clean

_LONGEST_SEARCH = 100


@bp.get(f"{LISTS}/")
@requires(Permission.HOUSEHOLD_READ)
@shows_names("households.list", _l("the list of households or stalls"))
def show_list(which: str) -> str:
    """List what the user may see; with ``beside`` choose one to be laid beside another."""
    access = party_access(which)
    party_filter = _requested_filter(access)
    after_id, beside_id = _requested_id("after"), _requested_id("beside")
    page = party_page(access, party_filter, after_id)
    beside = access.party_or_404(beside_id) if beside_id else None
    html = render_template(
        "households/list.html",
        access=access,
        table=access.table,
        tables=TABLES,
        page=page,
        party_filter=party_filter,
        after_id=after_id,
        beside=beside,
        beside_label=label_of(beside) if beside else "",
        number_in_words=number_in_words,
        state_names=state_names(access.table),
        last_in_words=last_in_words,
        state_in_words=state_in_words,
    )
    if page.rows:
        seen = _seen(access, party_filter, after_id, len(page.rows))
        record_view(access.session, now(), access.actor, access.ward.id, **seen)
    return html


def _seen(access: PartyAccess, party_filter: PartyFilter, after_id: UUID | None, lines: int) -> dict[str, object]:
    """Return what the audit log keeps of a page of the list: which part of it, but not which text was searched."""
    seen = {
        "party": access.table.kind,
        "lines": lines,
        "area_id": party_filter.area_id,
        "state": party_filter.state,
        "page_after": str(after_id) if after_id else None,
    }
    return {name: value for name, value in seen.items() if value is not None}


def _requested_filter(access: PartyAccess) -> PartyFilter:
    """Return the filter that the address asks for; answer 404 for an area or a state that there is not."""
    area_id, state = requested_number("area"), request.args.get("state") or None
    if area_id is not None and area_id not in access.area_names:
        abort(404)
    if state is not None and state not in state_names(access.table):
        abort(404)
    try:
        text = clean(request.args.get("text", ""))[:_LONGEST_SEARCH]
    except ValueError:
        abort(404)
    return PartyFilter(text, area_id, PartyState(state) if state else None)


def _requested_id(name: str) -> UUID | None:
    """Return the id that the address gives to ``name``, if it gives one; answer 404 for anything else."""
    text = request.args.get(name)
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        abort(404)
