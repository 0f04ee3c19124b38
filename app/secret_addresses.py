"""Addresses that open something by themselves: the token in them stands in no log, no referrer and no cache."""

from __future__ import annotations

import re

from flask import Flask, Response, request

SECRET_ADDRESSES = ("/start/", "/invite/")
"""The beginnings of these addresses; what follows is a token."""

_MASK = "…"
_LEAST_TOKEN = 20  # characters; in other texts than an address no shorter run is taken for a token
_TOKEN = re.compile(rf"((?:{'|'.join(SECRET_ADDRESSES)}))[\w-]{{{_LEAST_TOKEN},}}+(?!\.py\b)")
"""A token where it stands in a text, also at the end of a sentence; the name of a module is none."""


def masked_path(path: str) -> str:
    """Return the path of an address as logs may hold it: ``/start/…``, also where something is typed before it."""
    beginning = next((each for each in SECRET_ADDRESSES if path.startswith(each)), None)
    return masked_text(path) if beginning is None else f"{beginning}{_MASK}"


def masked_text(text: str) -> str:
    """Return a text of the log, such as that of an error, without the tokens of addresses that it speaks of."""
    return _TOKEN.sub(rf"\1{_MASK}", text)


def init_app(app: Flask) -> None:
    """Let no answer to such an address leave its token behind, errors included."""

    @app.after_request
    def set_privacy_headers(response: Response) -> Response:
        if request.path.startswith(SECRET_ADDRESSES):
            response.headers["Referrer-Policy"] = "no-referrer"
            response.headers["Cache-Control"] = "no-store"
        return response
