"""The wire of release 0.1 as a transcript: each request as it was sent, with the answer that it got.

``transcript.json`` holds exchanges in the order in which they happened; what one stored, the next one meets.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Mapping
from hashlib import sha256
from html import unescape
from io import BytesIO
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.frozen.dump import FOLDER

ORIGIN = "http://localhost"
HEADERS = ("Content-Type", "Content-Disposition", "Cache-Control", "ETag", "Location", "Retry-After")
"""The headers of an answer that clients go by."""

UNSTABLE = {
    "csrf": re.compile(r'(?<="csrf":)"[^"]+"'),
    "etag": re.compile(r"[0-9a-f]{16,}"),
}
"""What is another each time. It is put as its name in angle quotes, so that it still has to be there. Times are not
among it: the clock stands still."""

_FORM_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_PROMISED = re.compile(r'data-(?:entry|photo|outcome|(?:photos-)?(?:stored|known|refused))="[^"]*"')


class Player:
    """Plays requests to an app, each as somebody with a browser or a phone of their own."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._clients: dict[str, FlaskClient] = {}
        self._tokens: dict[str, str] = {}
        self._etags: dict[tuple[str, str], str] = {}

    def client(self, who: str) -> FlaskClient:
        """Return the browser of somebody."""
        return self._clients.setdefault(who, self._app.test_client())

    def play(self, request: Mapping[str, Any]) -> TestResponse:
        """Send a request of the transcript.

        ``{csrf}`` in it stands for the token that its sender was given last, ``{etag}`` for the last ETag of its path.
        """
        who, path = request["who"], request["path"]
        known = {"{csrf}": self._tokens.get(who, ""), "{etag}": self._etags.get((who, path), "")}

        def filled(values: Mapping[str, str]) -> dict[str, str]:
            return {name: known.get(value, value) for name, value in values.items()}

        options: dict[str, Any] = {"headers": filled(request.get("headers", {}))}
        if "form" in request:
            options["data"] = filled(request["form"]) | _files(request)
        else:
            options["data"] = _body(request)
        response = self.client(who).open(path, method=request["method"], **options)
        self._learn(who, path, response)
        return response

    def _learn(self, who: str, path: str, response: TestResponse) -> None:
        if "ETag" in response.headers:
            self._etags[who, path] = response.headers["ETag"]
        if response.is_json and "csrf" in (response.json or {}):
            self._tokens[who] = response.json["csrf"]  # type: ignore[index]
        elif response.mimetype == "text/html" and (token := _FORM_TOKEN.search(response.text)):
            self._tokens[who] = unescape(token[1])


def _body(request: Mapping[str, Any]) -> bytes:
    """Return the body of a request: JSON, bytes in base64, or one text so many times."""
    if "json" in request:
        return json.dumps(request["json"], ensure_ascii=False).encode()
    if "repeated" in request:
        text, times = request["repeated"]
        return bytes(text.encode() * times)
    return b64decode(request.get("base64", ""))


def _files(request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the files of a form; they lie beside the transcript."""
    files = request.get("files", {})
    return {field: (BytesIO((FOLDER / name).read_bytes()), name) for field, name in files.items()}


def answer_of(response: TestResponse) -> dict[str, Any]:
    """Return what counts of an answer: its status, its headers that clients go by, and its body.

    Of a page only what docs/waiting-file.md promises of its attributes; reports are read in :mod:`tests.frozen.prints`.
    """
    headers = {name: response.headers[name] for name in HEADERS if name in response.headers}
    if "ETag" in headers:
        headers["ETag"] = UNSTABLE["etag"].sub("«etag»", headers["ETag"])
    return {"status": response.status_code, "headers": headers, "body": _content(response)}


def _content(response: TestResponse) -> Any:
    if response.mimetype == "application/json":
        return json.loads(UNSTABLE["csrf"].sub('"«csrf»"', response.text))
    if response.mimetype == "text/html":
        return _PROMISED.findall(response.text)
    if response.mimetype == "image/jpeg":
        return sha256(response.data).hexdigest()
    return None
