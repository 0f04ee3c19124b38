"""A household or merchant as an entry names it."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID


class NamedParty(NamedTuple):
    """A household or merchant by the id that a phone gave it, with its label and the area of the entry."""

    id: UUID
    label: str
    neighbourhood_id: int
    place_id: int | None = None
