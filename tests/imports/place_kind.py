"""A small kind of list, of a ward's places, for the tests of what all kinds have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.imports.list_kind import (
    ImportChange,
    KindColumn,
    ListCode,
    ListOrigin,
    ListRow,
    OutdatedPlanError,
    PlannedRow,
    RowVerdict,
    ValueType,
)
from app.json_types import Message
from app.places.models import Place, PlaceType
from app.places.queries import lock_ward

LISTED = 400
"""A number of stalls at which something stands on a place, as far as these tests go."""


class PlacePlanner:
    """Says what rows of places would do."""

    def __init__(self, session: Session, ward_id: int) -> None:
        rows = session.execute(sa.select(Place.name, Place.unit_count).where(Place.ward_id == ward_id))
        self.counts: dict[str, int | None] = {name: count for name, count in rows}

    def plan(self, row: ListRow) -> PlannedRow:
        name, count = row.values["name"], int(row.values.get("count", "0"))
        values = {"name": name, "count": count, "seen": self.counts.get(name)}
        note = "Look at it." if name.endswith("?") else ""
        if name.startswith("!"):
            return PlannedRow(row.number, RowVerdict.WRONG, {}, "Write a name without an exclamation mark.")
        if name not in self.counts:
            return PlannedRow(row.number, RowVerdict.NEW, values, note)
        if self.counts[name] == count:
            return PlannedRow(row.number, RowVerdict.SAME, values, note)
        return PlannedRow(row.number, RowVerdict.CHANGED, values, f"{self.counts[name]} → {count}")


class PlaceKind:
    """The kind of list."""

    code = ListCode.MERCHANTS
    name: Message = "Places"
    columns: Sequence[KindColumn] = (
        KindColumn("name", "Name", ("ten", "ten cho", "name"), is_needed=True),
        KindColumn("count", "Stalls", ("so quay", "stalls"), ValueType.FIGURE),
    )
    at_once = 2

    def planner(self, session: Session, origin: ListOrigin) -> PlacePlanner:
        return PlacePlanner(session, origin.ward_id)

    def apply(self, session: Session, origin: ListOrigin, rows: Sequence[PlannedRow]) -> ImportChange:
        lock_ward(session, origin.ward_id)
        counts = PlacePlanner(session, origin.ward_id).counts
        created, changed = [], []
        for row in rows:
            name, count, seen = (row.values[key] for key in ("name", "count", "seen"))
            if name in counts and counts[name] == count:
                continue
            if counts.get(name) != seen:
                raise OutdatedPlanError(row.number)
            if name in counts:
                self._set(session, origin.ward_id, name, count)
                changed.append({"name": name, "before": seen})
            else:
                place = Place(ward_id=origin.ward_id, name=name, unit_count=count, type=PlaceType.MARKET)
                session.add(place)
                session.flush()
                created.append({"id": place.id})
        return ImportChange(created, changed)

    def standing_on(self, session: Session, ward_id: int, changes: Iterable[ImportChange]) -> Sequence[Message]:
        ids = [each["id"] for change in changes for each in change.created]
        listed = sa.select(Place.name).where(Place.id.in_(ids), Place.unit_count == LISTED)
        return [f"Somebody works at {name}." for name in session.scalars(listed)]

    def undo(self, session: Session, origin: ListOrigin, change: ImportChange) -> None:
        for each in change.changed:
            self._set(session, origin.ward_id, each["name"], each["before"])
        session.execute(sa.delete(Place).where(Place.id.in_([each["id"] for each in change.created])))

    @staticmethod
    def _set(session: Session, ward_id: int, name: str, count: int | None) -> None:
        session.execute(sa.update(Place).where(Place.ward_id == ward_id, Place.name == name).values(unit_count=count))
