"""Fixtures of the tests of closing: a ward without flags, and one with two months of work."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.client import Visitor
from tests.months.filled_ward import fill_ward
from tests.months.steps import closed, turn_flags_off


@pytest.fixture
def no_flags(app: Flask) -> None:
    """Turn all flags off: entries have one only where a test sets it."""
    turn_flags_off(app)


@pytest.fixture
def closed_ward(no_flags: None, app: Flask, ana: Visitor) -> Flask:
    """Return the app with two months of work, of which the last is closed."""
    fill_ward(app, ana, Visitor(app, "bruno"))
    closed(app)
    return app
