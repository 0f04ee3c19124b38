"""Changing people in one transaction: done, or refused with a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import abort
from sqlalchemy.orm import Session

from app.database import in_transaction, reader
from app.people.authority import PeopleRefusal, PeopleRefusedError

T = TypeVar("T")


def changed_or_refused(work: Callable[[Session], T]) -> T | PeopleRefusal:
    """Do ``work`` and commit it, or return why it was refused; then nothing is changed.

    Answers 404 for whom the user does not manage. The reader forgets what it read before.
    """
    try:
        result: T | PeopleRefusal = in_transaction(work)
    except PeopleRefusedError as error:
        if error.refusal is PeopleRefusal.OUT_OF_SCOPE:
            abort(404)
        result = error.refusal
    reader().rollback()
    return result
