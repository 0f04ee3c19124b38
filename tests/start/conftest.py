"""A database that was just prepared, and one with a ward."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import count

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.conftest import ENGINES, Databases, dispose, make_app
from tests.terminal import run

_numbers = count()


class PreparedDatabases:
    """Hands out copies of a database that ``prepare`` made, one of each engine: to make one takes a second."""

    def __init__(self, databases: Databases) -> None:
        self._databases = databases
        self._made: dict[str, str] = {}

    def copy(self, engine: str) -> str:
        """Return the address of a copy, which is to be dropped."""
        source = self._made.setdefault(engine, "") or self._make(engine)
        if engine == "postgresql":
            return self._databases.server.create(f"prepared_{next(_numbers)}", sa.make_url(source).database or "")
        url = self._databases.fresh(engine, empty=True)
        shutil.copy(sa.make_url(source).database or "", sa.make_url(url).database or "")
        return url

    def _make(self, engine: str) -> str:
        url = self._made[engine] = self._databases.fresh(engine, empty=True)
        app = make_app(url)
        assert run(app, "prepare")[0] == 0
        dispose(app)
        return url


@pytest.fixture(scope="session")
def prepared_databases(databases: Databases) -> PreparedDatabases:
    """Databases that were just prepared."""
    return PreparedDatabases(databases)


@pytest.fixture(params=ENGINES)
def empty_app(
    request: pytest.FixtureRequest, databases: Databases, prepared_databases: PreparedDatabases
) -> Iterator[Flask]:
    """Return an app on a database that ``prepare`` just made."""
    url = prepared_databases.copy(request.param)
    app = make_app(url)
    yield app
    dispose(app)
    databases.drop(url)


@pytest.fixture
def ward_app(empty_app: Flask) -> Flask:
    """Return an app whose database holds one ward with two neighbourhoods and a team."""
    assert run(empty_app, "ward", "add", "16417", "Phố 1", "Phố 2", "--word", "phố")[0] == 0
    assert run(empty_app, "team", "add", "--ward", "16417", "--name", "Tổ 1", "Phố 1", "Phố 2")[0] == 0
    return empty_app
