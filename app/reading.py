"""The connection for reading of each request, and reading from it outside of a snapshot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVarTuple

import sqlalchemy as sa
from flask import g
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from app.extensions import db

Columns = TypeVarTuple("Columns")

ALONE = "is_alone"
"""The note at a connection that its next statement stands alone, and needs no transaction."""


def reading_connection() -> Connection:
    """Return the request's connection for reading; only its session begins a transaction on it."""
    connection: Connection | None = g.get("reading")
    if connection is None:
        connection = g.reading = db.get_engine("read").connect()
    return connection


def read_alone(statement: sa.Select[*Columns], values: Mapping[str, object]) -> Sequence[sa.Row[*Columns]]:
    """Return what one statement finds, outside of the snapshot where that has not begun yet.

    To begin one on PostgreSQL and to end it takes twice as long as the statement; some requests have no other.
    """
    connection = reading_connection()
    if connection.in_transaction():
        return connection.execute(statement, values).all()
    connection.info[ALONE] = True
    try:
        return connection.execute(statement, values).all()
    finally:
        connection.rollback()
        connection.info.pop(ALONE, None)


def stop_reading(_error: BaseException | None = None) -> None:
    """Give the connection for reading back, at the end of a request and after its session.

    An answer that is still to be streamed takes another one for its session.
    """
    connection: Connection | None = g.pop("reading", None)
    session: Session | None = g.pop("reader", None)
    if connection is not None:
        connection.close()
        if session is not None:
            session.bind = connection.engine
