"""Questions to the coordinator that an entry raises as it is received. A flag never refuses anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

HOUSEHOLD_ELSEWHERE = "household_elsewhere"
"""The household was first met in another neighbourhood than the entry names."""


def flags_of(entry: Mapping[str, Any], known_areas: Mapping[tuple[int, UUID], int]) -> list[str]:
    """Return the flags of an entry. ``known_areas`` gives, by (ward, household), where it was met before."""
    flags = []
    household_id = entry["household_id"]
    if household_id is not None:
        area = known_areas.get((entry["ward_id"], household_id))
        if area is not None and area != entry["neighbourhood_id"]:
            flags.append(HOUSEHOLD_ELSEWHERE)
    return flags
