"""Of which group of people an indicator's ratio is taken, where a ward takes another than the catalogue. Pure rules.

Provinces differ in it: payment accounts are counted of those of 15 and older, or of all adults.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.stored_json import StoredObject

KEY = "age_bases"
"""Under which it stands in a ward's settings."""

DENOMINATORS = ("residents", "residents_14_plus", "residents_15_plus", "adults", "households", "businesses")
"""The groups that a ward may choose from."""


def chosen_denominators(ward_settings: Mapping[str, Any]) -> Mapping[str, str]:
    """Return the groups that a ward has chosen, by indicator; the others stay with that of the catalogue."""
    stored = StoredObject(ward_settings).object(KEY)
    return {code: group for code in stored if (group := stored.text(code)) in DENOMINATORS}
