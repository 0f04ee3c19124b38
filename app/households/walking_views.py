"""``/households/walking`` and ``/merchants/walking``: lists to print and to walk with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import abort, render_template, request
from flask_babel import lazy_gettext as _l

from app.access import requires
from app.arguments import requested_number
from app.households.blueprint import LISTS, bp
from app.households.party_access import PartyAccess, party_access
from app.households.queries import PartyRow, rows_to_visit
from app.households.walking import Sheet, open_services, sheets_by_lane, sheets_by_place
from app.households.wording import last_in_words, state_in_words
from app.month import now
from app.people.audit import record_view, shows_names
from app.permissions import Permission
from app.places.household_criteria import asked_services, usable_criteria
from app.places.queries import teams_of_ward
from app.places.team_areas import of_team
from app.places.ward_places import existed_between
from app.registry.queries import LIST_LIMIT


@bp.get(f"{LISTS}/walking")
@requires(Permission.HOUSEHOLD_MANAGE)
@shows_names("households.walking", _l("a walking list of households or stalls"))
def walking(which: str) -> str:
    """Choose a team or a market, and a lane; show the list, a page for each lane."""
    access = party_access(which)
    teams, places = _teams(access), {} if access.table.is_of_households else access.place_names
    team_id, place_id = requested_number("team"), requested_number("place")
    if team_id not in {None, *teams} or place_id not in {None, *places}:
        abort(404)
    if team_id is None and len(teams) == 1:
        team_id = next(iter(teams))
    is_chosen = team_id is not None if access.table.is_of_households else place_id is not None or team_id is not None
    rows = _rows(access, team_id, place_id) if is_chosen else []
    sheets = _sheets(access, rows[:LIST_LIMIT], places)
    lane = request.args.get("lane") or ""
    # The lanes of another team, or of before: who chooses a team has its whole list.
    lane = lane if any(lane == sheet.key for sheet in sheets) else ""
    chosen = [sheet for sheet in sheets if lane in {"", sheet.key}]
    html = render_template(
        "households/walking.html",
        access=access,
        table=access.table,
        teams=teams,
        places=places,
        team_id=team_id,
        place_id=place_id,
        is_chosen=is_chosen,
        lanes=[(sheet.key, f"{sheet.name} ({len(sheet.rows)})") for sheet in sheets],
        lane=lane,
        sheets=chosen,
        cut_after=LIST_LIMIT if len(rows) > LIST_LIMIT else None,
        services=_services(access),
        printed_at=now(),
        last_in_words=last_in_words,
        state_in_words=state_in_words,
        open_services=open_services,
    )
    if chosen:
        lines = sum(len(sheet.rows) for sheet in chosen)
        seen = {"party": access.table.kind, "team": team_id, "place": place_id, "lines": lines}
        record_view(access.session, now(), access.actor, access.ward.id, **seen)
    return html


def _teams(access: PartyAccess) -> dict[int, str]:
    """Return the names of the teams of today for which the user may print a list: all, or a leader's own."""
    own, today = access.actor.place.team_id if access.own_areas is not None else None, access.actor.today
    teams = teams_of_ward(access.session, access.ward.id)
    return {team.id: team.name for team in teams if own in {None, team.id} and existed_between(team, today, today)}


def _rows(access: PartyAccess, team_id: int | None, place_id: int | None) -> list[PartyRow]:
    """Return the lines by area and address: one more than a list may have, where there are too many."""
    areas = access.own_areas
    if team_id is not None and areas is None:
        areas = of_team(access.session.connection(), access.areas_today, team_id, access.actor.today).with_merged
    query = rows_to_visit(access.table, access.ward.id, areas, place_id).limit(LIST_LIMIT + 1)
    return [PartyRow(*row) for row in access.session.execute(query)]


def _sheets(access: PartyAccess, rows: Sequence[PartyRow], places: Mapping[int, str]) -> Sequence[Sheet]:
    return sheets_by_lane(access, rows) if access.table.is_of_households else sheets_by_place(access, rows, places)


def _services(access: PartyAccess) -> dict[str, str]:
    """Return the names of the services that the ward or one of its criteria asks every household about, by code."""
    if not access.table.is_of_households:
        return {}
    settings, names = access.ward.settings, access.service_names
    asked = asked_services(settings.state_services, usable_criteria(settings.criteria))
    return {code: names[code] for code in asked if code in names}
