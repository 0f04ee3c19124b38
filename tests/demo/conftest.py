"""The demonstration, loaded once for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from app.demo import days
from tests.conftest import Databases, dispose
from tests.demo.steps import EARLY, LAST, load


@pytest.fixture(scope="package")
def demonstration(databases: Databases) -> Iterator[Flask]:
    """Return an app with the whole demonstration, loaded once for all tests."""
    app = load(databases, "sqlite", LAST)
    yield app
    dispose(app)


@pytest.fixture(scope="package")
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
