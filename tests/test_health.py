"""The two questions of machines: is the process alive, and can it do its work."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from tests.client import Visitor
from tests.conftest import dispose, make_app


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_all_is_well(app: Flask, path: str) -> None:
    response = Visitor(app).get(path)
    assert response.status_code == 200
    assert response.json == {"status": "ok"}
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(
    "url", ["sqlite:///{folder}/missing/log.sqlite3", "postgresql+psycopg://nobody@/nothing?host={folder}"]
)
def test_a_database_that_cannot_be_reached(tmp_path: Path, url: str) -> None:
    app = make_app(url.format(folder=tmp_path))
    try:
        machine = Visitor(app)
        assert machine.get("/healthz").status_code == 200
        response = machine.get("/readyz")
        assert response.status_code == 503
        assert int(response.headers["Retry-After"]) > 0
        assert str(tmp_path) not in response.text
    finally:
        dispose(app)
