"""Rows of the registry as tests put them there without a phone."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from app.month import now
from app.registry.addresses import search_keys
from app.registry.models import Household
from app.text import fold
from tests.cast import AREA_1, WARD_A


def household_row(
    id: str | UUID, label: str, area: int = AREA_1, ward: int = WARD_A, retired_at: datetime | None = None
) -> Household:
    """Return a household of ward A that no entry names yet."""
    keys = search_keys(label)
    return Household(
        ward_id=ward,
        id=UUID(str(id)),
        neighbourhood_id=area,
        label=label,
        folded=fold(label),
        identity_key=keys.identity,
        search_words=keys.words,
        similar_key=keys.similar,
        created_at=now(),
        retired_at=retired_at,
    )
