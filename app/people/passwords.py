"""Passwords: Argon2id, a bound on how many are hashed at once, and what a good one is."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.one_at_a_time import OneAtATime
from app.people.spellings import normalised, spellings

T = TypeVar("T")

MIN_LENGTH = 10
MAX_LENGTH = 200
_NICENESS = 10
_hasher = PasswordHasher()
# A phone number that nobody has costs the same time as one that somebody has.
_NOBODYS_HASH = _hasher.hash("nobody")

HASHING = OneAtATime(timeout=3.0)
"""Each hash takes 64 MiB and much of a core on purpose: a crowd must not take them all, nor all threads by waiting."""


def hash_password(password: str, *, first: bool = False) -> str:
    """Return the Argon2id hash of ``password`` in NFC, however it was typed.

    Raises :class:`~app.one_at_a_time.BusyError` when many are hashed; see
    :meth:`~app.one_at_a_time.OneAtATime.alone` for ``first``.
    """
    with HASHING.alone(first=first):
        return _giving_way(_hasher.hash, normalised(password))


def password_matches(password: str, stored_hash: str | None) -> bool:
    """Return whether ``password`` is the one behind ``stored_hash``; ``None`` stands for nobody's.

    What is wrong takes as long as its spellings, whoever's hash it is compared with. It hashes: call it within
    :data:`HASHING`, as :mod:`app.people.guessing` does.
    """
    own_hash = _NOBODYS_HASH if stored_hash is None else stored_hash
    return any(_is_behind(own_hash, each) for each in spellings(password)) and stored_hash is not None


def is_hashed_in_nfc(password: str, stored_hash: str) -> bool:
    """Return whether ``stored_hash``, which matches ``password``, was made from it in NFC, as all new ones are.

    Raises :class:`~app.one_at_a_time.BusyError` when many are hashed.
    """
    if len(spellings(password)) == 1:
        return True
    with HASHING.alone():
        return _is_behind(stored_hash, normalised(password))


def _is_behind(stored_hash: str, spelling: str) -> bool:
    try:
        return _giving_way(_hasher.verify, stored_hash, spelling)
    except (VerificationError, InvalidHashError):
        return False


def _giving_way(hash_or_verify: Callable[..., T], *arguments: str) -> T:
    """Hash in a thread that gives way to all others: each hash keeps four processors busy where there are as many.

    The thread lives as long as its hash, so that no process inherits half of a pool when it is forked.
    """
    with ThreadPoolExecutor(1, initializer=_lower_priority) as thread:
        return thread.submit(hash_or_verify, *arguments).result()


def _lower_priority() -> None:
    # Linux alone has priorities of single threads; those that Argon2 starts inherit it.
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
