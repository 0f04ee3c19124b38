"""The words of the catalogue: outcomes of a service, and bounds of a published figure."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from flask_babel import lazy_gettext as _l


class Outcome(StrEnum):
    """The outcome of helping somebody with a service."""

    INSTALLED = "installed"
    ACTIVATED = "activated"
    SELF_SUFFICIENT = "self_sufficient"
    REGISTERED = "registered"
    STUDYING = "studying"
    COMPLETED = "completed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    INELIGIBLE = "ineligible"


OUTCOME_NAMES = {
    Outcome.INSTALLED: _l("Installed"),
    Outcome.ACTIVATED: _l("Activated"),
    Outcome.SELF_SUFFICIENT: _l("Uses it alone"),
    Outcome.REGISTERED: _l("Registered"),
    Outcome.STUDYING: _l("Studying"),
    Outcome.COMPLETED: _l("Completed"),
    Outcome.CONFIRMED: _l("Confirmed in VNeID"),
    Outcome.DECLINED: _l("Declined"),
    Outcome.INELIGIBLE: _l("Not eligible"),
}

APP_STEPS = (Outcome.INSTALLED, Outcome.ACTIVATED, Outcome.SELF_SUFFICIENT)
"""How far people come with an app or a service, step by step."""

COURSE_STEPS = (Outcome.REGISTERED, Outcome.STUDYING, Outcome.COMPLETED, Outcome.CONFIRMED)
"""How far people come with a course, step by step; phones know these outcomes since form 2 of the wire."""

USED = (Outcome.ACTIVATED, Outcome.SELF_SUFFICIENT, Outcome.COMPLETED, Outcome.CONFIRMED)
"""The outcomes after which somebody uses the service, or has completed the course."""


def offered_outcomes(outcomes: Sequence[str]) -> Sequence[str]:
    """Return which of the outcomes that a service may have are offered for new entries.

    A course was logged like an app before it had outcomes of its own: old entries and old phones name those.
    """
    if set(COURSE_STEPS).isdisjoint(outcomes):
        return outcomes
    return [outcome for outcome in outcomes if outcome not in APP_STEPS]


class Bound(StrEnum):
    """The exactness of a published figure: "hơn 2.800" is a lower bound, "gần 400" an upper one."""

    EXACT = "="
    MORE_THAN = ">"
    LESS_THAN = "<"
