"""The codes of the catalogue, kept in memory for some seconds: every batch needs them, and they hardly change."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from flask import current_app
from sqlalchemy.engine import Connection

from app.catalogue.queries import fed_indicators, outcomes_of_services, procedure_codes, topic_codes

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
    """The outcomes that each service may have, topics, groups of procedures, and the indicators that the log feeds.

    ``read_at`` is the moment of reading on the process's monotonic clock, in seconds.
    """

    services: Mapping[str, Collection[str]]
    topics: Collection[str]
    procedures: Collection[str]
    indicators: Sequence[FedIndicator]
    read_at: float


def catalogue_codes(connection: Connection) -> Codes:
    """Return the codes of the catalogue, at most :data:`LIFETIME` old."""
    codes: Codes | None = current_app.extensions.get(_KEY)
    if codes is None or time.monotonic() - codes.read_at > LIFETIME:
        codes = current_app.extensions[_KEY] = Codes(
            services={
                code: frozenset(outcomes.split()) for code, outcomes in connection.execute(outcomes_of_services())
            },
            topics=frozenset(connection.scalars(topic_codes())),
            procedures=frozenset(connection.scalars(procedure_codes())),
            indicators=[
                FedIndicator(code, group, frozenset(measures.split()))
                for code, group, measures in connection.execute(fed_indicators())
            ],
            read_at=time.monotonic(),
        )
    return codes


def with_denominators(indicators: Sequence[FedIndicator], chosen: Mapping[str, str]) -> Sequence[FedIndicator]:
    """Return indicators with the denominators that a ward has chosen, by code."""
    if not chosen:
        return indicators
    return [replace(each, group=chosen.get(each.code, each.group)) for each in indicators]
