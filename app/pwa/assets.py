"""Built assets: addresses that carry a hash of their content, so they may be kept for ever, and the icons."""

from __future__ import annotations

import json
from pathlib import Path

from flask import Flask, Response, request, url_for
from markupsafe import Markup

_IMMUTABLE = "public, max-age=31536000, immutable"


class AssetsNotBuiltError(RuntimeError):
    """The assets have to be built first: ``make build``."""


class Built:
    """A JSON file of the build, read when it is first asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._content: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        if not self._content:
            try:
                self._content.update(json.loads(self._path.read_text(encoding="utf-8")))
            except FileNotFoundError:
                raise AssetsNotBuiltError("static/dist is missing: run `make build`") from None
        return self._content[name]


def init_app(app: Flask) -> None:
    """Let templates ask for ``asset("app.css")`` and ``icon("house-fill")``."""
    dist = Path(app.static_folder or "") / "dist"
    files, drawings = Built(dist / "manifest.json"), Built(dist / "icons.json")

    def asset(name: str) -> str:
        return url_for("static", filename=f"dist/{files[name]}")

    def icon(name: str) -> Markup:
        # The drawing comes from our own build, and words beside it say the same.
        drawing = Markup(drawings[name])  # noqa: S704
        return Markup('<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">{}</svg>').format(drawing)

    app.jinja_env.globals.update(asset=asset, icon=icon)

    @app.after_request
    def keep_for_ever(response: Response) -> Response:
        if request.endpoint == "static" and "/dist/" in request.path and response.status_code == 200:
            response.headers["Cache-Control"] = _IMMUTABLE
            # A file that is passed through as a stream would leave uncompressed for who takes only gzip.
            response.direct_passthrough = False
            response.make_sequence()
        return response
