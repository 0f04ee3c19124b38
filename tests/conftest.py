"""Fixtures: an app on a fresh database of each engine, and whoever of the cast a test asks for."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import settings
from jinja2 import FileSystemBytecodeCache

from app import create_app
from app.catalogue.actions import load_catalogue
from app.config import Config
from app.database import writer
from app.extensions import db
from app.migrations import upgrade
from tests.cast import add_cast
from tests.client import Visitor
from tests.databases import PostgresServer

ENGINES = ("sqlite", "postgresql")
LOCKS = {".writer", ".turnstile"}
_numbers = count()
_TEMPLATES = FileSystemBytecodeCache(tempfile.mkdtemp(prefix="tung-nha-templates-"))

settings.register_profile("tung-nha", deadline=None, print_blob=True)
settings.load_profile("tung-nha")


def make_app(url: str, public_origin: str | None = None) -> Flask:
    """Return an app on the database at ``url``."""
    app = create_app(Config(database_url=url, secret_key="test", public_origin=public_origin, testing=True))
    # Hundreds of apps compile the same templates.
    app.jinja_env.bytecode_cache = _TEMPLATES
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

    @property
    def server(self) -> PostgresServer:
        """The PostgreSQL server of the tests, started when the first test needs it."""
        if self._server is None:
            self._server = PostgresServer()
            fill(self._server.create("filled"))
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
        """Put a fresh copy in the place of a database that nobody is connected to any more."""
        path = sa.make_url(url).database or ""
        if url.startswith("postgresql"):
            self.server.drop(path)
            self.server.create(path, "filled")
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
        """Stop the server, if it was started."""
        if self._server is not None:
            self._server.stop()


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
        dispose(app)
        # What was kept for the next request was kept of a database that is no more.
        app.extensions = dict(extensions)
        if app.config != config:
            del self._made[engine]
            pytest.fail("a test that changes the settings of an app asks for an app of its own")


@pytest.fixture(scope="session")
def apps(databases: Databases) -> Apps:
    """Apps for this run."""
    return Apps(databases)


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
