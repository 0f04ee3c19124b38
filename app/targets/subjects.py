"""Subjects of targets: a measure of the log, an indicator, or an app or service that people use. Pure rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.catalogue.models import Indicator, Service
from app.catalogue.terms import USED
from app.logbook.kinds import HEADLINES, service_measure

HOUSEHOLDS = "households"
"""The different households that were reached: no counter has them."""

SERVICE_PREFIX = "service."
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
    """Return the measures that count the people who use an app or service; having it installed is not enough.

    Of a course they count those who completed it.
    """
    return [service_measure(service_code, outcome) for outcome in USED]


def measures_of(measure: str, subjects: Mapping[str, TargetSubject]) -> Sequence[str]:
    """Return the measures that a target is counted by: those of its indicator or service, or the one it names."""
    return subjects[measure].measures if measure in subjects else [measure]


def names_of_measures() -> dict[str, str]:
    """Return the names of the measures that a target may name, besides indicators and services."""
    return {
        HOUSEHOLDS: _("Different households reached"),
        **{headline.measure: str(headline.label) for headline in HEADLINES},
    }


def subjects_named(
    named: Iterable[str], indicators: Callable[[], Iterable[Indicator]], services: Callable[[], Iterable[Service]]
) -> dict[str, TargetSubject]:
    """Return the indicators and services among the codes that targets name, in the order of the catalogue.

    Neither part of the catalogue is asked for where no target is of it.
    """
    codes = set(named) - MEASURES
    of_services = {code for code in codes if code.startswith(SERVICE_PREFIX)}
    found: dict[str, TargetSubject] = {}
    if codes - of_services:
        found |= {each.code: TargetSubject(each.name, each.measures.split()) for each in indicators()}
    if of_services:
        found |= {
            service_subject(each.code): TargetSubject(each.name, service_measures(each.code)) for each in services()
        }
    return {code: subject for code, subject in found.items() if code in codes}
