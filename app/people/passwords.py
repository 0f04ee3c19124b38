"""Passwords: Argon2id, a bound on how many are checked at once, and what a good one is."""

from __future__ import annotations

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MIN_LENGTH = 10
MAX_LENGTH = 200
_hasher = PasswordHasher()
# Each check takes 64 MiB and much of a core on purpose; a crowd of strangers must not take them all.
_at_once = threading.BoundedSemaphore(2)
# A phone number that nobody has costs the same time as one that somebody has.
_NOBODYS_HASH = _hasher.hash("nobody")


def hash_password(password: str) -> str:
    """Return the Argon2id hash of ``password``."""
    with _at_once:
        return _hasher.hash(password)


def password_matches(password: str, stored_hash: str | None) -> bool:
    """Tell whether ``password`` is the one behind ``stored_hash``; ``None`` stands for nobody's."""
    with _at_once:
        try:
            matches = _hasher.verify(_NOBODYS_HASH if stored_hash is None else stored_hash, password)
        except (VerificationError, InvalidHashError):
            return False
    return matches and stored_hash is not None
