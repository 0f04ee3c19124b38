"""A list is tried out, applied and taken back without pages, by its kind alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

import msgspec
import sqlalchemy as sa

from app.database import Base, in_transaction, reader
from app.imports.list_kind import ImportChange, ListKind, ListOrigin, ListRow, PlannedRow, RowVerdict
from app.json_types import Message
from app.month import now, today
from app.people.authority import OPERATOR
from tests.cast import WARD_A

T = TypeVar("T")
Rows = Sequence[Mapping[str, str]]


def origin_of(ward: int = WARD_A, at: datetime | None = None) -> ListOrigin:
    """Return who brings a list in: the operator, now."""
    return ListOrigin(ward, OPERATOR, at or now(), "Công an phường", today())


def plan(kind: ListKind, rows: Rows, origin: ListOrigin | None = None) -> list[PlannedRow]:
    """Return what each row of a list would do; rows count from 2, as below a head."""
    planner = kind.planner(reader(), origin or origin_of())
    planned = [planner.plan(ListRow(number, row)) for number, row in enumerate(rows, start=2)]
    reader().rollback()
    return _as_stored(planned, list[PlannedRow])


def apply(
    kind: ListKind, planned: Iterable[PlannedRow], origin: ListOrigin | None = None, at_once: int = 0
) -> list[ImportChange]:
    """Apply a plan in parts, each in a transaction of its own."""
    to_do = [row for row in planned if row.verdict in (RowVerdict.NEW, RowVerdict.CHANGED)]
    size = at_once or kind.at_once
    parts = [to_do[start : start + size] for start in range(0, len(to_do), size)]
    by = origin or origin_of()
    changes: list[ImportChange] = [
        _committed(lambda session, part=part: kind.apply(session, by, part)) for part in parts
    ]
    reader().rollback()
    return _as_stored(changes, list[ImportChange])


def bring_in(kind: ListKind, rows: Rows, at_once: int = 0) -> list[ImportChange]:
    """Plan and apply a list."""
    return apply(kind, plan(kind, rows), at_once=at_once)


def take_back(kind: ListKind, changes: Sequence[ImportChange], origin: ListOrigin | None = None) -> None:
    """Undo an import, its last part first."""
    by = origin or origin_of()
    for change in reversed(changes):
        _committed(lambda session, change=change: kind.undo(session, by, change))
    reader().rollback()


def standing(kind: ListKind, changes: Iterable[ImportChange], ward: int = WARD_A) -> list[Message]:
    """Return what stands on an import."""
    reader().rollback()
    return list(kind.standing_on(reader(), ward, changes))


def verdicts(planned: Iterable[PlannedRow]) -> list[str]:
    """Return the verdicts of some rows as words."""
    return [row.verdict.value for row in planned]


def rows_of_tables(*models: type[Base]) -> dict[str, list[Any]]:
    """Return all rows of some tables, sorted by their text."""
    reader().rollback()
    return {
        model.__tablename__: sorted(
            (tuple(row) for row in reader().execute(sa.select(*model.__table__.columns))), key=repr
        )
        for model in models
    }


def _as_stored(value: T, type: type[T]) -> T:
    """Return what becomes of a value that is stored as JSON and read again, as plans and changes are."""
    return msgspec.json.decode(msgspec.json.encode(value), type=type)


def _committed(work: Any) -> Any:
    return in_transaction(work)
