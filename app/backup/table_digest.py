"""A digest of the rows of a table that is the same on both databases, in whatever order they are read. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import orjson

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_SIZE = 1 << 256


@dataclass(slots=True)
class TableDigest:
    """How many rows there were, and the sum of their SHA-256."""

    rows: int = 0
    total: int = 0

    def add(self, row: Iterable[object]) -> None:
        """Add one row; its values come in the order of the table's columns."""
        text = orjson.dumps([_comparable(value) for value in row])
        self.rows += 1
        self.total = (self.total + int.from_bytes(sha256(text).digest(), "big")) % _SIZE


def _comparable(value: object) -> object:
    """Return what is the same of a value on both databases: SQLite has instants to the millisecond."""
    if isinstance(value, datetime):
        return (value - _EPOCH) // _MILLISECOND
    if isinstance(value, bytes):
        return sha256(value).hexdigest()
    return value
