"""The checks of every request before its view: origin, sign-in and token; and the headers of answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app.access import is_open, open_to_strangers
from app.config import Config
from app.csrf import is_own_token
from app.errors import APIError, is_api_request

if TYPE_CHECKING:
    from _typeshed import OptExcInfo
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    Writer = Callable[[bytes], object]

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(self), microphone=(), payment=(), usb=()",
}
_FOR_SCANNING = {
    "script-src": "'self' 'wasm-unsafe-eval'",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()",
}
"""What is otherwise on a page that scans codes: it may use the camera, and run the program that reads them."""

_TWO_YEARS = 63072000  # seconds


def init_app(app: Flask) -> None:
    """Guard every request and every answer of ``app``."""
    open_to_strangers(app.view_functions["static"])
    app.before_request(refuse_foreign_origin)
    app.before_request(refuse_strangers)
    app.before_request(refuse_wrong_token)
    app.wsgi_app = SecureHeaders(app.wsgi_app, app.config["TUNG_NHA"])  # type: ignore[method-assign]

    @app.after_request
    def keep_no_copies(response: Response) -> Response:
        # What was shown to one user must not come back on a shared phone after they signed out. Answers that are the
        # same for everybody say themselves how long they may be kept.
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def secure_headers(config: Config, *, may_scan: bool = False) -> list[tuple[str, str]]:
    """Return the headers of every answer, or of a page that may scan codes by the camera."""
    changed = _FOR_SCANNING if may_scan else {}
    policy = [f"{name} {changed.get(name, value)}" for name, value in _POLICY.items()]
    headers = [(name, changed.get(name, value)) for name, value in _HEADERS.items()]
    if config.is_https:
        policy.append("upgrade-insecure-requests")
        headers.append(("Strict-Transport-Security", f"max-age={_TWO_YEARS}"))
    headers.append(("Content-Security-Policy", "; ".join(policy)))
    return headers


class SecureHeaders:
    """Adds the same headers to every answer, also when the app itself failed; what an answer says itself stands."""

    def __init__(self, wsgi_app: WSGIApplication, config: Config) -> None:
        self._app = wsgi_app
        self._headers = secure_headers(config)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer with the headers added."""

        def start(status: str, headers: list[tuple[str, str]], *failure: OptExcInfo | None) -> Writer:
            given = {name.lower() for name, _value in headers}
            added = [header for header in self._headers if header[0].lower() not in given]
            return start_response(status, headers + added, *failure)

        return self._app(environ, start)


def refuse_foreign_origin() -> None:
    """Refuse an unsafe request that another site's page sent, or that does not say where it comes from.

    A SameSite cookie alone is no defence: other hosts of the same province share its registrable domain.
    """
    if request.method in SAFE_METHODS:
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    site_is_ours = site in {None, "same-origin"} or (site == "none" and not is_api_request())
    origin_is_ours = origin is None or _is_own_origin(origin)
    if not (site_is_ours and origin_is_ours) or (site is None and origin is None):
        if is_api_request():
            raise APIError(403, "origin")
        abort(403)


def _is_own_origin(origin: str) -> bool:
    config: Config = current_app.config["TUNG_NHA"]
    if config.public_origin:
        return origin.lower() == config.public_origin
    parts = urlsplit(origin)
    return parts.scheme in {"http", "https"} and parts.netloc.lower() == request.host.lower()


def refuse_strangers() -> BaseResponse | None:
    """Redirect users who are not signed in to the sign-in page; answer 401 to the phone."""
    if request.endpoint is None or is_open(current_app, request.endpoint) or current_user.is_authenticated:
        return None
    if is_api_request():
        raise APIError(401, "signed_out")
    return redirect(url_for("people.sign_in"))


def refuse_wrong_token() -> None:
    """Refuse an unsafe request whose token is not this session's."""
    if request.method in SAFE_METHODS or request.endpoint is None:
        return
    token = request.headers.get("X-CSRF-Token") if is_api_request() else request.form.get("csrf_token")
    if not is_own_token(token):
        if is_api_request():
            raise APIError(403, "csrf")
        abort(400, "csrf")
