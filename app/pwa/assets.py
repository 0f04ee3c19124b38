"""Addresses of built assets: their names carry a hash of their content, so they may be kept for ever."""

from __future__ import annotations

import json
from pathlib import Path

from flask import Flask, Response, request, url_for

_IMMUTABLE = "public, max-age=31536000, immutable"


class AssetsNotBuiltError(RuntimeError):
    """The assets have to be built first: ``make build``."""


def init_app(app: Flask) -> None:
    """Let templates ask for ``asset("app.css")``."""
    manifest = Path(app.static_folder or "") / "dist" / "manifest.json"
    names: dict[str, str] = {}

    def asset(name: str) -> str:
        if not names:
            try:
                names.update(json.loads(manifest.read_text()))
            except FileNotFoundError:
                raise AssetsNotBuiltError("static/dist is missing: run `make build`") from None
        return url_for("static", filename=f"dist/{names[name]}")

    app.jinja_env.globals["asset"] = asset

    @app.after_request
    def keep_for_ever(response: Response) -> Response:
        if request.endpoint == "static" and "/dist/" in request.path and response.status_code == 200:
            response.headers["Cache-Control"] = _IMMUTABLE
        return response
