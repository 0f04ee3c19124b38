"""The schema of a database, read back to be compared."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import Flask

from app.extensions import db


def schema_of(app: Flask) -> dict[str, Any]:
    """Return what the database says of its tables, with what the comparison of metadata does not look at."""
    with app.app_context(), db.get_engine("read").connect() as connection:
        inspector = sa.inspect(connection)
        return {
            name: {
                "columns": {
                    column["name"]: (str(column["type"]), column["nullable"], column["default"])
                    for column in inspector.get_columns(name)
                },
                "key": inspector.get_pk_constraint(name),
                "checks": sorted((each["name"], each["sqltext"]) for each in inspector.get_check_constraints(name)),
                "foreign": sorted(map(repr, inspector.get_foreign_keys(name))),
                "unique": sorted(map(repr, inspector.get_unique_constraints(name))),
                "indexes": sorted(map(_index, inspector.get_indexes(name))),
                "storage": _storage(connection, name),
            }
            for name in inspector.get_table_names()
            if name != "alembic_version"
        }


def _index(index: Any) -> str:
    where = {option: str(value) for option, value in index.get("dialect_options", {}).items()}
    return repr((index["name"], index["column_names"], bool(index["unique"]), where))


def _storage(connection: sa.Connection, table: str) -> Any:
    if connection.dialect.name == "sqlite":
        made_by = sa.text("SELECT sql FROM sqlite_master WHERE name = :table")
        return connection.scalar(made_by, {"table": table}).endswith("WITHOUT ROWID")
    options = sa.text("SELECT reloptions FROM pg_class WHERE relname = :table AND relkind = 'r'")
    return connection.scalar(options, {"table": table})
