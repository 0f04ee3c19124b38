"""What a phone asks of a household's state, and the criteria by which it says whether a household is a digital one."""

from __future__ import annotations

from collections.abc import Iterable

from app.catalogue.models import Service
from app.json_types import JsonObject
from app.places.household_criteria import Criterion, asked_services, usable_criteria
from app.places.ward_settings import WardSettings
from app.registry.criteria_wording import criterion_name


def household_settings(settings: WardSettings, services: Iterable[Service]) -> JsonObject:
    """Return the services of a household's state, in the ward's order, and its criteria with the name of each.

    A service that phones do not offer is asked for all the same; one that has ended is not.
    """
    known = list(services)
    names = {each.code: each.name for each in known}
    asked = {each.code for each in known if each.ended_on is None}
    criteria = usable_criteria(settings.criteria)
    return {
        "state_services": [
            {"code": code, "name": names[code]}
            for code in asked_services(settings.state_services, criteria)
            if code in asked
        ],
        "criteria": [_criterion(each, criterion_name(each, names)) for each in criteria],
    }


def _criterion(criterion: Criterion, name: str) -> JsonObject:
    """Return a criterion as the wire has it: with what its rule needs, and no more."""
    needed = {"service": criterion.service, "age": criterion.age, "least": criterion.least}
    return {
        "code": criterion.code,
        "name": name,
        "rule": criterion.rule,
        **{part: value for part, value in needed.items() if value},
    }
