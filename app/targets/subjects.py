"""Subjects of targets: a measure of the log, an indicator, or an app or service that people use. Pure rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.catalogue.terms import Outcome
from app.logbook.kinds import HEADLINES, service_measure

HOUSEHOLDS = "households"
"""The different households that were reached: no counter has them."""

SERVICE_PREFIX = "service."
_REACHED = (Outcome.ACTIVATED, Outcome.SELF_SUFFICIENT)
MEASURES = frozenset({HOUSEHOLDS, *(headline.measure for headline in HEADLINES)})
"""The measures that a target may name by themselves."""


@dataclass(frozen=True, slots=True)
class TargetSubject:
    """The name of an indicator or a service, and the measures that add up to it; none where the log feeds none."""

    name: str
    measures: Sequence[str]


def service_subject(service_code: str) -> str:
    """Return the code under which a target names an app or service."""
    return f"{SERVICE_PREFIX}{service_code}"


def service_measures(service_code: str) -> list[str]:
    """Return the measures that count the people who use an app or service; having it installed is not enough."""
    return [service_measure(service_code, outcome) for outcome in _REACHED]


def measures_of(measure: str, subjects: Mapping[str, TargetSubject]) -> Sequence[str]:
    """Return the measures that a target is counted by: those of its indicator or service, or the one it names."""
    return subjects[measure].measures if measure in subjects else [measure]


def names_of_measures() -> dict[str, str]:
    """Return the names of the measures that a target may name, besides indicators and services."""
    return {
        HOUSEHOLDS: _("Different households reached"),
        **{headline.measure: str(headline.label) for headline in HEADLINES},
    }
