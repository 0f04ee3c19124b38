"""The entries that the report of a month lists one by one."""

from __future__ import annotations

from app.logbook.kinds import KINDS
from app.months.edition import ActivityRows
from app.months.queries import counted_of_ward
from app.overview.ward_month import WardMonth
from app.permissions import Holder


def listed_activities(reading: WardMonth, holder: Holder | None = None) -> list[ActivityRows]:
    """Return the entries that the report lists one by one, without personal data, and of which team each is.

    They are those of the whole ward, or those that ``holder`` may read.
    """
    listings = {code: kind.listing for code, kind in KINDS.items() if kind.listing}
    areas = {area.id: area.name for area in reading.areas}
    teams: dict[int | None, str] = {team.id: team.name for team in reading.teams}
    query = counted_of_ward(reading.ward.id, listings, str(reading.month), reading.closed, holder)
    rows: dict[str, list[list[object]]] = {code: [] for code in listings}
    team_ids: dict[str, list[int | None]] = {code: [] for code in listings}
    for kind, day, area_id, team_id, fields in reading.session.execute(query):
        completed = KINDS[kind].completed(fields)
        values = [completed.get(column) for column in listings[kind]]
        rows[kind].append([day, areas.get(area_id, ""), teams.get(team_id, ""), *values])
        team_ids[kind].append(team_id)
    return [ActivityRows(code, columns, rows[code], team_ids[code]) for code, columns in listings.items()]
