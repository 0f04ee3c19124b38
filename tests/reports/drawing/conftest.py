"""What the tests of drawings share: a request of a reader in Vietnamese."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask


@pytest.fixture
def vietnamese_reader(sqlite_app: Flask) -> Iterator[None]:
    """Open a request of somebody who reads Vietnamese."""
    with sqlite_app.test_request_context("/?lang=vi"):
        yield
