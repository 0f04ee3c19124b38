"""A transaction that loses a race is tried once more."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from app.database import (
    LostRaceError,
    in_transaction,
)
from app.people.models import Device
from tests.cast import ANA
from tests.device_rows import AT, make_device, read_device


class Work:
    """Work that fails as often as it is told, and leaves a device behind when it does not."""

    def __init__(self, *errors: Exception | None) -> None:
        self.id = uuid4()
        self.errors = list(errors)
        self.tries = 0

    def __call__(self, session: Session) -> str:
        self.tries += 1
        session.add(make_device(self.id))
        session.flush()
        error = self.errors.pop(0) if self.errors else None
        if error is not None:
            raise error
        return "done"


class RefusedError(Exception):
    """What PostgreSQL's driver raises, as far as the retry looks at it."""

    def __init__(self, sqlstate: str) -> None:
        self.sqlstate = sqlstate


def _integrity() -> Exception:
    return IntegrityError("INSERT", {}, RefusedError("23505"))


def _operational(sqlstate: str) -> Exception:
    return OperationalError("UPDATE", {}, RefusedError(sqlstate))


@pytest.mark.parametrize("error", [_integrity(), LostRaceError(), _operational("40001"), _operational("40P01")])
def test_transaction_that_lost_a_race_is_tried_once_more(app: Flask, error: Exception) -> None:
    work = Work(error)
    with app.app_context():
        assert in_transaction(work) == "done"
        assert work.tries == 2
        assert read_device(work.id) is not None


@pytest.mark.parametrize("error", [_operational("53300"), _operational(""), ValueError()])
def test_error_that_a_retry_would_not_mend_is_raised(app: Flask, error: Exception) -> None:
    work = Work(error)
    with app.app_context():
        with pytest.raises(type(error)):
            in_transaction(work)
        assert work.tries == 1
        assert read_device(work.id) is None


def test_transaction_that_loses_twice_raises(app: Flask) -> None:
    work = Work(LostRaceError(), LostRaceError())
    with app.app_context():
        with pytest.raises(LostRaceError):
            in_transaction(work)
        assert work.tries == 2
    with app.app_context():
        assert read_device(work.id) is None


def test_transaction_starts_again_after_a_real_collision(app: Flask) -> None:
    first, second = uuid4(), uuid4()
    tries = []

    def work(session: Session) -> str:
        tries.append(session)
        session.add(make_device(second))
        session.flush()
        if len(tries) == 1:
            session.execute(sa.insert(Device), [_row(first), _row(first)])
        return "stored"

    with app.app_context():
        assert in_transaction(work) == "stored"
        assert len(tries) == 2
        assert read_device(first) is None
        assert read_device(second) is not None


def _row(id: UUID) -> dict[str, Any]:
    return {"id": id, "user_id": ANA, "label": "", "created_at": AT, "last_seen_at": AT}
