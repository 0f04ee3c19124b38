"""Those who look after the lists of households and merchants, or only read them."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.client import Visitor


@pytest.fixture
def leo(app: Flask) -> Visitor:
    """Return the leader of team 1."""
    return Visitor(app, "leo")


@pytest.fixture
def vera(app: Flask) -> Visitor:
    """Return the viewer of ward A."""
    return Visitor(app, "vera")


@pytest.fixture
def dora(app: Flask) -> Visitor:
    """Return the coordinator of ward B."""
    return Visitor(app, "dora")
