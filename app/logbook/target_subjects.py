"""What a target may name beside the measures of the log: an indicator, or an app or service that is reached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.catalogue.queries import indicators, services
from app.catalogue.terms import Outcome
from app.localisation import selected_language
from app.logbook.kinds import HEADLINES, service_measure

HOUSEHOLDS = "households"
"""The different households that were reached: no counter has them."""

_SERVICE = "service."
_REACHED = (Outcome.ACTIVATED, Outcome.SELF_SUFFICIENT)
_COUNTED = frozenset({HOUSEHOLDS, *(headline.measure for headline in HEADLINES)})


@dataclass(frozen=True, slots=True)
class TargetSubject:
    """What an indicator or a service is called, and the measures that add up to it, none where nothing feeds it."""

    name: str
    measures: Sequence[str]


def service_subject(service_code: str) -> str:
    """Return under which code a target names an app or service."""
    return f"{_SERVICE}{service_code}"


def service_measures(service_code: str) -> list[str]:
    """Return the measures that count who came to use an app or service; who only has it installed does not."""
    return [service_measure(service_code, outcome) for outcome in _REACHED]


def target_subjects(session: Session, named: Iterable[str]) -> dict[str, TargetSubject]:
    """Return which of the codes that targets name are indicators and services, in the order of the catalogue."""
    codes = set(named) - _COUNTED
    english = selected_language() == "en"
    found: dict[str, TargetSubject] = {}
    if any(not code.startswith(_SERVICE) for code in codes):
        for indicator in session.scalars(indicators()):
            name = indicator.name_en if english else indicator.name_vi
            found[indicator.code] = TargetSubject(name, indicator.measures.split())
    if any(code.startswith(_SERVICE) for code in codes):
        for service in session.execute(services()):
            name = service.name_en if english else service.name_vi
            found[service_subject(service.code)] = TargetSubject(name, service_measures(service.code))
    return {code: aim for code, aim in found.items() if code in codes}


def measures_of(measure: str, known: Mapping[str, TargetSubject]) -> Sequence[str]:
    """Return the measures that a target is counted by: those of its indicator or service, or the one it names."""
    return known[measure].measures if measure in known else [measure]
