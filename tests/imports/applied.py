"""Lists as the tests of kinds bring them in: rows are planned, applied in parts, and taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask_babel import force_locale

from app.database import Base, in_transaction, reader
from app.imports.list_kind import ImportChange, ListKind, ListOrigin, ListRow, PlannedRow
from app.month import now
from app.people.queries import actor_of
from tests.cast import CARLA, WARD_A

Cells = Mapping[str, str]
GIVEN_ON = date(2026, 11, 1)
LOGS = {"journal_line", "import", "import_part"}
"""The tables that an import which was taken back leaves otherwise than it found them."""


def origin(app: Flask, ward_id: int = WARD_A, user_id: int = CARLA, **more: Any) -> ListOrigin:
    """Return where a list comes from."""
    with app.app_context():
        manager = actor_of(reader(), user_id, now().date())
    assert manager is not None
    given = {"at": now(), "given_by": "Công an phường", "given_on": GIVEN_ON} | more
    return ListOrigin(ward_id, manager, **given)


def plan(app: Flask, kind: ListKind, rows: Iterable[Cells], by: ListOrigin | None = None) -> list[PlannedRow]:
    """Return what rows would do, which are numbered from 1."""
    by = by or origin(app)
    with app.test_request_context(), force_locale("en"):
        planner = kind.planner(reader(), by)
        return [planner.plan(ListRow(number, row)) for number, row in enumerate(rows, start=1)]


def verdicts(planned: Iterable[PlannedRow]) -> str:
    """Return what rows would do, each by the first letter: n, c, s or w."""
    return "".join(row.verdict.value[0] for row in planned)


def apply(
    app: Flask, kind: ListKind, planned: Sequence[PlannedRow], by: ListOrigin | None = None, at_once: int = 1000
) -> list[ImportChange]:
    """Apply rows in parts, each in a transaction of its own."""
    by = by or origin(app)
    parts = [planned[start : start + at_once] for start in range(0, len(planned), at_once)]
    with app.test_request_context(), force_locale("en"):
        return [in_transaction(lambda session, part=part: kind.apply(session, by, part)) for part in parts]


def bring_in(
    app: Flask, kind: ListKind, rows: Sequence[Cells], by: ListOrigin | None = None, at_once: int = 1000
) -> list[ImportChange]:
    """Plan and apply a list."""
    by = by or origin(app)
    return apply(app, kind, plan(app, kind, rows, by), by, at_once)


def standing(app: Flask, kind: ListKind, changes: Sequence[ImportChange], ward_id: int = WARD_A) -> list[str]:
    """Return what stands on an import."""
    with app.test_request_context(), force_locale("en"):
        return [str(words) for words in kind.standing_on(reader(), ward_id, changes)]


def undo(app: Flask, kind: ListKind, changes: Sequence[ImportChange], by: ListOrigin | None = None) -> None:
    """Take all parts of an import back."""
    by = by or origin(app)
    with app.test_request_context(), force_locale("en"):
        for change in reversed(changes):
            in_transaction(lambda session, change=change: kind.undo(session, by, change))


def tables(app: Flask) -> dict[str, list[str]]:
    """Return all rows of all tables but the logs."""
    with app.app_context():
        return {
            table.name: sorted(map(repr, reader().execute(sa.select(table)).all()))
            for table in Base.metadata.sorted_tables
            if table.name not in LOGS
        }
