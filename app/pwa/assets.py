"""Built assets: addresses that carry a hash of their content, so they may be kept for ever, and the icons."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from flask import Flask, Response, request, url_for
from markupsafe import Markup

IMMUTABLE = "public, max-age=31536000, immutable"
"""The caching of a file whose address carries the revision of its content."""


class AssetsNotBuiltError(RuntimeError):
    """The assets have to be built first: ``make build``."""


class Built:
    """A JSON file of the build, read at its first use."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._content: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        return self._read()[name]

    def get(self, name: str, default: Any) -> Any:
        """Return the value of ``name``, or ``default``."""
        return self._read().get(name, default)

    def _read(self) -> dict[str, Any]:
        if not self._content:
            try:
                self._content.update(json.loads(self._path.read_text(encoding="utf-8")))
            except FileNotFoundError:
                raise AssetsNotBuiltError("static/dist is missing: run `make build`") from None
        return self._content


def _address(file: str) -> str:
    return url_for("static", filename=f"dist/{file}")


def init_app(app: Flask) -> None:
    """Let templates ask for ``asset("app.css")``, ``module("form.js")`` and ``icon("house-fill")``."""
    dist = Path(app.static_folder or "") / "dist"
    files, imports, drawings = (Built(dist / f"{name}.json") for name in ("manifest", "imports", "icons"))

    def asset(name: str) -> str:
        return _address(files[name])

    def module(name: str) -> Markup:
        # The imports of a script are named with it, so that a weak line loads them at once and not in turns.
        preload = Markup('<link rel="modulepreload" href="{}">')
        lines = [preload.format(_address(file)) for file in imports.get(name, [])]
        return Markup("\n    ").join([*lines, Markup('<script type="module" src="{}"></script>').format(asset(name))])

    def icon(name: str) -> Markup:
        # The drawing comes from our own build, and it stands beside words of the same meaning.
        drawing = Markup(drawings[name])  # noqa: S704
        return Markup('<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">{}</svg>').format(drawing)

    app.jinja_env.globals.update(asset=asset, module=module, icon=icon)

    @app.after_request
    def keep_for_ever(response: Response) -> Response:
        if request.endpoint == "static" and "/dist/" in request.path and response.status_code == 200:
            response.headers["Cache-Control"] = IMMUTABLE
            # A file that is passed through as a stream would leave uncompressed for who takes only gzip.
            response.direct_passthrough = False
            response.make_sequence()
        return response
