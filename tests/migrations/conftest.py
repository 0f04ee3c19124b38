"""Databases without a schema, and with the cast."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.conftest import ENGINES, Databases, dispose, make_app


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Return each engine in turn."""
    return str(request.param)


@pytest.fixture
def empty_app(engine: str, databases: Databases) -> Iterator[Flask]:
    """Return an app on a database without a schema."""
    url = databases.fresh(engine, empty=True)
    app = make_app(url)
    yield app
    dispose(app)
    databases.drop(url)


@pytest.fixture
def app(engine: str, databases: Databases) -> Iterator[Flask]:
    """Return an app with the cast, on the same engine as the empty one."""
    url = databases.fresh(engine)
    app = make_app(url)
    yield app
    dispose(app)
    databases.drop(url)
