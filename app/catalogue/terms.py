"""The words of the catalogue: outcomes of a service, and bounds of a published figure."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l


class Outcome(StrEnum):
    """The outcome of helping somebody with a service."""

    INSTALLED = "installed"
    ACTIVATED = "activated"
    SELF_SUFFICIENT = "self_sufficient"
    DECLINED = "declined"
    INELIGIBLE = "ineligible"


OUTCOME_NAMES = {
    Outcome.INSTALLED: _l("Installed"),
    Outcome.ACTIVATED: _l("Activated"),
    Outcome.SELF_SUFFICIENT: _l("Uses it alone"),
    Outcome.DECLINED: _l("Declined"),
    Outcome.INELIGIBLE: _l("Not eligible"),
}


class Bound(StrEnum):
    """The exactness of a published figure: "hơn 2.800" is a lower bound, "gần 400" an upper one."""

    EXACT = "="
    MORE_THAN = ">"
    LESS_THAN = "<"
