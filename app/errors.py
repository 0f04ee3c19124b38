"""Error answers: a page in the reader's language, or a JSON object for the phone."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import structlog
from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import HTTPException

from app.database_errors import Fault, fault_of, reason_of
from app.one_at_a_time import BusyError

log = structlog.get_logger()

RETRY_AFTER = 5  # seconds


@dataclass
class APIError(Exception):
    """A refusal of a whole request of the phone; it says nothing about what is stored."""

    status: int
    code: str
    retry_after: int | None = None


def is_api_request() -> bool:
    """Return whether the request came to the API of the phones."""
    return request.path.startswith("/api/")


def init_app(app: Flask) -> None:
    """Register the handlers of all errors on ``app``."""
    app.register_error_handler(APIError, _answer_api_error)
    app.register_error_handler(BusyError, _answer_busy)
    app.register_error_handler(HTTPException, _answer_http_error)
    app.register_error_handler(Exception, _answer_unexpected)


def _answer_api_error(error: APIError) -> Response:
    return _json_error(error.status, error.code, error.retry_after)


def _answer_http_error(error: HTTPException) -> Response:
    status = error.code or 500
    if error.response is not None:  # A redirect of the router's own making.
        return make_response(error.get_response())
    if is_api_request():
        return _json_error(status, (error.name or "error").lower().replace(" ", "_"))
    code = error.description if error.description in _EXPLAINED else str(status)
    retry_after = getattr(error, "retry_after", None)
    return _page(status, code, retry_after=retry_after if isinstance(retry_after, int) else None)


def _answer_unexpected(error: Exception) -> Response:
    fault = fault_of(error)
    if fault is not None and fault.passes:
        log.warning("database unavailable", fault=fault, reason=reason_of(error), path=request.path)
        return _answer_busy(error)
    reference = secrets.token_hex(4)
    log.error("unexpected error", reference=reference, fault=fault, path=request.path, exc_info=error)
    if is_api_request():
        return _json_error(500, "error")
    return _page(500, fault or "500", reference=reference)


def _answer_busy(_error: Exception) -> Response:
    if is_api_request():
        return _json_error(503, "busy", RETRY_AFTER)
    return _page(503, "503", retry_after=RETRY_AFTER)


def _json_error(status: int, code: str, retry_after: int | None = None) -> Response:
    response = jsonify(error=code)
    response.status_code = status
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


_EXPLAINED = {"csrf", "ended", "month", "ward"}
"""An error with a message of the view, so that its page can say what to do."""

_NOT_STORED = _l("The server cannot store anything at present")
_NOT_READ = _l("The server cannot read its data at present")

_EXPLANATIONS = {
    "csrf": (_l("This page is out of date"), _l("Open the page again and repeat what you did.")),
    "ended": (
        _l("Your post has ended"),
        _l("The ward ended your post, so you read nothing here any more. What waits on your phone is still sent."),
    ),
    "month": (_l("This is not a month"), _l("Write the month as YYYY-MM, for example 2026-10.")),
    "ward": (_l("Which ward?"), _l("Choose a ward of the province first.")),
    "403": (_l("This is not open to you"), _l("Ask your ward's coordinator if you need it.")),
    "404": (_l("There is no such page"), _l("Check the address, or start again from the home page.")),
    "405": (_l("This cannot be done here"), _l("Start again from the home page.")),
    "413": (_l("Too much at once"), _l("Send less at a time.")),
    "429": (_l("Too many attempts"), _l("Wait a few minutes and try again.")),
    "503": (_l("The server is busy"), _l("Nothing is lost. Try again in a few seconds.")),
    Fault.FULL: (
        _NOT_STORED,
        _l("Nothing on the phones is lost. Tell whoever looks after the server: its disk is full."),
    ),
    Fault.READ_ONLY: (
        _NOT_STORED,
        _l("Nothing on the phones is lost. Tell whoever looks after the server: it may not write to its database."),
    ),
    Fault.DAMAGED: (
        _NOT_READ,
        _l("Nothing on the phones is lost. Tell whoever looks after the server: its database is damaged."),
    ),
    Fault.DISK: (
        _NOT_READ,
        _l("Nothing on the phones is lost. Tell whoever looks after the server: its disk fails."),
    ),
    Fault.REFUSED: (
        _NOT_READ,
        _l("Nothing on the phones is lost. Tell whoever looks after the server: it may not open its database."),
    ),
    Fault.SCHEMA: (
        _NOT_READ,
        _l("Nothing on the phones is lost. Tell whoever looks after the server: its upgrade is not finished."),
    ),
}
_UNEXPECTED = _l("Something went wrong"), _l("Try again. If it happens again, tell your ward's coordinator.")


def error_page(status: int, title: object, advice: object, *, reference: str | None = None) -> Response:
    """Return a page that says what is wrong and what to do; ``reference`` names the line in the log."""
    try:
        body = render_template("errors/error.html", title=title, advice=advice, reference=reference)
    except Exception:
        # The page's frame asks who is signed in, which may be what failed; the plain words still get out.
        log.exception("error page failed")
        body = f"{title}. {advice}"
    return make_response(body, status)


def _page(status: int, code: str, *, reference: str | None = None, retry_after: int | None = None) -> Response:
    title, advice = _EXPLANATIONS.get(code, _UNEXPECTED)
    response = error_page(status, title, advice, reference=reference)
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response
