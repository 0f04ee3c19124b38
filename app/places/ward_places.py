"""Areas and teams of a ward with the time that each existed; old entries name ended ones, too. Pure."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple, Protocol


class WardArea(NamedTuple):
    """An area of a ward, with the one that it was merged into, if it was.

    A part names the area that it was split from, and that one the part that has the rest of it.
    """

    id: int
    name: str
    is_whole_ward: bool
    valid_from: date | None
    valid_to: date | None
    merged_into_id: int | None
    position: int | None = None
    split_from_id: int | None = None
    remainder_id: int | None = None

    def has_own_figures(self, day: date) -> bool:
        """Return whether it is a part of the ward whose figures are not counted with those of a successor on a day."""
        is_merged = self.merged_into_id is not None and (self.valid_to is None or self.valid_to < day)
        return not self.is_whole_ward and not is_merged


class WardTeam(NamedTuple):
    """A team of a ward."""

    id: int
    name: str
    valid_from: date | None
    valid_to: date | None
    position: int | None = None


WardPlace = WardArea | WardTeam


class Existing(Protocol):
    """What has a first and a last day, where they are known."""

    @property
    def valid_from(self) -> date | None:
        """The first day, or ``None`` for what has always been there."""

    @property
    def valid_to(self) -> date | None:
        """The last day, or ``None`` for what has no end."""


def existed_between(place: Existing, first: date, last: date) -> bool:
    """Return whether a place existed on any day from ``first`` to ``last``; it may have no first or no last day."""
    return (place.valid_from or date.min) <= last and (place.valid_to or date.max) >= first
