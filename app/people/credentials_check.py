"""Checking the password of an account that somebody wants to use from this device, within the limits of guessing."""

from __future__ import annotations

from math import inf
from typing import cast

from flask import current_app, request
from sqlalchemy import Row

from app.database import reader
from app.one_at_a_time import WAITED
from app.people.device_cookie import known_device
from app.people.guess_limits import limits_elsewhere, limits_on_device
from app.people.guessing import is_right


def is_owner(account: Row[int, str] | None, phone: str, password: str) -> bool:
    """Return whether ``password`` is that of ``account``, with id and hash, taking as long when there is none.

    Raises :class:`~app.people.guessing.TooManyGuessesError` or :class:`~app.one_at_a_time.BusyError` when it was not
    checked.
    """
    stored_hash = account.password_hash if account else None
    device, secret_key = known_device(), cast(str, current_app.config["SECRET_KEY"])
    is_known = stored_hash is not None and device.knows(phone, stored_hash, secret_key)
    if is_known:
        limits, waited = limits_on_device(device.id, phone), 0.0
    else:
        # A device's cookie of somebody else opened the queue of known devices, which waiting would hold up.
        limits = limits_elsewhere(phone, request.remote_addr or "")
        waited = inf if device.marks else request.environ.get(WAITED, 0.0)
    return is_right(reader(), limits, password, stored_hash, first=is_known, waited=waited)
