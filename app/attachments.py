"""Answers that a browser saves as a file."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response


def attachment(content: bytes | Iterable[str], mimetype: str, name: str) -> Response:
    """Return an answer that a browser saves as a file with ``name``, which is ASCII."""
    response = Response(content, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
