"""The demonstration, whose entries are written many at once, is as if each member's batch had come alone."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.database import Base, in_transaction, reader, table_of
from app.demo import days
from app.demo.demonstration import load_demonstration
from app.demo.duty_work import batches_of
from app.demo.published_figures import add_published_figures
from app.demo.reviewing import review_work
from app.demo.wards import add_wards
from app.demo.work import DayOfWork
from app.logbook.entry_rows import Envelope
from app.logbook.intake import Intake
from app.logbook.receipt_rules import ReceiptOutcome
from app.logbook.record_actions import record
from app.month import ZONE
from app.people.models import User
from app.people.queries import actor_of
from app.registry.models import RegistryVersion
from app.registry.state_models import AreaState
from app.sync.envelope import digest_of
from tests.conftest import ENGINES, Databases, dispose, make_app
from tests.terminal import run

_LAST = date(2026, 10, 9)
_SEED = "the same"


@pytest.mark.parametrize("engine", ENGINES)
def test_many_at_once_are_as_if_each_batch_came_alone(
    databases: Databases, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(days, "MONTHS", 1)
    at_once = _rows_after(databases, engine, lambda session: load_demonstration(session, _LAST, random.Random(_SEED)))
    one_by_one = _rows_after(databases, engine, _load_one_by_one)
    assert any("household_again" in row for row in one_by_one["entry"])
    for table in one_by_one:
        assert at_once[table] == one_by_one[table], table


def _rows_after(databases: Databases, engine: str, load: Callable[[Session], object]) -> dict[str, list[str]]:
    """Return the rows of each table.

    Left out are hashes, which have salt, how often the lists of an area were written, and cells that count nothing.
    """
    app = make_app(databases.fresh(engine, empty=True))
    assert run(app, "prepare")[0] == 0
    with app.app_context():
        in_transaction(load)
        rows = {table.name: sorted(_rows_of(table)) for table in Base.metadata.sorted_tables}
    dispose(app)
    return rows


def _rows_of(table: sa.Table) -> Iterator[str]:
    compared = [
        column
        for column in table.columns
        if column.name not in {table_of(User).c.password_hash.name, table_of(RegistryVersion).c.version.name}
    ]
    query = sa.select(*compared)
    if table is table_of(AreaState):
        query = query.where(AreaState.figure != 0)
    return (repr(tuple(row)) for row in reader().execute(query))


def _load_one_by_one(session: Session) -> None:
    rng = random.Random(_SEED)
    loaded = add_wards(session, _LAST, rng)
    add_published_figures(session)
    session.flush()
    for work in loaded:
        for batch in batches_of(work, _LAST, rng):
            _record_alone(session, batch)
        review_work(session, work, _LAST, rng)


def _record_alone(session: Session, batch: DayOfWork) -> None:
    """Record a batch as one that a phone sends."""
    actor = actor_of(session, batch.member_id, batch.sent_at.astimezone(ZONE).date())
    assert actor is not None
    connection = session.connection()
    intake = Intake(connection, actor, batch.sent_at, [fields for *_, fields in batch.entries])
    arrivals = [
        intake.read(Envelope(id, kind, 1, digest_of(fields), 2, recorded_at + batch.clock_ahead, fields, {}))
        for id, kind, recorded_at, fields in batch.entries
    ]
    flagged = intake.flagged(arrivals, batch.clock_ahead)
    verdicts = record(connection, actor.id, actor.wards, flagged, batch.sent_at)
    assert {verdict.outcome for verdict in verdicts} == {ReceiptOutcome.STORED}
