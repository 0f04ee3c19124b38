"""A name that nobody sees, and the number of accounts."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask

from app.database import reader
from app.people.models import User

NOBODY_SEES = "\u200b\u3164"


def number_of_users(app: Flask) -> int:
    """Return the number of accounts."""
    with app.app_context():
        return reader().scalars(sa.select(sa.func.count()).select_from(User)).one()
