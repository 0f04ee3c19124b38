"""``/areas/add``, ``/teams/add`` and ``/places/add``: one name or many, shown before they are added."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.access import requires
from app.database import reader
from app.localisation import number
from app.month import now
from app.permissions import Permission
from app.places.models import PlaceType
from app.settings.area_actions import add_areas
from app.settings.area_names import AreaNames
from app.settings.list_access import ListAccess, attempt, list_access
from app.settings.list_forms import AddForm
from app.settings.list_pages import heading_of
from app.settings.pasted_names import CheckedLines, NewLine, checked_lines, names_in
from app.settings.place_actions import PlaceFacts, add_places
from app.settings.places_blueprint import LISTS, bp
from app.settings.team_actions import NewTeam, add_teams
from app.settings.unit_counts import read_unit_count
from app.settings.ward_lists import WardList, taken_names

Rest = tuple[int, ...]
"""What a line holds behind its name: the ids of a team's areas, or a place's number of stalls or shops."""


@bp.route(f"/{LISTS}/add", methods=["GET", "POST"])
@requires(Permission.PLACE_MANAGE)
def add(which: str) -> ResponseReturnValue:
    """Take names, show what becomes of each, and add those that are new when that was seen.

    A single name that is new is added at once, unless it was asked to be shown first.
    """
    listed, access = WardList(which), list_access(Permission.PLACE_MANAGE)
    form = AddForm()
    areas = access.areas_in_use()
    form.offer(areas.items())
    checked: CheckedLines[Rest] | None = None
    refusal = ""
    if form.validate_on_submit():
        checked = _checked(listed, access, form.lines.data or "", areas)
        is_single = len(checked.new) == 1 and checked.is_clear and "look" not in request.form
        if checked.new and (is_single or ("confirmed" in request.form and checked.is_clear)):
            refusal = _add(listed, access, form, checked.new)
            if not refusal:
                return redirect(url_for("places.show_list", which=which, ward=access.ward_code))
    html = render_template(
        "places/add.html",
        access=access,
        which=listed,
        heading=heading_of(listed, access.ward),
        form=form,
        checked=checked,
        refusal=refusal,
        area_names=areas,
    )
    return html, 422 if form.errors or refusal else 200


def _checked(which: WardList, access: ListAccess, text: str, areas: dict[int, str]) -> CheckedLines[Rest]:
    taken = taken_names(reader(), which, access.ward.id, access.today)
    read_rest: dict[WardList, Callable[[str], Rest]] = {
        WardList.AREAS: _nothing,
        WardList.TEAMS: lambda rest: _area_ids(rest, AreaNames(areas)),
        WardList.PLACES: _unit_count,
    }
    return checked_lines(text, taken, read_rest[which])


def _nothing(rest: str) -> Rest:
    if rest:
        raise ValueError(_("Only one name may stand in a line."))
    return ()


def _area_ids(rest: str, names: AreaNames) -> Rest:
    found = {text: names.find([text]) for text in names_in(rest)}
    if unknown := [text for text, id in found.items() if id is None]:
        raise ValueError(_("No neighbourhood is called %(names)s.", names=", ".join(unknown)))
    return tuple(dict.fromkeys(id for id in found.values() if id is not None))


def _unit_count(rest: str) -> Rest:
    figure = read_unit_count(rest) if rest else None
    if rest and figure is None:
        raise ValueError(_("Behind the name write only how many stalls or shops there are, such as 60."))
    return () if figure is None else (figure,)


def _add(which: WardList, access: ListAccess, form: AddForm, new: Sequence[NewLine[Rest]]) -> str:
    """Add new lines and flash how many; return the words of a refusal, if there is one."""
    work = _work(which, access, form.since.data, PlaceType(form.type.data), form.area.data or None, new)
    _added, refusal = attempt(work)
    if not refusal:
        in_all = _("Names that were added: %(number)s.", number=number(len(new)))
        flash(_("Added: %(name)s.", name=new[0].name) if len(new) == 1 else in_all)
    return refusal


def _work(
    which: WardList,
    access: ListAccess,
    since: date | None,
    type: PlaceType,
    area_id: int | None,
    new: Sequence[NewLine[Rest]],
) -> Callable[[Session], object]:
    ward_id, actor_id, at = access.ward.id, access.actor.id, now()
    match which:
        case WardList.AREAS:
            return lambda session: add_areas(session, ward_id, [line.name for line in new], since, actor_id, at)
        case WardList.TEAMS:
            teams = [NewTeam(line.name, line.rest) for line in new]
            return lambda session: add_teams(session, ward_id, teams, since, actor_id, at)
        case WardList.PLACES:
            places = [PlaceFacts(line.name, type, area_id, line.rest[0] if line.rest else None) for line in new]
            return lambda session: add_places(session, ward_id, places, since, actor_id, at)
