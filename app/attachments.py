"""Answers that a browser saves as a file."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import BinaryIO

from flask import Response, request
from werkzeug.wsgi import wrap_file


def attachment(content: bytes | Iterable[str] | Iterable[bytes], mimetype: str, name: str) -> Response:
    """Return an answer that a browser saves as a file with ``name``, which is ASCII."""
    response = Response(content, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def file_attachment(file: BinaryIO, mimetype: str, name: str) -> Response:
    """Return an answer that a browser saves, from an open file that is closed with it, also when the client hangs up.

    ``name`` is ASCII.
    """
    response = attachment(wrap_file(request.environ, file), mimetype, name)
    response.direct_passthrough = True
    response.content_length = os.fstat(file.fileno()).st_size
    return response
