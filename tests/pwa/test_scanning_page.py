"""The page that scans codes: it alone may use the camera, and run what reads them."""

from __future__ import annotations

from flask import Flask

from tests.answer_headers import policy_of
from tests.client import Visitor


def test_one_page_alone_may_use_the_camera_and_run_the_reader_of_codes(sqlite_app: Flask) -> None:
    stranger = Visitor(sqlite_app)
    for path in (
        "/log/",
        "/log/visit",
        "/log/installation",
        "/log/training",
        "/log/mine",
        "/offline",
        "/login",
        "/sw.js",
    ):
        answer = stranger.get(path)
        assert "wasm" not in answer.headers["Content-Security-Policy"], path
        assert "camera=()," in answer.headers["Permissions-Policy"], path
    for address in ("/log/merchant", "/log/merchant?lang=en"):
        answer = stranger.get(address)
        assert policy_of(answer)["script-src"] == "'self' 'wasm-unsafe-eval'"
        assert {**policy_of(answer), "script-src": "'self'"} == policy_of(stranger.get("/log/visit"))
        assert "camera=(self)," in answer.headers["Permissions-Policy"]
        assert len(answer.headers.getlist("Content-Security-Policy")) == 1
        assert len(answer.headers.getlist("Permissions-Policy")) == 1
