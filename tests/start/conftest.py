"""A database that was just prepared, and one with a ward."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.conftest import ENGINES, Databases, dispose, make_app
from tests.terminal import run


@pytest.fixture(params=ENGINES)
def empty_app(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Flask]:
    """Return an app on a database that ``prepare`` just made."""
    url = databases.fresh(request.param, empty=True)
    app = make_app(url)
    assert run(app, "prepare")[0] == 0
    yield app
    dispose(app)
    databases.drop(url)


@pytest.fixture
def ward_app(empty_app: Flask) -> Flask:
    """Return an app whose database holds one ward with two neighbourhoods and a team."""
    assert run(empty_app, "ward", "add", "16417", "Phố 1", "Phố 2", "--word", "phố")[0] == 0
    assert run(empty_app, "team", "add", "--ward", "16417", "--name", "Tổ 1", "Phố 1", "Phố 2")[0] == 0
    return empty_app
