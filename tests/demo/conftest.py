"""The whole demonstration, loaded once for all tests of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.conftest import Databases, dispose
from tests.demo.steps import LAST, load


@pytest.fixture(scope="module")
def demonstration(databases: Databases) -> Iterator[Flask]:
    """Return an app with the whole demonstration, loaded once for all tests."""
    app = load(databases, "sqlite", LAST)
    yield app
    dispose(app)
