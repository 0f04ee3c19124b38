"""What was done to rows of some tables: found by comparing them before and after, and taken back from that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.database import Base, Instant, table_of
from app.imports.list_kind import ImportChange
from app.json_types import JsonObject

RowKey = tuple[str, int]
"""The name of a table, and the id of a row in it."""


class WatchedRows(NamedTuple):
    """The rows of a table that an import may change: those that fulfil a condition."""

    model: type[Base]
    condition: sa.ColumnElement[bool]


class ChangeRecorder:
    """Remembers some rows as they are, and says afterwards what became of them; rows may also be new or deleted."""

    def __init__(self, session: Session, watched: Sequence[WatchedRows]) -> None:
        self._session, self._watched = session, watched
        self._before = self._read()

    def change(self) -> ImportChange:
        """Return what has become of the rows, after writing what the session has pending."""
        after = self._read()
        created = [_named(key, after=row) for key, row in after.items() if key not in self._before]
        changed = [_changed(key, row, after.get(key)) for key, row in self._before.items() if row != after.get(key)]
        return ImportChange(created, changed)

    def _read(self) -> dict[RowKey, JsonObject]:
        self._session.flush()
        found: dict[RowKey, JsonObject] = {}
        for model, condition in self._watched:
            table = table_of(model)
            for row in self._session.execute(sa.select(table).where(condition)).mappings():
                found[str(table.name), row["id"]] = {name: _as_json(value) for name, value in row.items()}
        return found


def _as_json(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def _named(key: RowKey, **more: object) -> JsonObject:
    return {"table": key[0], "id": key[1], **more}


def _changed(key: RowKey, before: JsonObject, after: JsonObject | None) -> JsonObject:
    """Return the values that differ; of a row that was deleted all of them, and no values after."""
    if after is None:
        return _named(key, before=before, after=None)
    names = [name for name in before if before[name] != after[name]]
    return _named(key, before={name: before[name] for name in names}, after={name: after[name] for name in names})


def take_back(session: Session, change: ImportChange) -> None:
    """Delete the rows that a change created, and give the others their old values back."""
    session.flush()
    tables = {table.name: table for table in Base.metadata.sorted_tables}
    # What names another row goes before it, and comes back behind it.
    order = {name: place for place, name in enumerate(tables)}
    for each in sorted(change.created, key=lambda each: -order[each["table"]]):
        table = tables[each["table"]]
        session.execute(sa.delete(table).where(table.c.id == each["id"]))
    for each in sorted(change.changed, key=lambda each: order[each["table"]]):
        table = tables[each["table"]]
        values = {name: _from_json(table.c[name], value) for name, value in each["before"].items()}
        if each["after"] is None:
            session.execute(sa.insert(table).values(values))
        else:
            session.execute(sa.update(table).where(table.c.id == each["id"]).values(values))
    session.expire_all()


def _from_json(column: sa.Column[object], value: object) -> object:
    if isinstance(value, str) and isinstance(column.type, Instant):
        return datetime.fromisoformat(value)
    kind = column.type.python_type
    if not isinstance(value, str) or kind is str:
        return value
    if issubclass(kind, datetime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if issubclass(kind, date) else kind(value)


def created_ids(changes: Iterable[ImportChange], model: type[Base]) -> set[int]:
    """Return the ids of the rows of a table that some changes created."""
    name = table_of(model).name
    return {each["id"] for change in changes for each in change.created if each["table"] == name}


def changed_since(
    session: Session, model: type[Base], changes: Iterable[ImportChange], ignored: frozenset[str] = frozenset()
) -> set[int]:
    """Return the ids of rows of a table that are other than some changes, in their order, have left them.

    Values in ``ignored`` may be others.
    """
    table = table_of(model)
    expected = _expected(table.name, changes)
    rows = session.execute(sa.select(table).where(table.c.id.in_(list(expected)))).mappings()
    present = {row["id"]: {name: _as_json(value) for name, value in row.items()} for row in rows}
    return {id for id, values in expected.items() if _differs(values, present.get(id), ignored)}


def _differs(expected: JsonObject | None, present: JsonObject | None, ignored: frozenset[str]) -> bool:
    if expected is None or present is None:
        return expected is not present
    return any(present[name] != value for name, value in expected.items() if name not in ignored)


def _expected(table: str, changes: Iterable[ImportChange]) -> Mapping[int, JsonObject | None]:
    """Return the values that the rows of a table should have, as far as they were set; ``None`` for deleted ones."""
    expected: dict[int, JsonObject | None] = {}
    for each in _of_table(table, changes):
        after = each["after"]
        expected[each["id"]] = None if after is None else {**(expected.get(each["id"]) or {}), **after}
    return expected


def _of_table(table: str, changes: Iterable[ImportChange]) -> Iterator[JsonObject]:
    for change in changes:
        yield from (each for each in (*change.created, *change.changed) if each["table"] == table)
