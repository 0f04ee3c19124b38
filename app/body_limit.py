"""The size limit of a request's body: one for all views, a larger one for those that declare it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from flask import Flask, current_app, request
from flask_login import current_user
from werkzeug.exceptions import HTTPException

from app.access import View, access_to
from app.config import MAX_BODY
from app.errors import APIError
from app.permissions import Holder, Permission, reach

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

MOST_TEXT = 5 * 1024**2
"""Bytes of what is typed or pasted into a form that may be larger than usual; what is sent as a file may be more."""


def max_body_size(size: int) -> Callable[[View], View]:
    """Declare that a view takes bodies of up to ``size`` bytes, from users whom its permission lets in."""

    def declare(view: View) -> View:
        vars(view)["max_body_size"] = size
        return view

    return declare


def body_limit(app: Flask, environ: WSGIEnvironment) -> int:
    """Return how many bytes the view that ``environ`` asks for takes, before its user is known."""
    try:
        endpoint, _ = app.url_map.bind_to_environ(environ).match()
    except HTTPException:
        return MAX_BODY
    return _limit(app, endpoint)


def received_body() -> bytes:
    """Return the body of a request to the API; answer 413 when it is larger than the view takes, if possible unread."""
    limit = _limit(current_app, request.endpoint)
    # A body in chunks does not say its length and is cut off at the limit: one byte more shows that it is too long.
    request.max_content_length = limit + 1
    if (request.content_length or 0) > limit or len(content := request.get_data(cache=False)) > limit:
        raise APIError(413, "too_large")
    return content


def is_signed_in(app: Flask, environ: WSGIEnvironment) -> bool:
    """Return whether a request has a session cookie that was signed here for a user, even one that has ended since."""
    session = app.session_interface.open_session(app, app.request_class(environ))
    return session is not None and "_user_id" in session


def init_app(app: Flask) -> None:
    """Raise the limit for users whom the view lets in, before anything reads the form in the body."""

    @app.url_value_preprocessor
    def allow_large_body(endpoint: str | None, _values: object) -> None:
        limit = _limit(app, endpoint)
        if limit > MAX_BODY and current_user.is_authenticated and _is_let_in(app, endpoint):
            request.max_content_length = limit
            request.max_form_memory_size = min(limit, MOST_TEXT)


def _limit(app: Flask, endpoint: str | None) -> int:
    limit: int = getattr(app.view_functions.get(endpoint or ""), "max_body_size", MAX_BODY)
    return limit


def _is_let_in(app: Flask, endpoint: str | None) -> bool:
    access = access_to(app, endpoint)
    # A view that is guarded otherwise checks its user before it reads the body.
    return not isinstance(access, Permission) or reach(cast(Holder, current_user), access) is not None
