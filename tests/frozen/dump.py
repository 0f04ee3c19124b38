"""A database as text: one line of JSON for each table's columns, and one for each of its rows.

The text says itself of what type each column was in release 0.1, so that loading needs no model of today. Values stand
there as JSON has them: UUIDs, days and instants (ISO 8601, UTC) as text, JSON as it is, bytes in base64.
"""

from __future__ import annotations

import json
import sqlite3
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import sqlalchemy as sa

from app.config import ROOT

FOLDER = ROOT / "tests" / "data" / "release-0.1"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

SQLITE_VALUES: Mapping[str, Callable[[Any], Any]] = {
    "uuid": lambda value: UUID(value).bytes,
    "instant": lambda value: (datetime.fromisoformat(value) - EPOCH) // timedelta(milliseconds=1),
    "bytes": b64decode,
    "json": lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":")),
}
"""How release 0.1 kept values in SQLite, by type; the others are kept as they stand in the text."""

POSTGRESQL_VALUES: Mapping[str, Callable[[Any], Any]] = {"bytes": b64decode, "json": SQLITE_VALUES["json"]}
"""How values are given to PostgreSQL, which reads the others from their text by itself."""


def load(url: str) -> None:
    """Make the schema of release 0.1 in the empty database at ``url``, as that release left it, and fill it."""
    address = sa.make_url(url)
    if address.get_backend_name() == "sqlite":
        _load_sqlite(Path(address.database or ""))
    else:
        _load_postgresql(f"host={address.query['host']} user={address.username} dbname={address.database}")


def _load_sqlite(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((FOLDER / "schema.sqlite.sql").read_text(encoding="utf-8"))
        for table, columns, rows in _tables(SQLITE_VALUES):
            places = ", ".join("?" for _ in columns)
            connection.executemany(f'INSERT INTO "{table}" ({_listed(columns)}) VALUES ({places})', rows)
        connection.commit()


def _load_postgresql(conninfo: str) -> None:
    with psycopg.connect(conninfo) as connection:
        connection.execute((FOLDER / "schema.postgresql.sql").read_bytes())
        for table, columns, rows in _tables(POSTGRESQL_VALUES):
            places = ", ".join("%s" for _ in columns)
            statement = f'INSERT INTO "{table}" ({_listed(columns)}) VALUES ({places})'
            with connection.cursor() as cursor:
                cursor.executemany(statement.encode(), rows)
            if "id" in columns and isinstance(rows[0][columns.index("id")], int):
                # Ids given by hand leave the sequences behind.
                sequence = f"pg_get_serial_sequence('\"{table}\"', 'id')"
                connection.execute(f'SELECT setval({sequence}, max(id)) FROM "{table}"'.encode())


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _tables(kept: Mapping[str, Callable[[Any], Any]]) -> Iterator[tuple[str, list[str], list[list[Any]]]]:
    """Yield each table with its columns and its rows, in an order in which they may be inserted."""
    table, columns, rows = "", {}, []
    for line in (FOLDER / "rows.jsonl").read_text(encoding="utf-8").splitlines():
        read = json.loads(line)
        if isinstance(read, dict):
            if rows:
                yield table, list(columns), rows
            table, columns, rows = read["table"], read["columns"], []
        else:
            values = zip(columns.values(), read, strict=True)
            rows.append([value if value is None else kept.get(type, _same)(value) for type, value in values])
    yield table, list(columns), rows


def _same(value: Any) -> Any:
    return value
