"""What the tests of this folder serve in the place of ``app.serving.entry:served``."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import orjson

from app.body_limit import body_limit, is_signed_in
from app.security import secure_headers
from app.serving.adapter import Adapter
from app.serving.entry import served as served
from app.serving.transfer_limits import TransferLimits
from wsgi import app

IMPATIENT = TransferLimits(idle=2, rate=20_000, total=12)
ECHO_LIMIT = 300_000
PIECE = b"x" * 100_000


def echo(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer what the request looks like; ``/pieces/N`` N pieces, ``/fails/N`` fails after N.

    ``/waits?FIFO`` answers when there is a byte for it in that pipe.
    """
    kind, _, number = environ["PATH_INFO"].strip("/").partition("/")
    if kind == "waits":
        with Path(environ["QUERY_STRING"]).open("rb", buffering=0) as pipe:
            pipe.read(1)
    if kind in {"pieces", "fails"}:
        start_response("200 OK", [("Content-Type", "text/plain")])
        return _pieces(int(number), fails=kind == "fails")
    body = environ["wsgi.input"].read() if "CONTENT_LENGTH" in environ else b""
    seen = {key: value for key, value in environ.items() if isinstance(value, str | bool | int)}
    start_response("200 OK", [("Content-Type", "application/json"), ("X-Two", "1"), ("X-Two", "2")])
    return [orjson.dumps(seen | {"body": body.decode("latin-1")})]


def measure(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer how many bytes the body has."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(len(environ["wsgi.input"].read())).encode()]


def lead(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Lead to the address that the body is, if there is one."""
    body = environ["wsgi.input"].read() if "CONTENT_LENGTH" in environ else b""
    start_response("302 Found" if body else "200 OK", [("Location", body.decode("ascii"))] if body else [])
    return []


def without_disk(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer as ``echo`` does, on a machine whose folder for temporary files is lost at the first request."""
    tempfile.tempdir = "/nonexistent"
    return echo(environ, start_response)


def _pieces(number: int, *, fails: bool) -> Iterator[bytes]:
    for _ in range(number):
        yield PIECE
    if fails:
        raise RuntimeError("the app failed halfway")


echoing = Adapter(echo, lambda environ: ECHO_LIMIT, limits=IMPATIENT, answers_quota=400_000_000)
echoing_alive = Adapter(echo, lambda environ: ECHO_LIMIT, fixed_paths=["/healthz"])
impatient = Adapter(app, partial(body_limit, app), limits=IMPATIENT, headers=secure_headers(app.config["TUNG_NHA"]))
leading = Adapter(lead, lambda environ: ECHO_LIMIT)
measuring = Adapter(measure, partial(body_limit, app))
diskless = Adapter(without_disk, lambda environ: ECHO_LIMIT)
cramped_echo = Adapter(echo, lambda environ: ECHO_LIMIT, answers_quota=40_000_000)
cramped = Adapter(app, partial(body_limit, app), partial(is_signed_in, app), bodies_quota=1_000_000)
