"""Changes of areas while somebody closes the month of their first day: who comes later reads what was done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.areas.changes import AreaRefusedError
from app.database import reader
from app.extensions import db
from app.month import Month, now
from app.months.actions import Closed
from app.months.close_month import close_whole_month
from app.months.models import MonthEdition
from tests.actions import log_entries
from tests.areas.ward import NEW_NAME, merged, undone
from tests.cast import CARLA, WARD_A
from tests.client import Visitor
from tests.factories import make_entry
from tests.interleaving import interleaved

LOCK_OF_THE_WARD = "SELECT ward.id, "


@contextmanager
def errors_of(app: Flask) -> Iterator[list[str]]:
    """Collect what the database refused, also where it was tried once more."""
    errors: list[str] = []
    with app.app_context():
        engine = db.engine

    def note(context: sa.ExceptionContext) -> None:
        errors.append(str(context.original_exception))

    sa.event.listen(engine, "handle_error", note)
    try:
        yield errors
    finally:
        sa.event.remove(engine, "handle_error", note)


def closing(app: Flask) -> Any:
    with app.app_context():
        return close_whole_month(WARD_A, Month.current(), CARLA, now(), early=True)


def _done(change: Callable[[], object]) -> bool:
    """Return whether a change was made, and not refused since the month is closed."""
    try:
        change()
    except AreaRefusedError:
        return False
    return True


@pytest.fixture
def logged(app: Flask, ana: Visitor) -> Flask:
    log_entries(ana, make_entry())
    return app


def test_merge_that_has_begun_keeps_its_month_open(logged: Flask) -> None:
    with errors_of(logged) as errors, interleaved(logged, LOCK_OF_THE_WARD, lambda: closing(logged)) as started:
        is_done = _done(lambda: merged(logged))
    assert isinstance(started[0].result(), Closed)
    assert (is_done, errors) == (True, [])


def test_taking_a_merge_back_meets_the_closing_of_its_month(logged: Flask) -> None:
    number = merged(logged).number
    with (
        errors_of(logged) as errors,
        interleaved(logged, "SELECT month_lock.month", lambda: closing(logged)) as started,
    ):
        is_done = _done(lambda: undone(logged, number))
    assert isinstance(started[0].result(), Closed)
    with logged.app_context():
        edition = reader().scalars(sa.select(MonthEdition.figures)).one()
    assert (is_done, errors) == (NEW_NAME not in edition, [])
