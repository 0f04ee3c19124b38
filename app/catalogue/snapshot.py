"""The codes of the catalogue, kept in memory for a short while: every batch asks for them, and they hardly change."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from flask import current_app
from sqlalchemy.engine import Connection

from app.catalogue.queries import fed_indicators, services, topics

LIFETIME = 30.0  # seconds
_KEY = "tung-nha-catalogue"


@dataclass(frozen=True, slots=True)
class FedIndicator:
    """An indicator of a group of people, and the measures of the log that feed it."""

    code: str
    group: str
    measures: frozenset[str]


@dataclass(frozen=True, slots=True)
class Codes:
    """The outcomes that each service may have, the topics, and the indicators that the log feeds.

    As read at a moment of the process's clock.
    """

    services: Mapping[str, Collection[str]]
    topics: Collection[str]
    indicators: Sequence[FedIndicator]
    read_at: float


def catalogue_codes(connection: Connection) -> Codes:
    """Return the codes of the catalogue, at most :data:`LIFETIME` old."""
    codes: Codes | None = current_app.extensions.get(_KEY)
    if codes is None or time.monotonic() - codes.read_at > LIFETIME:
        codes = current_app.extensions[_KEY] = Codes(
            services={row.code: frozenset(row.outcomes.split()) for row in connection.execute(services())},
            topics=frozenset(row.code for row in connection.execute(topics())),
            indicators=[
                FedIndicator(row.code, row.denominator_group, frozenset(row.measures.split()))
                for row in connection.execute(fed_indicators())
            ],
            read_at=time.monotonic(),
        )
    return codes


def on_bases(indicators: Sequence[FedIndicator], bases: Mapping[str, str]) -> Sequence[FedIndicator]:
    """Return indicators with the groups of people that a ward takes their ratios of."""
    if not bases:
        return indicators
    return [replace(each, group=bases.get(each.code, each.group)) for each in indicators]
