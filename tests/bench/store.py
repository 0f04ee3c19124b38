"""A database to measure on, with the app on it, and entries put into it as fast as they can be."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from flask import Flask

from app import create_app
from app.catalogue.actions import load_catalogue
from app.config import Config
from app.database import writer
from app.extensions import db
from app.logbook.entry_rows import Envelope
from app.logbook.intake import Intake
from app.logbook.record_actions import record
from app.migrations import upgrade
from app.month import ZONE, Month, today
from app.people.actor import Actor
from app.people.queries import actor_of
from app.sync.envelope import digest_of
from app.uuid7 import uuid7
from tests.bench.processor_time import postmaster_of
from tests.bench.province import LARGE_WARD, Author, Users, build, work_of
from tests.databases import PostgresServer

SECRET_KEY = "bench"
BATCH = 100
BATCHES_PER_COMMIT = 10
SHARES = (0.05, 0.5, 0.45)
"""How much of the large ward's entries lies in the month before last, in last month and in this month."""


@dataclass(frozen=True)
class Store:
    """An engine's database, filled for the users, and an app of this process on it.

    ``postmaster`` is the first process of the database's server, if it has one.
    """

    engine: str
    url: str
    app: Flask
    users: Users
    postmaster: int | None = None


@contextmanager
def opened(engine: str) -> Iterator[Store]:
    """Make a database on ``engine``, fill it for the users, and remove it afterwards."""
    with prepared(engine) as (app, url, postmaster):
        with app.app_context():
            users = build(writer())
            writer().commit()
        yield Store(engine, url, app, users, postmaster)


@contextmanager
def prepared(engine: str) -> Iterator[tuple[Flask, str, int | None]]:
    """Make a database with the schema and the catalogue; yield an app on it, and what :func:`database` yields."""
    with database(engine) as (url, postmaster):
        app = create_app(Config(database_url=url, secret_key=SECRET_KEY))
        with app.app_context():
            upgrade()
            load_catalogue(writer())
            writer().commit()
        yield app, url, postmaster
        with app.app_context():
            for each in db.engines.values():
                each.dispose()


@contextmanager
def database(engine: str) -> Iterator[tuple[str, int | None]]:
    """Make an empty database, on disk and durable; yield its address and the first process of its server, if any."""
    if engine == "postgresql":
        server = PostgresServer(durable=True)
        try:
            yield server.create("bench"), postmaster_of(server.folder)
        finally:
            server.stop()
    else:
        with TemporaryDirectory(prefix="tung-nha-bench-") as folder:
            yield f"sqlite:///{Path(folder) / 'bench.sqlite3'}", None


def months() -> list[Month]:
    """Return the months that the large ward's entries are spread over, the oldest first."""
    this = Month.current()
    return [this.previous().previous(), this.previous(), this]


def fill(store: Store, number: int) -> None:
    """Add ``number`` entries of all teams of the large ward, spread over three months."""
    for month, share in zip(months(), SHARES, strict=True):
        fill_month(store, month, round(number * share))
    if store.engine == "postgresql":
        vacuum(store.url)


def vacuum(url: str) -> None:
    """Do what a PostgreSQL server would do by itself within a minute: figures must not depend on when."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def fill_month(store: Store, month: Month, number: int) -> None:
    """Add ``number`` entries of one month, by the same actions as those of a phone, but not through the API."""
    rng = random.Random(f"{month} {number}")
    days = (min(month.last, today()) - month.first).days
    authors = store.users.authors[LARGE_WARD]
    actors: dict[int, Actor] = {}
    with store.app.app_context():
        for position, start in enumerate(range(0, number, BATCH), start=1):
            author = rng.choice(authors)
            last_day = month.first + timedelta(days=rng.randint(0, days))
            write(author, min(BATCH, number - start), last_day, actors, rng)
            if position % BATCHES_PER_COMMIT == 0:
                writer().commit()
        writer().commit()


def write(author: Author, size: int, last_day: date, actors: dict[int, Actor], rng: random.Random) -> None:
    """Record a batch of ``author`` in the current transaction; ``actors`` are those read before."""
    session = writer()
    actor = actors.get(author.user_id) or actor_of(session, author.user_id, today())
    assert actor is not None
    actors[author.user_id] = actor
    at = datetime.combine(last_day, time(20), ZONE)
    work = list(work_of(author, size, last_day, rng))
    intake = Intake(session.connection(), actor, at, [fields for _, fields in work])
    arrivals = [
        intake.read(Envelope(uuid7(at, rng), kind, 1, digest_of(fields), 1, at, fields, {})) for kind, fields in work
    ]
    assert all(arrival.entry for arrival in arrivals), [arrival.errors for arrival in arrivals]
    # As a phone's entries, these know where each household was first met: without that nothing is stored.
    record(session.connection(), actor.id, actor.wards, intake.flagged(arrivals, None), at)
