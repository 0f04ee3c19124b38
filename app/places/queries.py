"""Questions about places. Most functions return a ``Select``; callers decide how much to read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.periods import Periods
from app.places.area_successors import successors_of
from app.places.models import Neighbourhood, Place, PlaceType, Population, Team, TeamArea, Ward
from app.places.order import in_order
from app.places.ward_places import WardArea, WardTeam
from app.places.ward_settings import WardSettings

_LastDay = InstrumentedAttribute[date | None]
_FirstDay = _LastDay | InstrumentedAttribute[date]


class PlaceInUse(NamedTuple):
    """A place as a phone and its choosers need it."""

    id: int
    name: str
    type: PlaceType
    position: int | None


class ListedPlace(NamedTuple):
    """A place of a ward's list with its first and last day, where they are known."""

    id: int
    name: str
    type: PlaceType
    valid_from: date | None
    valid_to: date | None
    position: int | None


def ward_by_code(code: str) -> sa.Select[Ward]:
    """Select the ward with ``code`` in the newest official list."""
    return sa.select(Ward).where(Ward.code == code).order_by(Ward.list_version.desc()).limit(1)


def lock_ward(session: Session, ward_id: int) -> Ward:
    """Return a ward as it is now; others who lock it wait until this transaction ends.

    Entries that come in name the ward, which shares its key with them: they neither wait for this lock nor hold it up.
    """
    return session.get_one(Ward, ward_id, with_for_update={"key_share": True})


def wards_of(province_id: int) -> sa.Select[Ward]:
    """Select the wards of a province in the order of their codes."""
    return sa.select(Ward).where(Ward.province_id == province_id).order_by(Ward.code)


_AREAS_OF_WARD = sa.select(*(getattr(Neighbourhood, name) for name in WardArea._fields)).where(
    Neighbourhood.ward_id == sa.bindparam("ward")
)


def areas_of_ward(session: Session, ward_id: int) -> list[WardArea]:
    """Return all areas of a ward in their order, ended ones too: old entries still name them."""
    return in_order(unordered_areas_of_ward(session.connection(), ward_id))


def unordered_areas_of_ward(connection: Connection, ward_id: int) -> list[WardArea]:
    """Return all areas of a ward, ended ones too, for those who list none: ordering them costs more than reading."""
    return [WardArea(*row) for row in connection.execute(_AREAS_OF_WARD, {"ward": ward_id})]


def teams_of_ward(session: Session, ward_id: int) -> list[WardTeam]:
    """Return all teams of a ward in their order, ended ones too."""
    return in_order(WardTeam(*row) for row in session.execute(teams_of(ward_id)))


def teams_of(ward_id: int) -> sa.Select[int, str, date | None, date | None, int | None]:
    """Select the columns of :class:`WardTeam` of all teams of a ward, without an order."""
    return sa.select(Team.id, Team.name, Team.valid_from, Team.valid_to, Team.position).where(Team.ward_id == ward_id)


def exists_on(valid_from: _FirstDay, valid_to: _LastDay, on: date | sa.BindParameter[date]) -> sa.ColumnElement[bool]:
    """Return the condition that something with a first and a last day, or without, exists on a day."""
    return sa.and_(sa.or_(valid_from.is_(None), valid_from <= on), sa.or_(valid_to.is_(None), valid_to >= on))


def covered_on(day: date) -> sa.Select[int, int]:
    """Select the ids of each team and of the areas that it covers on a day, on which both of them exist.

    What a team covers stays stored when it or the area ends, and so counts again when either is brought back.
    A merged area counts on: its successor has its figures.
    """
    area, team = Neighbourhood, Team
    return (
        sa.select(TeamArea.team_id, TeamArea.neighbourhood_id)
        .join(team, team.id == TeamArea.team_id)
        .join(area, area.id == TeamArea.neighbourhood_id)
        .where(
            exists_on(TeamArea.valid_from, TeamArea.valid_to, day),
            exists_on(team.valid_from, team.valid_to, day),
            sa.or_(area.merged_into_id.is_not(None), exists_on(area.valid_from, area.valid_to, day)),
        )
    )


def areas_of(team_id: int, on: date) -> sa.Select[int]:
    """Select the ids of the neighbourhoods that a team covers on a day."""
    return covered_on(on).where(TeamArea.team_id == team_id).with_only_columns(TeamArea.neighbourhood_id)


AREAS_WITH_HOUSEHOLDS = sa.select(TeamArea.neighbourhood_id).where(
    TeamArea.team_id == sa.bindparam("team"),
    exists_on(TeamArea.valid_from, TeamArea.valid_to, sa.bindparam("day", type_=sa.Date())),
)
"""The ids of the areas whose households a ``team`` has on a ``day``: also of ended ones, as after a split."""


def covered_areas(ward_id: int, on: date) -> sa.Select[int, int]:
    """Select the ids of each team of a ward and of the areas that it covers on a day."""
    return covered_on(on).where(Team.ward_id == ward_id)


def places_in_use(session: Session, ward_id: int, on: date) -> list[PlaceInUse]:
    """Return the markets, streets and points of a ward that are in use on a day, in their order."""
    query = sa.select(Place.id, Place.name, Place.type, Place.position).where(
        Place.ward_id == ward_id,
        exists_on(Place.valid_from, Place.valid_to, on),
    )
    return in_order(PlaceInUse(*row) for row in session.execute(query))


def places_of_list(session: Session, ward_id: int) -> list[ListedPlace]:
    """Return all places of a ward in their order, ended ones too: old entries still name them."""
    columns = (getattr(Place, name) for name in ListedPlace._fields)
    rows = session.execute(sa.select(*columns).where(Place.ward_id == ward_id))
    return in_order(ListedPlace(*row) for row in rows)


def ended_places_of(ward_id: int, on: date) -> sa.Select[int, str]:
    """Select the id and name of the places of a ward that had ended before a day."""
    return sa.select(Place.id, Place.name).where(Place.ward_id == ward_id, Place.valid_to < on).order_by(Place.id)


def every_place_of(ward_id: int) -> sa.Select[int, str]:
    """Select the id and name of all places of a ward, ended ones too: old entries still name them."""
    return sa.select(Place.id, Place.name).where(Place.ward_id == ward_id)


def latest_populations(ward_id: int) -> sa.Select[str, int, date, str]:
    """Select the populations of a whole ward, the newest of each group first."""
    return (
        sa.select(Population.group, Population.figure, Population.as_of, Population.source)
        .where(Population.ward_id == ward_id, Population.neighbourhood_id.is_(None))
        .order_by(Population.group, Population.as_of.desc(), Population.id.desc())
    )


def populations_of_group(ward_id: int, group: str) -> sa.Select[Population]:
    """Select all figures of a group that a ward has entered, for itself and for areas, the newest first."""
    return (
        sa.select(Population)
        .where(Population.ward_id == ward_id, Population.group == group)
        .order_by(Population.as_of.desc(), Population.id)
    )


def populations_on_day(ward_id: int, group: str, as_of: date) -> sa.Select[Population]:
    """Select the figures of a group on one day as objects."""
    return sa.select(Population).where(
        Population.ward_id == ward_id, Population.group == group, Population.as_of == as_of
    )


def successors(session: Session, ward_id: int, day: date) -> Mapping[int, int]:
    """Return, for every area of a ward that was merged before a day, its successor then, which has its figures."""
    return successors_of(unordered_areas_of_ward(session.connection(), ward_id), day)


def ward_periods(session: Session | Connection, ward_id: int) -> Periods:
    """Return the reporting periods of a ward, without the rest of its settings."""
    rules = session.scalar(sa.select(Ward.stored_settings["periods"]).where(Ward.id == ward_id))
    return WardSettings.parse({"periods": rules}).periods
