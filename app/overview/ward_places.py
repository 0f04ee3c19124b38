"""The areas and teams of a ward with the time that each existed; ended ones too, because old entries name them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from app.month import Month
from app.places.queries import neighbourhoods_of, teams_of


class WardArea(NamedTuple):
    """An area of a ward, with the one that it was merged into, if it was."""

    id: int
    name: str
    is_whole_ward: bool
    valid_from: date | None
    valid_to: date | None
    merged_into_id: int | None


class WardTeam(NamedTuple):
    """A team of a ward."""

    id: int
    name: str
    valid_from: date | None
    valid_to: date | None


def areas_of_ward(session: Session, ward_id: int) -> list[WardArea]:
    """Return the areas of a ward by their id."""
    return [WardArea(*row) for row in session.execute(neighbourhoods_of(ward_id))]


def teams_of_ward(session: Session, ward_id: int) -> list[WardTeam]:
    """Return the teams of a ward by their id."""
    return [WardTeam(*row) for row in session.execute(teams_of(ward_id))]


def existed_in(place: WardArea | WardTeam, month: Month) -> bool:
    """Return whether a place existed on any day of a month."""
    has_begun = place.valid_from is None or place.valid_from <= month.last
    return has_begun and (place.valid_to is None or place.valid_to >= month.first)
