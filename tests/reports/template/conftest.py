"""Fixtures of the tests of templates: a request in English or Vietnamese, without a database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.conftest import dispose, make_app


@pytest.fixture(scope="module")
def app_without_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = make_app(f"sqlite:///{tmp_path_factory.mktemp('nothing') / 'nothing.sqlite3'}")
    yield app
    dispose(app)


@pytest.fixture
def english_reader(app_without_data: Flask) -> Iterator[None]:
    """Open a request: problems are written in the language of its reader, here as the texts stand in the code."""
    with app_without_data.test_request_context("/?lang=en"):
        yield


@pytest.fixture
def vietnamese_reader(app_without_data: Flask) -> Iterator[None]:
    """Open a request in the language of reports."""
    with app_without_data.test_request_context("/?lang=vi"):
        yield
