"""Flask as this app uses it: without what costs time in every request and is needed by none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, Response
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from itsdangerous import URLSafeTimedSerializer

from app.extensions import compress
from app.signing import LastingSerializer


class WebApp(Flask):
    """An app of plain functions: nothing in it is a coroutine, so nothing is looked at for being one."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return ``func`` itself."""
        return func


class SignedSessions(SecureCookieSessionInterface):
    """The sessions of one app in a cookie as Flask signs it, by one signer for all requests."""

    def __init__(self, app: Flask) -> None:
        fallbacks = app.config["SECRET_KEY_FALLBACKS"] or ()
        self._signer = LastingSerializer(
            [*fallbacks, app.config["SECRET_KEY"]],
            salt=self.salt,
            serializer=self.serializer,
            signer_kwargs={"key_derivation": self.key_derivation},
        )

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return the signer, with the keys that the app was made with."""
        return self._signer

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the cookie where it has changed; where not, no more is asked than whether it was read."""
        if not session or self.should_set_cookie(app, session):
            super().save_session(app, session, response)
        elif session.accessed:
            response.vary.add("Cookie")


def init_app(app: Flask) -> None:
    """Give ``app`` its sessions and the compression of its answers."""
    app.session_interface = SignedSessions(app)
    compress.init_app(app)
    shortest: int = app.config["COMPRESS_MIN_SIZE"]

    @app.after_request
    def compress_what_is_long(response: Response) -> Response:
        # A short answer of the usual kind need not be asked what its reader takes.
        is_short = not response.is_streamed and (response.content_length or shortest) < shortest
        return response if is_short and response.status_code == 200 else compress.after_request(response)
