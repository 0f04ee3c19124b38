"""Devices and addresses from which passwords are guessed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from app.month import now
from tests.cast import PASSWORD, PHONES
from tests.client import Visitor
from tests.frozen.clock import Clock, stopped
from tests.people.guessing.attempts import At, signed_in


@pytest.fixture
def at(app: Flask) -> At:
    """Return who opens the app from an address, on a device that is new, or known since somebody signed in on it."""

    def at(address: str, *, known: str | None = None) -> Visitor:
        visitor = Visitor(app)
        visitor.http.environ_base["REMOTE_ADDR"] = address
        if known:
            assert signed_in(visitor.sign_in(PHONES[known], PASSWORD))
            visitor.post("/logout")
        return visitor

    return at


@pytest.fixture
def clock() -> Iterator[Clock]:
    with stopped(now()) as clock:
        yield clock
