"""Questions about the catalogue."""

from __future__ import annotations

import sqlalchemy as sa

from app.catalogue.models import Baseline, Indicator, Service, Topic
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
    """Select the indicators that measures of the log feed and that have a group of people as denominator."""
    columns = Indicator.code, Indicator.denominator_group, Indicator.measures
    return sa.select(*columns).where(Indicator.measures != "", Indicator.denominator_group != "")


def baselines_of(ward_id: int) -> Query:
    """Select a ward's published figures, the oldest first, and undated ones before them."""
    return sa.select(Baseline).where(Baseline.ward_id == ward_id).order_by(Baseline.as_of.nulls_first(), Baseline.id)
