"""Empties the log of all wards, for tests that try many stories in one database."""

from __future__ import annotations

import sqlalchemy as sa

from app.database import Base, writer


def empty_log() -> None:
    """Delete what was logged, decided and closed; wards, people and settings stay.

    These are the tables whose key begins with the ward and goes on: a new one belongs to them without being named here.
    """
    for table in reversed(Base.metadata.sorted_tables):
        key = [column.name for column in table.primary_key]
        if key[0] == "ward_id" and len(key) > 1:
            writer().execute(sa.delete(table))
    writer().commit()
