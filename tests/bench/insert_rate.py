"""The ceiling: how many rows a second the bare driver puts into the entries' table of the same database.

The rows are copies, with new ids, of those that the app hands to the driver, caught on the way.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

from sqlalchemy import event

from app.database import writer
from app.extensions import db
from app.month import today
from app.uuid7 import uuid7
from tests.bench.store import Store, write

CAUGHT = 60
"""How many one-team batches the rows are copied from."""

LARGEST = 50
_INSERT = re.compile(r"INSERT INTO entry \(([^)]*)\)")


class InsertRate:
    """Inserts rows of entries, and nothing else, in commits of a given size."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._rng = random.Random(store.engine)
        self._statement = ""
        self._batches: list[list[Any]] = []
        with store.app.app_context():
            engine = db.get_engine()
            event.listen(engine, "before_cursor_execute", self._catch)
            for author in store.users.clients(CAUGHT):
                write(author, LARGEST, today(), {}, self._rng)
            writer().rollback()
            event.remove(engine, "before_cursor_execute", self._catch)

    def _catch(self, _connection: Any, _cursor: Any, statement: str, rows: Any, _context: Any, _many: bool) -> None:
        if _INSERT.match(statement):
            self._statement = statement
            self._batches.append(rows)

    def rows_per_second(self, size: int, seconds: float, most: int) -> float:
        """Insert for ``seconds``, or until ``most`` rows are in, in commits of ``size``."""
        prepared = list(self._copies(size, most))
        done = 0
        with self._store.app.app_context():
            connection = db.get_engine().raw_connection()
        cursor = connection.cursor()
        start = perf_counter()
        while done < len(prepared) and perf_counter() - start < seconds:
            if self._store.engine == "sqlite":
                cursor.execute("BEGIN IMMEDIATE")
            cursor.executemany(self._statement, prepared[done])
            connection.commit()
            done += 1
        rate = done * size / (perf_counter() - start)
        connection.close()
        return rate

    def _copies(self, size: int, number: int) -> Iterator[list[Any]]:
        for start in range(0, number, size):
            batch = self._batches[start // LARGEST % CAUGHT]
            yield [self._copy(batch[(start + position) % LARGEST]) for position in range(size)]

    def _copy(self, row: Any) -> Any:
        id = uuid7(datetime.now(UTC), self._rng)
        if isinstance(row, dict):
            return {**row, "id": id}
        columns = _INSERT.match(self._statement)
        assert columns is not None
        position = columns[1].split(", ").index("id")
        return (*row[:position], id.bytes, *row[position + 1 :])
