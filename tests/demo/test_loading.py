"""Loading the demonstration: on both engines, the same twice, refused on other data, by two processes at once."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import reader, writer
from app.demo import days
from app.demo.accounts import PASSWORD
from app.demo.demonstration import NotEmptyError, load_demonstration
from app.events.models import Duty
from app.extensions import db
from app.logbook.models import Entry
from app.logbook.recount import differences
from app.month import today
from app.people.models import Membership, User
from app.places.models import Ward
from tests.conftest import ENGINES, Databases, dispose, make_app
from tests.demo.steps import EARLY, LAST, count, load
from tests.terminal import run


@pytest.fixture(scope="module")
def on_postgresql(databases: Databases) -> Iterator[Flask]:
    """Return an app with the first days of the demonstration on PostgreSQL."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(days, "MONTHS", 1)
        app = load(databases, "postgresql", EARLY)
    yield app
    dispose(app)


@pytest.fixture
def few_days(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the demonstration be of one month."""
    monkeypatch.setattr(days, "MONTHS", 1)


def test_demonstration_loads_on_postgresql(on_postgresql: Flask) -> None:
    with on_postgresql.app_context():
        assert list(differences(reader())) == []
        assert count(Ward) == 6
        assert count(Entry) > 100


def _fingerprint(app: Flask) -> str:
    with app.app_context():
        columns = Entry.id, Entry.digest, Entry.status, Entry.member_id, Entry.happened_on
        rows = reader().execute(sa.select(*columns).order_by(Entry.id)).all()
        duties = sa.select(Duty.event_id, Duty.day, Duty.shift, Duty.member_id, Duty.answer, Duty.is_present)
        rows += reader().execute(duties.order_by(*duties.selected_columns)).all()
        return hashlib.sha256(repr([tuple(map(str, row)) for row in rows]).encode()).hexdigest()


@pytest.mark.usefixtures("few_days")
def test_same_seed_and_day_give_the_same_on_both_engines(databases: Databases, on_postgresql: Flask) -> None:
    same, other = load(databases, "sqlite", EARLY), load(databases, "sqlite", EARLY, seed="2")
    assert _fingerprint(same) == _fingerprint(on_postgresql)
    assert _fingerprint(other) != _fingerprint(same)
    for app in (same, other):
        dispose(app)


@pytest.mark.usefixtures("few_days")
def test_last_day_can_be_any_day(databases: Databases) -> None:
    """The made-up people have their posts before their first entry, whatever the last day is."""
    app = load(databases, "sqlite", date(2025, 12, 2))
    with app.app_context():
        first = reader().scalar(sa.select(sa.func.min(Entry.happened_on)))
        began = reader().scalar(sa.select(sa.func.max(Membership.valid_from)))
    assert began <= first <= today()
    dispose(app)


def test_loading_refuses_a_database_that_holds_something(app: Flask) -> None:
    with app.app_context():
        users = count(User)
        with pytest.raises(NotEmptyError):
            load_demonstration(writer(), LAST, random.Random("1"))
        writer().rollback()
        assert (count(User), count(Entry), count(Ward)) == (users, 0, 3)


@pytest.fixture(params=ENGINES)
def two_apps(request: pytest.FixtureRequest, databases: Databases) -> Iterator[tuple[Flask, Flask]]:
    """Return two apps on one empty database."""
    url = databases.fresh(request.param, empty=True)
    apps = make_app(url), make_app(url)
    assert run(apps[0], "prepare")[0] == 0
    yield apps
    for app in apps:
        dispose(app)
    databases.drop(url)


def _is_prepared(outcome: tuple[int, str]) -> bool:
    status, output = outcome
    return status == 0 and "loaded" not in output and PASSWORD in output


@pytest.mark.usefixtures("few_days")
def test_demonstration_loaded_by_another_process_is_found(two_apps: tuple[Flask, Flask]) -> None:
    app, other = two_apps
    with app.app_context():
        engine = db.get_engine("read")
    statements = []

    @sa.event.listens_for(engine, "after_cursor_execute")
    def load_after_the_first_question(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "EXISTS" in statement and not statements:
            statements.append(statement)
            with other.app_context():
                load_demonstration(writer(), EARLY, random.Random("1"))
                writer().commit()

    outcome = run(app, "prepare", "--demo")
    assert _is_prepared(outcome), outcome


@pytest.mark.usefixtures("few_days")
@pytest.mark.parametrize("two_apps", ["postgresql"], indirect=True)
def test_second_loading_waits_for_the_first(two_apps: tuple[Flask, Flask]) -> None:
    """PostgreSQL lets both write; the second one fails at the first value that has to be unique."""
    app, other = two_apps
    with ThreadPoolExecutor(1) as pool:
        with other.app_context():
            load_demonstration(writer(), EARLY, random.Random("1"))
            second = pool.submit(run, app, "prepare", "--demo")
            while not _is_a_lock_waited_for():
                assert not second.done(), second.result()
            writer().commit()
        outcome = second.result(120)
    assert _is_prepared(outcome), outcome


def _is_a_lock_waited_for() -> bool:
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with db.get_engine("read").connect() as connection:
        return bool(connection.scalar(sa.text(waiting)))
