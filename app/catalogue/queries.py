"""What is asked of the catalogue."""

from __future__ import annotations

import sqlalchemy as sa

from app.catalogue.models import Baseline, Indicator, Service, Target, Topic
from app.database import Query, table_of

_SERVICE = table_of(Service)
_TOPIC = table_of(Topic)
_SERVICES = sa.select(
    _SERVICE.c.code, _SERVICE.c.name_vi, _SERVICE.c.name_en, _SERVICE.c.pillar, _SERVICE.c.outcomes
).order_by(_SERVICE.c.position)
_TOPICS = sa.select(_TOPIC.c.code, _TOPIC.c.name_vi, _TOPIC.c.name_en).order_by(_TOPIC.c.position)


def services() -> Query:
    """Select the services in their order."""
    return _SERVICES


def topics() -> Query:
    """Select the topics in their order."""
    return _TOPICS


def indicators() -> Query:
    """Select the indicators in their order."""
    return sa.select(Indicator).order_by(Indicator.position)


def fed_indicators() -> Query:
    """Select the indicators that measures of the log feed and of which a group of people is known."""
    columns = Indicator.code, Indicator.denominator_group, Indicator.measures
    return sa.select(*columns).where(Indicator.measures != "", Indicator.denominator_group != "")


def baselines_of(ward_id: int) -> Query:
    """Select a ward's published figures, the oldest first, and undated ones before them."""
    return sa.select(Baseline).where(Baseline.ward_id == ward_id).order_by(Baseline.as_of.nulls_first(), Baseline.id)


def targets_of(ward_id: int, team_id: int | None, year: int, month: str) -> Query:
    """Select the targets of a ward, and of one of its teams, for a year and for one month of it."""
    return (
        sa.select(Target.measure, Target.figure, Target.month, Target.team_id)
        .where(
            Target.ward_id == ward_id,
            Target.year == year,
            sa.or_(Target.team_id.is_(None), Target.team_id == team_id),
            sa.or_(Target.month.is_(None), Target.month == month),
            Target.neighbourhood_id.is_(None),
        )
        .order_by(Target.id)
    )


def targets_of_areas(ward_id: int, year: int, month: str) -> Query:
    """Select the targets of the areas of a ward, for a year and for one month of it."""
    return (
        sa.select(Target.neighbourhood_id, Target.measure, Target.figure, Target.month)
        .where(
            Target.ward_id == ward_id,
            Target.year == year,
            sa.or_(Target.month.is_(None), Target.month == month),
            Target.neighbourhood_id.is_not(None),
        )
        .order_by(Target.id)
    )


def targets_in_year(ward_id: int, year: int) -> Query:
    """Select all targets of a ward, of its teams and of its areas, for a year and for months of it."""
    return sa.select(Target).where(Target.ward_id == ward_id, Target.year == year).order_by(Target.id)


def years_of_targets(ward_id: int) -> Query:
    """Select the years for which a ward has targets."""
    return sa.select(Target.year).distinct().where(Target.ward_id == ward_id)
