"""Checking a password that somebody gives: counted before it is hashed, within limits, and one at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.database import in_transaction
from app.errors import RETRY_AFTER
from app.month import now
from app.one_at_a_time import BusyError
from app.people.actions import Guess, count_guess, take_back
from app.people.guess_limits import Limits
from app.people.passwords import HASHING, password_matches
from app.people.queries import failures_by_key


@dataclass
class TooManyGuessesError(Exception):
    """The password was not looked at: one may try again after ``wait``."""

    wait: timedelta


def is_right(
    reader: Session, limits: Limits, password: str, stored_hash: str | None, *, first: bool, waited: float = 0.0
) -> bool:
    """Return whether ``password`` is the one behind ``stored_hash``; ``None`` stands for nobody's.

    The guess is counted in a transaction of its own before it is checked, so that of many at once no more are checked
    than may be, and taken back when it is right. Who is over the limit is refused by ``reader`` alone, without the
    write lock. Raises :class:`TooManyGuessesError`, or :class:`~app.one_at_a_time.BusyError` when too many are hashed
    just now; see :meth:`~app.one_at_a_time.OneAtATime.alone` for ``first`` and ``waited``.
    """
    at = now()
    if wait := limits.wait(failures_by_key(reader, limits.keys, at), at):
        raise TooManyGuessesError(wait)
    # The snapshot is given back, since hashing takes long.
    reader.rollback()
    with HASHING.alone(first=first, waited=waited):
        counted = in_transaction(lambda session: _count(session, limits))
        if isinstance(counted, timedelta):
            raise TooManyGuessesError(counted)
        if not password_matches(password, stored_hash):
            return False
    in_transaction(lambda session: take_back(session, counted))
    return True


def _count(session: Session, limits: Limits) -> Guess | timedelta:
    # The clock is read when this transaction has its turn: a guess counted meanwhile would lie in its future.
    session.connection()
    return count_guess(session, limits, now())


def why_unchecked(error: TooManyGuessesError | BusyError) -> str:
    """Say why a password was not looked at, and when one may try again."""
    if isinstance(error, TooManyGuessesError):
        return str(_("Too many wrong attempts. Try again in %(seconds)d seconds.", seconds=retry_after(error)))
    return str(_("Many people are signing in just now. Try again in a few seconds."))


def retry_after(error: TooManyGuessesError | BusyError) -> int:
    """Return after how many seconds one may try again."""
    return max(2, ceil(error.wait.total_seconds())) if isinstance(error, TooManyGuessesError) else RETRY_AFTER
