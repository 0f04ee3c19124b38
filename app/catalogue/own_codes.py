"""Codes of the services and groups of procedures that wards add for themselves. Pure rules.

Such a code is given once and never changes or comes back, because entries and counters hold it for ever.
"""

from __future__ import annotations

import re
from typing import TypeGuard

from app.text import fold

CODE_LENGTH = 40
"""The greatest length of a code of the catalogue, in characters."""

FIRST_OWN_POSITION = 1000
"""Where a ward's own begin in the order: behind all of the catalogue."""

OWN_PREFIX = "own_"
"""The beginning of every code of a ward's own. No code of the catalogue begins so, in any release."""

_OWN_CODE = re.compile(f"{OWN_PREFIX}[a-z0-9_]{{1,{CODE_LENGTH - len(OWN_PREFIX)}}}", re.ASCII)
_SET_APART = re.compile(r"[^a-z0-9]+")


def own_code(ward_id: int, number: int, name: str) -> str:
    """Return the code of the ``number``-th service, or group of procedures, that a ward adds.

    Ward and number alone make it the only one of its kind; the words of its first name follow for those who read
    codes in a file.
    """
    words = _SET_APART.sub("_", fold(name)).strip("_")
    return f"{OWN_PREFIX}{ward_id}_{number}_{words}"[:CODE_LENGTH].rstrip("_")


def is_own_code(code: object) -> TypeGuard[str]:
    """Return whether ``code``, whatever a phone sent, may be one of a ward's own."""
    return isinstance(code, str) and _OWN_CODE.fullmatch(code) is not None
