"""What stands in areas that are to be changed: how many households, merchants and entries, and who covers them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.logbook.models import Entry
from app.people.models import Membership, User
from app.places.area_successors import standing_on, successors_of
from app.places.queries import areas_of_ward, covered_areas, teams_of_ward
from app.registry.models import Household, HouseholdSummary, Merchant, MerchantSummary, Party
from app.registry.queries import is_offered


@dataclass(frozen=True, slots=True)
class AreaCounts:
    """The households and merchants that stand in some areas, the entries that are counted there, and the names of the
    teams that cover any of them, with the number of their people.
    """

    households: int
    merchants: int
    entries: int
    teams: Sequence[str]
    people: int


def counts_of(session: Session, ward_id: int, groups: Iterable[Collection[int]], first_day: date) -> list[AreaCounts]:
    """Return what stands in each group of areas on the day before a change."""
    before = first_day - timedelta(days=1)
    areas = areas_of_ward(session, ward_id)
    standing, counted = standing_on(areas, before), successors_of(areas, before)
    homes, stalls = _registered(session, ward_id, Household), _registered(session, ward_id, Merchant)
    entries = Counter(dict(session.execute(_entries_by_area(ward_id)).all()))
    covered = {(team, standing.get(area, area)) for team, area in session.execute(covered_areas(ward_id, before))}
    names = {team.id: team.name for team in teams_of_ward(session, ward_id)}
    people = dict(session.execute(_people_by_team(ward_id, before)).all())
    found = []
    for group in groups:
        inside = {area.id for area in areas if standing.get(area.id, area.id) in group}
        logged = {area.id for area in areas if counted.get(area.id, area.id) in group}
        teams = [id for id in names if any(team == id and area in group for team, area in covered)]
        found.append(
            AreaCounts(
                sum(homes[id] for id in inside),
                sum(stalls[id] for id in inside),
                sum(entries[id] for id in logged),
                [names[id] for id in teams],
                sum(people.get(id, 0) for id in teams),
            )
        )
    return found


def _registered(session: Session, ward_id: int, party: Party) -> Counter[int]:
    """Return how many households or merchants that are offered are stored in each area."""
    if party is Household:
        is_summary = sa.and_(
            HouseholdSummary.ward_id == Household.ward_id, HouseholdSummary.household_id == Household.id
        )
        rows = sa.select(Household.neighbourhood_id, sa.func.count()).outerjoin(HouseholdSummary, is_summary)
    else:
        is_summary = sa.and_(MerchantSummary.ward_id == Merchant.ward_id, MerchantSummary.merchant_id == Merchant.id)
        rows = sa.select(Merchant.neighbourhood_id, sa.func.count()).outerjoin(MerchantSummary, is_summary)
    return Counter(dict(session.execute(rows.where(is_offered(party, ward_id)).group_by(party.neighbourhood_id)).all()))


def _entries_by_area(ward_id: int) -> sa.Select[int, int]:
    """Select the number of entries of each area; an index holds all that this reads."""
    return (
        sa.select(Entry.neighbourhood_id, sa.func.count())
        .where(Entry.ward_id == ward_id)
        .group_by(Entry.neighbourhood_id)
    )


def _people_by_team(ward_id: int, day: date) -> sa.Select[int | None, int]:
    """Select the number of people of each team on a day."""
    lasts = sa.or_(Membership.valid_to.is_(None), Membership.valid_to >= day)
    return (
        sa.select(Membership.team_id, sa.func.count())
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.ward_id == ward_id,
            Membership.team_id.is_not(None),
            Membership.valid_from <= day,
            lasts,
            User.ended_at.is_(None),
        )
        .group_by(Membership.team_id)
    )
