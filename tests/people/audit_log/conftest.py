"""Users who sign in by the page, because what these tests look at begins there."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.cast import PASSWORD, PHONES
from tests.client import Visitor
from tests.people.audit_log.records import Visit


@pytest.fixture
def visitor(app: Flask) -> Visit:
    """Return who signs in by the page, as this is noted."""

    def open_app(name: str | None = None) -> Visitor:
        visitor = Visitor(app)
        if name:
            visitor.sign_in(PHONES[name], PASSWORD)
        return visitor

    return open_app


@pytest.fixture
def ana(visitor: Visit) -> Visitor:
    """A member who signed in by the page."""
    return visitor("ana")


@pytest.fixture
def carla(visitor: Visit) -> Visitor:
    """A coordinator who signed in by the page."""
    return visitor("carla")
