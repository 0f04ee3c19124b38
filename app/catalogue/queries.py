"""Questions about the catalogue."""

from __future__ import annotations

import sqlalchemy as sa

from app.catalogue.models import Baseline, Indicator, Service, Topic


def services() -> sa.Select[Service]:
    """Select the services in their order."""
    return sa.select(Service).order_by(Service.position)


def topics() -> sa.Select[Topic]:
    """Select the topics in their order."""
    return sa.select(Topic).order_by(Topic.position)


def indicators() -> sa.Select[Indicator]:
    """Select the indicators in their order."""
    return sa.select(Indicator).order_by(Indicator.position)


def outcomes_of_services() -> sa.Select[str, str]:
    """Select the codes of the services with the outcomes that each may have, separated by spaces."""
    return sa.select(Service.code, Service.outcomes)


def topic_codes() -> sa.Select[str]:
    """Select the codes of the topics."""
    return sa.select(Topic.code)


def fed_indicators() -> sa.Select[str, str, str]:
    """Select code, denominator and measures of the indicators that the log feeds and that have a denominator."""
    return sa.select(Indicator.code, Indicator.denominator_group, Indicator.measures).where(
        Indicator.measures != "", Indicator.denominator_group != ""
    )


def baselines_of(ward_id: int) -> sa.Select[Baseline]:
    """Select a ward's published figures, the oldest first, and undated ones before them."""
    return sa.select(Baseline).where(Baseline.ward_id == ward_id).order_by(Baseline.as_of.nulls_first(), Baseline.id)
