"""The cookie of :mod:`app.people.known_device`, read from a request and written into an answer."""

from __future__ import annotations

from flask import current_app, request
from werkzeug.wrappers import Response

from app.config import Config
from app.people.known_device import KEPT, KnownDevice, cookie_name


def known_device() -> KnownDevice:
    """Return what the device behind this request says of who has signed in on it."""
    config: Config = current_app.config["TUNG_NHA"]
    return KnownDevice.read(request.cookies.get(cookie_name(is_https=config.is_https)), config.secret_key)


def with_user(response: Response, phone: str, password_hash: str) -> Response:
    """Let the device remember, beyond signing out, that this number was signed in here with the password so hashed.

    It is the hash that was checked or made here: with one read anew the device would know a password given meanwhile.
    """
    config: Config = current_app.config["TUNG_NHA"]
    device = known_device().with_user(phone, password_hash, config.secret_key)
    response.set_cookie(
        cookie_name(is_https=config.is_https),
        device.written(config.secret_key),
        max_age=KEPT,
        secure=config.is_https,
        httponly=True,
        samesite="Lax",
    )
    return response
