"""How many failures to sign in are too many: pure rules over counts.

Only failures count, and success clears them. The count is kept per number and address together, so
that a stranger elsewhere cannot lock a member out by guessing, per number against slow guessing from
many addresses, and per address, generously, because a whole ward may sit behind one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=5)
LIMIT_PAIR = 5
LIMIT_PHONE = 30
LIMIT_ADDRESS = 100


def limits(phone: str, address: str) -> dict[str, int]:
    """Return how many failures each key of an attempt may have within :data:`WINDOW`.

    Keys are hashes, so that the table of failures is no list of phone numbers.
    """
    return {
        _key("pair", phone, address): LIMIT_PAIR,
        _key("phone", phone): LIMIT_PHONE,
        _key("address", address): LIMIT_ADDRESS,
    }


def _key(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode(errors="backslashreplace")).hexdigest()


def wait(allowed: Mapping[str, int], failures: Mapping[str, tuple[int, datetime]], now: datetime) -> timedelta | None:
    """Return how long to wait before the next attempt, or ``None`` when it may be made now.

    ``failures`` gives, by key, how many there were within the window and when the first was.
    """
    waits = [first + WINDOW - now for key, (count, first) in failures.items() if count >= allowed[key]]
    return max(waits, default=None)
