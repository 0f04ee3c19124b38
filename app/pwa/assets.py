"""Built assets: addresses that carry a hash of their content, so they may be kept for ever, and the icons."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import msgspec
from flask import Flask, Response, current_app, request, url_for
from markupsafe import Markup

IMMUTABLE = "public, max-age=31536000, immutable"
"""The caching of a file whose address carries the revision of its content."""

_HASHED = re.compile(r"/dist/[^/]+-[0-9A-Z]{8}\.\w+$")
"""An address with a hash of the content: fonts of PDFs and lists of files have none, and change in their place."""

_BUILT = "tung-nha-built"
T = TypeVar("T")


class AssetsNotBuiltError(RuntimeError):
    """The assets have to be built first: ``make build``."""


class Built:
    """The files of the build and what it knows of them, read at the first use."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def files(self) -> Mapping[str, str]:
        """The name of each file with the hash of its content, by its plain name."""
        return self._read("manifest", dict[str, str])

    @cached_property
    def imports(self) -> Mapping[str, list[str]]:
        """The files that each script imports."""
        return self._read("imports", dict[str, list[str]])

    @cached_property
    def later(self) -> Mapping[str, list[str]]:
        """The files that each script loads only when it needs them."""
        return self._read("later", dict[str, list[str]])

    @cached_property
    def drawings(self) -> Mapping[str, str]:
        """The drawing of each icon, as SVG."""
        return self._read("icons", dict[str, str])

    def compressed(self, address: str) -> bytes | None:
        """Return a file as the build has compressed it with Brotli, or ``None`` where that makes it no smaller."""
        try:
            return (self._folder / f"{address.rsplit('/', 1)[-1]}.br").read_bytes()
        except FileNotFoundError:
            return None

    def _read(self, name: str, kind: type[T]) -> T:
        try:
            return msgspec.json.decode((self._folder / f"{name}.json").read_bytes(), type=kind)
        except FileNotFoundError:
            raise AssetsNotBuiltError("static/dist is missing: run `make build`") from None


def asset_address(name: str) -> str:
    """Return the address of a built file."""
    built: Built = current_app.extensions[_BUILT]
    return _address(built.files[name])


def _address(file: str) -> str:
    return url_for("static", filename=f"dist/{file}")


def init_app(app: Flask) -> None:
    """Let templates ask for ``asset("app.css")``, ``module("form.js")`` and ``icon("house-fill")``."""
    built = app.extensions[_BUILT] = Built(Path(app.static_folder or "") / "dist")

    def module(name: str) -> Markup:
        # The imports of a script are named with it, so that a weak line loads them at once and not in turns.
        preload = Markup('<link rel="modulepreload" href="{}">')
        lines = [preload.format(_address(file)) for file in built.imports.get(name, [])]
        # The worker keeps whatever a page names; the browser fetches these when it has nothing else to do.
        prefetch = Markup('<link rel="prefetch" href="{}">')
        lines += [prefetch.format(_address(file)) for file in built.later.get(name, [])]
        script = Markup('<script type="module" src="{}"></script>').format(asset_address(name))
        return Markup("\n    ").join([*lines, script])

    def icon(name: str) -> Markup:
        # The drawing comes from our own build, and it stands beside words of the same meaning.
        drawing = Markup(built.drawings[name])  # noqa: S704
        return Markup('<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">{}</svg>').format(drawing)

    app.jinja_env.globals.update(asset=asset_address, module=module, icon=icon)

    @app.after_request
    def keep_for_ever(response: Response) -> Response:
        if request.endpoint == "static" and _HASHED.search(request.path) and response.status_code == 200:
            response.headers["Cache-Control"] = IMMUTABLE
            # A file that is passed through as a stream would leave uncompressed for who takes only gzip.
            response.direct_passthrough = False
            compressed = built.compressed(request.path) if request.accept_encodings["br"] else None
            if compressed:
                response.close()
                response.set_data(compressed)
                response.headers["Content-Encoding"] = "br"
                response.vary.add("Accept-Encoding")
            else:
                response.make_sequence()
        return response
