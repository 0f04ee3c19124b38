"""Fixtures: an app on a fresh database of each engine, and whoever of the cast a test asks for."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Collection, Generator, Iterator
from contextlib import contextmanager, nullcontext
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from app import create_app
from app.catalogue.actions import load_catalogue
from app.config import Config
from app.database import writer
from app.extensions import db
from app.migrations import upgrade
from app.month import today
from tests.cast import add_cast
from tests.client import BufferedClient, Visitor
from tests.databases import PostgresServer, Rows
from tests.first_day import kept
from tests.order import BROWSER, by_weight
from tests.properties import register_profiles
from tests.scale import recorder

ENGINES = ("sqlite", "postgresql")
LOCKS = {".writer", ".turnstile"}
FIRST_DAY = today()
_numbers = count()


class CompiledTemplates(BytecodeCache):
    """Keeps compiled templates for as long as the tests run: hundreds of apps show the same ones."""

    def __init__(self) -> None:
        self._by_key: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._by_key:
            bucket.bytecode_from_string(self._by_key[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._by_key[bucket.key] = bucket.bytecode_to_string()


_TEMPLATES = CompiledTemplates()


@sa.event.listens_for(sa.Engine, "connect")
def _reverse_what_has_no_order(connection: object, _record: object) -> None:
    """Let SQLite give the rows of a query that names no order the other way round than it finds them.

    PostgreSQL gives them as it finds them, so a test of what relies on their order fails on one of the two.
    """
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA reverse_unordered_selects=ON")


register_profiles()
recorder.start()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the second engine where the first one tells all, and begin with what takes longest."""
    twins = [item for item in items if item.get_closest_marker("one_engine") and "postgresql" in _values(item)]
    config.hook.pytest_deselected(items=twins)
    items[:] = by_weight([item for item in items if item not in set(twins)])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Let no midnight come between the collection and a test."""
    with nullcontext() if item.nodeid.startswith(BROWSER) else kept(FIRST_DAY):
        return (yield)


def _values(item: pytest.Item) -> Collection[Any]:
    return item.callspec.params.values() if isinstance(item, pytest.Function) and hasattr(item, "callspec") else ()


def make_app(url: str, public_origin: str | None = None) -> Flask:
    """Return an app on the database at ``url``."""
    app = create_app(Config(database_url=url, secret_key="test", public_origin=public_origin, testing=True))
    app.jinja_env.bytecode_cache = _TEMPLATES
    app.test_client_class = BufferedClient
    return app


def dispose(app: Flask) -> None:
    """Close every connection of an app."""
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


def fill(url: str) -> None:
    """Make the schema, the catalogue and the cast in the empty database at ``url``."""
    app = make_app(url)
    with app.app_context():
        upgrade()
        load_catalogue(writer())
        writer().flush()
        add_cast(writer())
        writer().commit()
    dispose(app)


class Databases:
    """Hands out fresh databases, each a copy of one that was filled once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server: PostgresServer | None = None
        self._rows: Rows | None = None

    @property
    def server(self) -> PostgresServer:
        """The PostgreSQL server of the tests, started when the first test needs it."""
        if self._server is None:
            self._server = PostgresServer()
            fill(self._server.create("filled"))
            self._rows = self._server.remember("filled")
        return self._server

    def fresh(self, engine: str, *, empty: bool = False) -> str:
        """Return the address of a new database."""
        name = f"test_{next(_numbers)}"
        if engine == "postgresql":
            return self.server.create(name, "template0" if empty else "filled")
        path = self._folder / f"{name}.sqlite3"
        if not empty:
            template = self._folder / "filled.sqlite3"
            if not template.exists():
                fill(f"sqlite:///{template}")
            shutil.copy(template, path)
        return f"sqlite:///{path}"

    def renew(self, url: str) -> None:
        """Put back what stood in a database that :meth:`fresh` made; nobody is connected to a file any more.

        The tables are those of PostgreSQL as they are: a test that changes one changes it back.
        """
        path = sa.make_url(url).database or ""
        if url.startswith("postgresql"):
            assert self._rows is not None
            self.server.restore(path, self._rows)
        else:
            # The files of the writers' locks stay: who holds one open would lock another file than everybody else.
            for each in self._folder.glob(f"{Path(path).name}*"):
                if each.suffix not in LOCKS:
                    each.unlink()
            shutil.copy(self._folder / "filled.sqlite3", path)

    def drop(self, url: str) -> None:
        """Remove a database that :meth:`fresh` made."""
        name = sa.make_url(url).database or ""
        if url.startswith("postgresql"):
            self.server.drop(name)
        else:
            for path in self._folder.glob(f"{Path(name).name}*"):
                path.unlink()

    def stop(self) -> None:
        """Stop the server, if it was started, and remove the files."""
        if self._server is not None:
            self._server.stop()
        shutil.rmtree(self._folder)


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Databases for this run."""
    databases = Databases(tmp_path_factory.mktemp("databases"))
    yield databases
    databases.stop()


class Apps:
    """Hands out an app of each engine, the same to every test, on a database that is new for each.

    To make an app takes longer than most tests do with it. What a test leaves in it is taken out again.
    """

    def __init__(self, databases: Databases) -> None:
        self._databases = databases
        self._made: dict[str, tuple[Flask, str, dict[str, Any], dict[str, Any]]] = {}

    @contextmanager
    def lend(self, engine: str) -> Iterator[Flask]:
        """Lend the app of an engine to one test."""
        if engine in self._made:
            app, url, config, extensions = self._made[engine]
            self._databases.renew(url)
        else:
            url = self._databases.fresh(engine)
            app = make_app(url)
            config, extensions = dict(app.config), dict(app.extensions)
            self._made[engine] = app, url, config, extensions
        yield app
        self._disconnect(app)
        # What was kept for the next request was kept of a database that is no more.
        app.extensions = dict(extensions)
        if app.config != config:
            del self._made[engine]
            dispose(app)
            pytest.fail("a test that changes the settings of an app asks for an app of its own")

    def close(self) -> None:
        """Close every connection."""
        for app, *_ in self._made.values():
            dispose(app)

    @staticmethod
    def _disconnect(app: Flask) -> None:
        """Close the connections to a file, which will be another; those to PostgreSQL serve the next test too."""
        with app.app_context():
            for engine in db.engines.values():
                if engine.dialect.name == "sqlite" or engine.pool.checkedout():
                    engine.dispose()


@pytest.fixture(scope="session")
def apps(databases: Databases) -> Iterator[Apps]:
    """Apps for this run."""
    apps = Apps(databases)
    yield apps
    apps.close()


@pytest.fixture(params=ENGINES)
def app(request: pytest.FixtureRequest, apps: Apps) -> Iterator[Flask]:
    """Return an app with the cast, on each engine in turn."""
    with apps.lend(request.param) as app:
        yield app


@pytest.fixture
def sqlite_app(apps: Apps) -> Iterator[Flask]:
    """Return an app with the cast on SQLite, for what does not touch data."""
    with apps.lend("sqlite") as app:
        yield app


@pytest.fixture
def own_app(databases: Databases) -> Iterator[Flask]:
    """Return an app on SQLite that is this test's alone, for one that changes it."""
    url = databases.fresh("sqlite")
    app = make_app(url)
    yield app
    dispose(app)
    databases.drop(url)


@pytest.fixture(autouse=True)
def wards_are_named() -> Iterator[None]:
    """Fail a test in which the app asks for a ward's rows without naming the ward."""
    yield
    problems = recorder.RECORDER.take()
    assert not problems, (
        "name the ward of each table, or add the function to tests/scale/cross_ward_reads.py:\n" + "\n\n".join(problems)
    )


@pytest.fixture
def visitor(app: Flask) -> Callable[..., Visitor]:
    """Return who opens the app as one of the cast, or as a stranger."""
    return lambda name=None: Visitor(app, name)


@pytest.fixture
def ana(app: Flask) -> Visitor:
    """A member of team 1 in ward A."""
    return Visitor(app, "ana")


@pytest.fixture
def carla(app: Flask) -> Visitor:
    """The coordinator of ward A."""
    return Visitor(app, "carla")
