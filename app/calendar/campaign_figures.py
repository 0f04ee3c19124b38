"""What a campaign has reached: read from the log, as it is looked at seldom and its days and areas may change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.events.campaign_areas import areas_held_in
from app.json_types import JsonObject
from app.logbook.kinds import KINDS
from app.logbook.models import Entry
from app.logbook.queries import closed_months, counting
from app.periods import Span
from app.places.order import in_natural_order
from app.places.queries import areas_of_ward, covered_areas, teams_of_ward
from app.places.ward_places import WardArea, WardTeam, existed_between

_ROWS_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class CampaignCounts:
    """The counts of a campaign by measure: of all entries that count, by team, and how many entries each team has.

    ``teams`` take part: those that have an area of the campaign, or logged something that counts. They stand in the
    order of their names.
    """

    total: Counter[str]
    of_teams: Mapping[int, Counter[str]]
    entries: Counter[int]
    teams: Sequence[WardTeam]

    @property
    def without_entries(self) -> list[WardTeam]:
        """The teams that have logged nothing that counts."""
        return [team for team in self.teams if not self.entries[team.id]]


@dataclass(slots=True)
class _CampaignSums:
    total: Counter[str] = field(default_factory=Counter)
    of_teams: dict[int, Counter[str]] = field(default_factory=dict)
    entries: Counter[int] = field(default_factory=Counter)


def entries_of_days(
    ward_id: int, teams: Sequence[int], days: Span, only_team: int | None
) -> sa.Select[int | None, str, int, date, JsonObject] | sa.CompoundSelect[int | None, str, int, date, JsonObject]:
    """Select the entries of a ward, or of one team, that happened on some days and count officially.

    The teams are named, and those without one asked for apart: the index has the days of each.
    """

    def on_days(by_team: sa.ColumnElement[bool]) -> sa.Select[int | None, str, int, date, JsonObject]:
        return sa.select(Entry.team_id, Entry.kind, Entry.neighbourhood_id, Entry.happened_on, Entry.fields).where(
            Entry.ward_id == ward_id,
            by_team,
            Entry.happened_on.between(days.first, days.last),
            counting(closed_months(ward_id).order_by(None)),
        )

    if only_team is not None:
        return on_days(Entry.team_id == only_team)
    return on_days(Entry.team_id.in_(teams)).union_all(on_days(Entry.team_id.is_(None)))


def read_campaign(
    session: Session, ward_id: int, days: Span, chosen: frozenset[int], today: date, only_team: int | None = None
) -> CampaignCounts:
    """Read what counts for a campaign in ``chosen`` areas up to today: of the ward, or of one team."""
    areas, teams = areas_of_ward(session, ward_id), teams_of_ward(session, ward_id)
    held_in = areas_held_in(chosen, areas, today) if chosen else None
    sums = _CampaignSums()
    query = entries_of_days(ward_id, [team.id for team in teams], days, only_team)
    for team_id, kind, area, day, fields in session.execute(query, execution_options={"yield_per": _ROWS_AT_ONCE}):
        if held_in is not None and day < held_in.get(area, date.max):
            continue
        counts = KINDS[kind].counts(fields)
        sums.total.update(counts)
        if team_id is not None:
            sums.of_teams.setdefault(team_id, Counter()).update(counts)
            sums.entries[team_id] += 1
    last = max(min(days.last, today), days.first)
    covered = {(team_id, area) for team_id, area in session.execute(covered_areas(ward_id, last))} if held_in else set()
    taking_part = [
        team
        for team in teams
        if (only_team is None or team.id == only_team)
        and (sums.entries[team.id] or _takes_part(team, covered, held_in, Span(days.first, last)))
    ]
    return CampaignCounts(sums.total, sums.of_teams, sums.entries, in_natural_order(taking_part))


def _takes_part(team: WardTeam, covered: set[tuple[int, int]], held_in: Mapping[int, date] | None, days: Span) -> bool:
    """Return whether a team is asked to take part: it exists on the last day, and has an area of the campaign."""
    if not existed_between(team, days.last, days.last):
        return False
    return held_in is None or any((team.id, area) in covered for area in held_in)


def areas_named(chosen: Iterable[int], areas: Iterable[WardArea]) -> list[str]:
    """Return the names of the areas that were chosen, in the order of the ward."""
    ids = set(chosen)
    return [area.name for area in areas if area.id in ids]
