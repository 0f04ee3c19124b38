"""The three lists that a ward looks after: areas, teams and places. What they share, and why a change is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.month import FIRST_DAY
from app.places.area_successors import NEVER
from app.places.models import Neighbourhood, Place, Team
from app.places.order import in_order
from app.text import identity_key
from app.versions import version_token


class WardList(StrEnum):
    """A list of a ward; the values stand in addresses and in the audit log."""

    AREAS = "areas"
    TEAMS = "teams"
    PLACES = "places"


Listed = Neighbourhood | Team | Place
"""A line of a list."""

_MODELS: Mapping[WardList, type[Listed]] = {
    WardList.AREAS: Neighbourhood,
    WardList.TEAMS: Team,
    WardList.PLACES: Place,
}


class PlaceRefusal(StrEnum):
    """The reason why an area, a team or a place is not changed; its words are in ``list_wording.py``."""

    NAME_TAKEN = "name_taken"
    NAME_OF_ENDED = "name_of_ended"
    """An ended line has the name: it is brought back, or renamed first, so that nobody confuses the two."""

    DAY_OUT_OF_RANGE = "day_out_of_range"
    FIRST_DAY_OUT_OF_RANGE = "first_day_out_of_range"
    BEGINS_AFTER_END = "begins_after_end"
    ENTRIES_BEFORE = "entries_before"
    """An area cannot begin on a day before which entries were made in it."""

    ONLY_AREA_OF_TEAM = "only_area_of_team"
    ENDS_BEFORE = "ends_before"
    """A team cannot cover an area on a day on which either has ended."""

    NO_LASTING_AREA = "no_lasting_area"
    """All the areas that a team is to cover end before it does."""

    HAS_PEOPLE = "has_people"
    MERGED = "merged"
    """The area is a part of another one, and stays that."""

    PLANNED_CHANGE = "planned_change"
    """The area is merged or split from a later day on, with which it ends."""

    SPLIT = "split"
    """The area was split, or is to be, and stays that."""


class PlaceRefusedError(Exception):
    """A change is refused; ``name`` is the name that the words of the refusal speak of."""

    def __init__(self, refusal: PlaceRefusal, name: str = "") -> None:
        super().__init__(refusal, name)
        self.refusal, self.name = refusal, name


def rows_of_list(session: Session, which: WardList, ward_id: int) -> list[Listed]:
    """Return the rows of a list in their order, ended ones too. The area for the whole ward is in no list."""
    return in_order(row for row in _rows(session, which, ward_id) if not is_whole_ward(row))


def _rows(session: Session, which: WardList, ward_id: int) -> Sequence[Listed]:
    model = _MODELS[which]
    rows = cast(Sequence[Listed], session.scalars(sa.select(model).where(model.ward_id == ward_id)).all())
    return [row for row in rows if not is_undone(row)]


def row_of_list(session: Session, which: WardList, ward_id: int, id: int) -> Listed | None:
    """Return a row of a list, or ``None`` where the ward has no such row."""
    model = _MODELS[which]
    row = cast(Listed | None, session.scalar(sa.select(model).where(model.ward_id == ward_id, model.id == id)))
    return None if row is None or is_whole_ward(row) or is_undone(row) else row


def is_undone(row: Listed) -> bool:
    """Return whether the change that made an area was taken back: it stays for phones that name it, and nobody else."""
    return isinstance(row, Neighbourhood) and row.valid_to == NEVER


def is_whole_ward(row: Listed) -> bool:
    """Return whether a row is the area that stands for the whole ward, and so is no area of its own."""
    return isinstance(row, Neighbourhood) and row.is_whole_ward


def is_merged(row: Listed) -> bool:
    """Return whether a row is an area that was merged into another one, or will be."""
    return isinstance(row, Neighbourhood) and row.merged_into_id is not None


def is_split(row: Listed) -> bool:
    """Return whether a row is an area that was split, or will be."""
    return isinstance(row, Neighbourhood) and row.remainder_id is not None


def was_merged(row: Listed, day: date) -> bool:
    """Return whether a row is an area that was merged before a day; a merge without a date is in force."""
    return is_merged(row) and (row.valid_to is None or row.valid_to < day)


def is_in_use(row: Listed, day: date) -> bool:
    """Return whether a row has neither ended before a day nor been merged."""
    return not has_ended(row, day) and not was_merged(row, day)


def _was_changed(row: Listed, day: date) -> bool:
    """Return whether others have come in the place of an area before a day."""
    return was_merged(row, day) or (is_split(row) and has_ended(row, day))


def has_ended(row: Listed, day: date) -> bool:
    """Return whether a row has ended before a day."""
    return row.valid_to is not None and row.valid_to < day


def taken_names(session: Session, which: WardList, ward_id: int, day: date) -> dict[str, bool]:
    """Return the keys of the names that a new line cannot have, each with whether its line has ended before a day.

    The name of an area that was merged or split is free: often an area that came after it is called the same.
    """
    rows = _rows(session, which, ward_id)
    taken = [(identity_key(row.name), has_ended(row, day)) for row in rows if not _was_changed(row, day)]
    # Where an ended one and one in use have a name, it is the one in use that counts.
    return dict(sorted(taken, key=lambda each: not each[1]))


def refuse_taken_names(session: Session, which: WardList, ward_id: int, names: Iterable[str], day: date) -> None:
    """Raise :class:`PlaceRefusedError` where another line of the ward has one of some names, or two are the same."""
    taken = taken_names(session, which, ward_id, day)
    for name in names:
        key = identity_key(name)
        if key in taken:
            raise PlaceRefusedError(PlaceRefusal.NAME_OF_ENDED if taken[key] else PlaceRefusal.NAME_TAKEN, name)
        taken[key] = False


def refuse_first_day(first_day: date | None, latest: date) -> None:
    """Raise :class:`PlaceRefusedError` where a new line cannot begin on a day; without one it has always been there."""
    if first_day is not None and not FIRST_DAY <= first_day <= latest:
        raise PlaceRefusedError(PlaceRefusal.FIRST_DAY_OUT_OF_RANGE)


def refuse_last_day(row: Listed, last_day: date, latest: date) -> None:
    """Raise :class:`PlaceRefusedError` where a line cannot end on a day."""
    if not max(FIRST_DAY, row.valid_from or FIRST_DAY) <= last_day <= latest:
        raise PlaceRefusedError(PlaceRefusal.DAY_OUT_OF_RANGE, row.name)


def row_version(row: Listed) -> str:
    """Return the version of what a page shows of a line and lets be changed."""
    more = (row.type, row.neighbourhood_id, row.unit_count) if isinstance(row, Place) else ()
    return version_token(row.name, row.former_name, row.valid_from, row.valid_to, *more)
