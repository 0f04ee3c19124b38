"""What the rows of a list of areas would do, by the areas that a ward has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.imports.area_rows import ListedArea, read_area
from app.imports.list_kind import ListOrigin, ListRow, PlannedRow, RowVerdict
from app.imports.planned_again import planned_row, wrong_row
from app.localisation import day, number
from app.month import local_day
from app.places.models import Neighbourhood, Population, Ward
from app.places.queries import populations_on_day
from app.settings.area_names import area_key
from app.settings.first_days import LATEST_END, refuse_other_first_day
from app.settings.list_wording import refusal_words
from app.settings.ward_lists import (
    PlaceRefusal,
    PlaceRefusedError,
    has_ended,
    is_split,
    is_undone,
    refuse_first_day,
    was_merged,
)
from app.targets.subjects import HOUSEHOLDS
from app.text import identity_key


class PresentArea(NamedTuple):
    """What is known of an area, as far as a list may change it."""

    since: date | None
    former_name: str
    order: int | None
    centroid: tuple[float | None, float | None]


def planned_area(present: PresentArea, row: ListedArea) -> PresentArea:
    """Return what an area would be by a row: what the row does not say stays."""
    return PresentArea(
        row.since or present.since,
        row.former_name or present.former_name,
        row.order or present.order,
        row.centroid or present.centroid,
    )


class AreasOfWard:
    """The areas of a ward by name, and how many households each has by what was entered for the day of a list."""

    def __init__(self, session: Session, origin: ListOrigin) -> None:
        ward = session.get_one(Ward, origin.ward_id)
        self.words = (ward.neighbourhood_word, ward.neighbourhood_short)
        self._today = local_day(origin.at)
        of_ward = sa.select(Neighbourhood).where(Neighbourhood.ward_id == origin.ward_id).order_by(Neighbourhood.id)
        # Of several areas of a name the one in use comes first, and a merged one last.
        known = [area for area in session.scalars(of_ward) if not is_undone(area)]
        areas = sorted(known, key=lambda area: (was_merged(area, self._today), has_ended(area, self._today)))
        self._by_id = {area.id: area for area in areas}
        self._by_name: dict[str, list[Neighbourhood]] = defaultdict(list)
        self._by_key: dict[str, list[Neighbourhood]] = defaultdict(list)
        for area in areas:
            self._by_name[identity_key(area.name)].append(area)
            self._by_key[self.key_of(area.name)].append(area)
        figures = session.scalars(populations_on_day(origin.ward_id, HOUSEHOLDS, origin.given_on))
        self.households: dict[int | None, Population] = {each.neighbourhood_id: each for each in figures}

    def key_of(self, name: str) -> str:
        """Return what all ways to write the name of an area of this ward have in common."""
        return area_key(name, self.words)

    def area_of(self, row: ListedArea) -> Neighbourhood | None:
        """Return the area that a row is about, if the ward has it.

        Raises ``ValueError`` with a sentence, or :class:`PlaceRefusedError`, for an area that is no more.
        """
        found = self._by_name.get(identity_key(row.name)) or self._by_key.get(self.key_of(row.name))
        if not found:
            return None
        if was_merged(found[0], self._today):
            successor = self._successor_name(found[0])
            raise ValueError(
                _("“%(name)s” is a part of “%(successor)s” now: take it out.", name=found[0].name, successor=successor)
            )
        if is_split(found[0]) and has_ended(found[0], self._today):
            raise PlaceRefusedError(PlaceRefusal.SPLIT, found[0].name)
        if has_ended(found[0], self._today):
            raise PlaceRefusedError(PlaceRefusal.NAME_OF_ENDED, found[0].name)
        return found[0]

    def _successor_name(self, area: Neighbourhood) -> str:
        while area.merged_into_id is not None:
            area = self._by_id[area.merged_into_id]
        return area.name

    def present(self, area: Neighbourhood) -> PresentArea:
        """Return what is known of an area now."""
        return PresentArea(area.valid_from, area.former_name, area.position, (area.latitude, area.longitude))


class AreaPlanner:
    """Says of the rows of a list of areas what each would do."""

    def __init__(self, session: Session, areas: AreasOfWard, origin: ListOrigin) -> None:
        self._session, self._areas, self._origin = session, areas, origin
        self._rows: dict[str, tuple[int, ListedArea]] = {}

    def plan(self, row: ListRow) -> PlannedRow:
        """Return what a row would do; a name that stands twice is wrong, unless both rows say the same."""
        try:
            read = read_area(row.values)
            earlier = self._rows.setdefault(self._areas.key_of(read.name), (row.number, read))
            if earlier[0] != row.number:
                return self._repeated(row, read, *earlier)
            area = self._areas.area_of(read)
            return self._new(row, read) if area is None else self._existing(row, read, area)
        except PlaceRefusedError as error:
            return wrong_row(row, refusal_words(error))
        except ValueError as error:
            return wrong_row(row, str(error))

    def _repeated(self, row: ListRow, read: ListedArea, number: int, earlier: ListedArea) -> PlannedRow:
        if earlier._replace(name=read.name) == read:
            return planned_row(row, RowVerdict.SAME, {})
        return wrong_row(
            row, _("“%(name)s” stands in row %(number)s already, with other values.", name=read.name, number=number)
        )

    def _new(self, row: ListRow, read: ListedArea) -> PlannedRow:
        refuse_first_day(read.since, local_day(self._origin.at) + LATEST_END)
        return planned_row(row, RowVerdict.NEW, {})

    def _existing(self, row: ListRow, read: ListedArea, area: Neighbourhood) -> PlannedRow:
        if area.is_whole_ward:
            raise ValueError(_("“%(name)s” stands for the whole ward: take it out.", name=area.name))
        present = self._areas.present(area)
        after = planned_area(present, read)
        if after.since != present.since:
            refuse_other_first_day(self._session, area, after.since, self._origin.at)
        stored = self._areas.households.get(area.id)
        households = None if stored is None else stored.figure
        changes = _changes(present, after)
        if read.households is not None and read.households != households:
            changes.append(_("households: %(old)s → %(new)s", old=_or_dash(households), new=number(read.households)))
        verdict = RowVerdict.CHANGED if changes else RowVerdict.SAME
        return planned_row(row, verdict, _as_json(area.id, present, households), "; ".join(changes))


def _changes(present: PresentArea, after: PresentArea) -> list[str]:
    changes = []
    if after.since != present.since:
        changes.append(_("first day: %(old)s → %(new)s", old=_day(present.since), new=_day(after.since)))
    if after.former_name != present.former_name:
        old, new = present.former_name or "–", after.former_name
        changes.append(_("former name: %(old)s → %(new)s", old=old, new=new))
    if after.order != present.order:
        old, new = _or_dash(present.order), _or_dash(after.order)
        changes.append(_("place in the order: %(old)s → %(new)s", old=old, new=new))
    if after.centroid != present.centroid:
        changes.append(_("another place on the map"))
    return changes


def _day(value: date | None) -> str:
    return day(value) if value else "–"


def _or_dash(figure: int | None) -> str:
    return "–" if figure is None else number(figure)


def _as_json(area_id: int, present: PresentArea, households: int | None) -> dict[str, object]:
    since = present.since and present.since.isoformat()
    seen: Sequence[object] = [since, present.former_name, present.order, *present.centroid, households]
    return {"id": area_id, "area": seen}
