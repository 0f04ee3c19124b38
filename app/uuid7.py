"""Ids that sort by the instant at which they were made, as phones make them (UUIDv7, RFC 9562). Pure."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

_MOST_IN_A_ROW = 1 << 20
_SYSTEM = random.SystemRandom()


def uuid7(at: datetime, rng: random.Random = _SYSTEM) -> UUID:
    """Return the UUIDv7 of an instant."""
    return _version_7(int(at.timestamp() * 1000) << 80 | rng.getrandbits(80))


def uuids7(at: datetime, rng: random.Random = _SYSTEM) -> Iterator[UUID]:
    """Yield UUIDv7s of an instant, each larger than the one before; after a million the instant moves on.

    Rows that are added in the order of their keys go to the end of a table, where adding is cheapest.
    """
    millisecond = int(at.timestamp() * 1000)
    while True:
        for count in range(_MOST_IN_A_ROW):
            # Four bits of the version and two of the variant stand between what counts and what is random.
            high, low = count >> 8, count & 0xFF
            yield _version_7(millisecond << 80 | high << 64 | low << 54 | rng.getrandbits(54))
        millisecond += 1


def _version_7(value: int) -> UUID:
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)
