"""Fixtures of the tests of drawings: a request in Vietnamese."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask


@pytest.fixture
def vietnamese_reader(sqlite_app: Flask) -> Iterator[None]:
    """Open a request in Vietnamese."""
    with sqlite_app.test_request_context("/?lang=vi"):
        yield
