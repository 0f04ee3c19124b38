"""How errors leave: a page in the reader's language, or one JSON object for the phone."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import structlog
from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_babel import gettext as _
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from app.database import LostRaceError
from app.writer_lock import WriterBusyError

log = structlog.get_logger()

RETRY_AFTER = 5  # seconds


@dataclass
class APIError(Exception):
    """An answer to the phone that says nothing about what is stored."""

    status: int
    code: str
    retry_after: int | None = None


def is_api_request() -> bool:
    """Tell whether the request came to the phone's door."""
    return request.path.startswith("/api/")


def init_app(app: Flask) -> None:
    """Register the handlers of all errors on ``app``."""
    app.register_error_handler(APIError, _answer_api_error)
    app.register_error_handler(HTTPException, _answer_http_error)
    app.register_error_handler(OperationalError, _answer_busy)
    app.register_error_handler(WriterBusyError, _answer_busy)
    app.register_error_handler(LostRaceError, _answer_busy)
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


def _answer_busy(error: Exception) -> Response:
    cause = type(getattr(error, "orig", error)).__name__
    log.warning("database unavailable", error=cause, path=request.path)
    if is_api_request():
        return _json_error(503, "busy", RETRY_AFTER)
    return _page(503, "503", retry_after=RETRY_AFTER)


def _answer_unexpected(error: Exception) -> Response:
    reference = secrets.token_hex(4)
    log.error("unexpected error", reference=reference, path=request.path, exc_info=error)
    if is_api_request():
        return _json_error(500, "error")
    return _page(500, "500", reference=reference)


def _json_error(status: int, code: str, retry_after: int | None = None) -> Response:
    response = jsonify(error=code)
    response.status_code = status
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


_EXPLAINED = {"csrf", "month"}


def _explanation(code: str) -> tuple[str, str]:
    match code:
        case "csrf":
            return _("This page is out of date"), _("Open the page again and repeat what you did.")
        case "month":
            return _("This is not a month"), _("Write the month as YYYY-MM, for example 2026-10.")
        case "403":
            return _("This is not open to you"), _("Ask your ward's coordinator if you need it.")
        case "404":
            return _("There is no such page"), _("Check the address, or start again from the home page.")
        case "405":
            return _("This cannot be done here"), _("Start again from the home page.")
        case "413":
            return _("Too much at once"), _("Send less at a time.")
        case "429":
            return _("Too many attempts"), _("Wait a few minutes and try again.")
        case "503":
            return _("The server is busy"), _("Nothing is lost. Try again in a few seconds.")
        case _:
            return _("Something went wrong"), _("Try again. If it happens again, tell your ward's coordinator.")


def _page(status: int, code: str, *, reference: str | None = None, retry_after: int | None = None) -> Response:
    title, advice = _explanation(code)
    try:
        body = render_template("errors/error.html", title=title, advice=advice, reference=reference)
    except Exception:
        # The page's frame asks who is signed in, which may be what failed; the plain words still get out.
        log.exception("error page failed")
        body = f"{title}. {advice}"
    response = make_response(body, status)
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response
