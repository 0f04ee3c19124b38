"""``/areas/``, ``/teams/`` and ``/places/``: the lists, and their order."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access import requires
from app.database import in_transaction, reader
from app.month import now
from app.overview.checklist_reading import read_checklist
from app.permissions import Permission
from app.settings.list_access import ListAccess, list_access
from app.settings.list_actions import order_naturally, put_beside
from app.settings.list_pages import SEARCHED_FROM, heading_of, list_page
from app.settings.places_blueprint import LISTS, bp
from app.settings.team_actions import add_team_for_each_area
from app.settings.ward_lists import WardList, has_ended, rows_of_list
from app.text import UnstorableTextError, clean

MOST_SEARCHED = 100  # characters


@bp.get(f"/{LISTS}/")
@requires(Permission.PLACE_READ)
def show_list(which: str) -> str:
    """Show a list of the ward, or the lines of it that hold a text."""
    listed, access = WardList(which), list_access(Permission.PLACE_READ)
    text = _searched()
    page = list_page(reader(), listed, access.ward.id, text, access.today)
    return render_template(
        "places/list.html",
        access=access,
        which=listed,
        heading=heading_of(listed, access.ward),
        headings={each: heading_of(each, access.ward) for each in WardList},
        page=page,
        text=text,
        setup=read_checklist(reader(), access.actor, access.ward),
        is_searched=text or page.all_in_use >= SEARCHED_FROM,
    )


def _searched() -> str:
    try:
        return clean(request.args.get("text", ""))[:MOST_SEARCHED]
    except UnstorableTextError:
        return ""


@bp.route(f"/{LISTS}/order", methods=["GET", "POST"])
@requires(Permission.PLACE_MANAGE)
def order(which: str) -> ResponseReturnValue:
    """Show the lines of a list that are in use, and let each be put before or after its neighbour."""
    listed, access = WardList(which), list_access(Permission.PLACE_MANAGE)
    if request.method == "POST":
        return _ordered(listed, access)
    rows = [row for row in rows_of_list(reader(), listed, access.ward.id) if not has_ended(row, access.today)]
    return render_template(
        "places/order.html",
        access=access,
        which=listed,
        heading=heading_of(listed, access.ward),
        rows=rows,
        is_by_hand=any(row.position is not None for row in rows),
    )


def _ordered(which: WardList, access: ListAccess) -> ResponseReturnValue:
    ward_id, actor_id, at = access.ward.id, access.actor.id, now()
    address = url_for("places.order", which=which.value, ward=access.ward_code)
    if "natural" in request.form:
        in_transaction(lambda session: order_naturally(session, which, ward_id, actor_id, at))
        flash(_("The list is ordered by its names."))
        return redirect(address)
    is_before = "after" not in request.form
    id, neighbour = _moved_and_neighbour()
    for line in (id, neighbour):
        access.line_or_404(which, line)
    if id == neighbour:
        return redirect(address)
    in_transaction(
        lambda session: put_beside(
            session, which, ward_id, id, neighbour, is_before=is_before, actor_id=actor_id, now=at
        )
    )
    return redirect(f"{address}#line-{id}")


def _moved_and_neighbour() -> tuple[int, int]:
    """Return the ids of a line and of the one that it is put beside: of two choices, or of a button's value."""
    sent = request.form
    value = sent.get("before") or sent.get("after") or f"{sent.get('moved')}:{sent.get('neighbour')}"
    try:
        id, neighbour = map(int, value.split(":"))
    except ValueError:
        abort(400)
    return id, neighbour


@bp.post("/teams/each-area")
@requires(Permission.PLACE_MANAGE)
def add_team_per_area() -> ResponseReturnValue:
    """Add a team of the same name for each area that has none."""
    access = list_access(Permission.PLACE_MANAGE)
    ward_id, actor_id, at = access.ward.id, access.actor.id, now()
    added = in_transaction(lambda session: add_team_for_each_area(session, ward_id, actor_id, at))
    flash(_("Teams that were added: %(number)d.", number=added))
    return redirect(url_for("places.show_list", which=WardList.TEAMS.value, ward=access.ward_code))
