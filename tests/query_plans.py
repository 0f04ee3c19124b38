"""The statements that the app sends, and how SQLite goes about them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from flask import Flask

from app.database import reader
from app.extensions import db

Statement = tuple[str, Any]
"""The text of a statement, and its values."""

Plan = list[str]
"""The steps of a statement, as SQLite says them."""


@contextmanager
def recorded(app: Flask) -> Iterator[list[Statement]]:
    """Collect the statements that one execution sends, with their values."""
    statements: list[Statement] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        if not many:
            statements.append((statement, values))

    with app.app_context():
        engines = list(db.engines.values())
    for engine in engines:
        sa.event.listen(engine, "before_cursor_execute", note)
    yield statements
    for engine in engines:
        sa.event.remove(engine, "before_cursor_execute", note)


def steps_through(
    app: Flask, statements: Iterable[Statement], tables: set[str], is_through: Callable[[str, Plan], bool]
) -> list[str]:
    """Return the steps on some ``tables`` of which ``is_through`` says, by the whole plan, that they go through one.

    A statement that has a table twice adds a number to its name.
    """
    found = []
    with app.app_context():
        connection = reader().connection()
        for statement, values in statements:
            if statement.lstrip().startswith(("SELECT", "WITH")):
                plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
                found += [step for step in plan if _table_of(step) in tables and is_through(step, plan)]
    return found


def _table_of(step: str) -> str | None:
    how, _, rest = step.partition(" ")
    return rest.split()[0].rstrip("_0123456789") if how in {"SCAN", "SEARCH"} else None
