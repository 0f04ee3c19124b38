"""Names of a ward's criteria, made of what they ask where the ward has given them none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask_babel import gettext as _
from flask_babel import ngettext

from app.places.household_criteria import Criterion, Rule


def criterion_name(criterion: Criterion, services: Mapping[str, str]) -> str:
    """Return the name of a criterion in the reader's language; ``services`` are the names of services by code."""
    return criterion.name or _rule_in_words(criterion, services.get(criterion.service, criterion.service))


def criterion_names(criteria: Iterable[Criterion], services: Mapping[str, str]) -> dict[str, str]:
    """Return the names of some criteria by their codes, as :func:`criterion_name` makes them."""
    return {each.code: criterion_name(each, services) for each in criteria}


def _rule_in_words(criterion: Criterion, service: str) -> str:
    match criterion.rule:
        case Rule.EVERYBODY:
            name = _("Everybody from %(age)s: %(service)s", age=criterion.age, service=service)
        case Rule.SOMEBODY:
            name = _("At least one person: %(service)s", service=service)
        case Rule.SMARTPHONES:
            least = criterion.least
            name = ngettext("At least %(number)s smartphone", "At least %(number)s smartphones", least, number=least)
        case Rule.INTERNET:
            name = _("Internet at home")
        case Rule.OWN_PHONE:
            name = _("Nobody shares a phone")
        case _:
            name = criterion.rule
    return str(name)
