"""The entries that the report of a month lists one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.logbook.kinds import KINDS
from app.logbook.kinds.common import OCCASION
from app.logbook.wording import occasion_names
from app.months.edition import ActivityRows
from app.months.queries import counted_of_ward
from app.overview.ward_month import WardMonth
from app.permissions import Holder

_HEAD = 3
"""The number of cells before the columns of a kind: day, area and team."""


def listed_activities(reading: WardMonth, holder: Holder | None = None) -> list[ActivityRows]:
    """Return the entries that the report lists one by one, without personal data, and of which team each is.

    They are those of the whole ward, or those that ``holder`` may read. Event and place are columns of a kind that has
    none of them where any of its entries names one; an event by its title, as it is then.
    """
    listings = {code: (*kind.listing, *_further(kind.listing)) for code, kind in KINDS.items() if kind.listing}
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
    listed = [ActivityRows(code, columns, rows[code], team_ids[code]) for code, columns in listings.items()]
    return _with_titles(reading, [_without_unnamed(each) for each in listed])


def _further(listing: Sequence[str]) -> list[str]:
    return [name for name in OCCASION if name not in listing]


def _without_unnamed(listed: ActivityRows) -> ActivityRows:
    """Return the entries without the columns of event and place that nothing stands in; these are the last ones."""
    own = KINDS[listed.kind].listing
    shown = [
        position
        for position, name in enumerate(listed.columns)
        if name in own or any(row[_HEAD + position] is not None for row in listed.rows)
    ]
    if len(shown) == len(listed.columns):
        return listed
    rows = [[*row[:_HEAD], *(row[_HEAD + position] for position in shown)] for row in listed.rows]
    return ActivityRows(listed.kind, [listed.columns[position] for position in shown], rows, listed.teams)


def _with_titles(reading: WardMonth, listings: Iterable[ActivityRows]) -> list[ActivityRows]:
    """Return the entries with the titles of their events in place of the ids."""
    listed = list(listings)
    of_events = [each for each in listed if "event" in each.columns]
    titles = occasion_names(reading.session, reading.ward.id)["events"] if of_events else {}
    for each in of_events:
        position = _HEAD + each.columns.index("event")
        for row in each.rows:
            assert isinstance(row, list)
            row[position] = titles.get(row[position])
    return listed
