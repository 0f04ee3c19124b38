"""Other offices, and the indicators that each of them usually has figures of. Pure data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from flask_babel import lazy_gettext as _l


class Office(StrEnum):
    """An office that has figures of its own. The values are stored."""

    POLICE = "police"
    HEALTH = "health"
    INSURANCE = "insurance"
    TAX = "tax"
    OTHER = "other"


OFFICE_NAMES = {
    Office.POLICE: _l("Police of the ward"),
    Office.HEALTH: _l("Health station"),
    Office.INSURANCE: _l("Social insurance"),
    Office.TAX: _l("Tax office"),
    Office.OTHER: _l("Another office"),
}
"""The names of offices."""

USUAL_INDICATORS: Mapping[Office, Sequence[str]] = {
    Office.POLICE: ("eid_level_1", "eid_account", "vneid_2_not_activated", "vneid_papers"),
    Office.HEALTH: ("health_record", "telehealth_user"),
    Office.INSURANCE: ("health_book_in_vneid", "welfare_account"),
    Office.TAX: ("business_e_tax", "household_business_e_tax", "household_business_e_invoice"),
    Office.OTHER: ("payment_account", "public_service_account"),
}
"""The codes of indicators that the sheet of a month asks each office for."""
