"""Questions about wards as a whole."""

from __future__ import annotations

import sqlalchemy as sa

from app.places.models import Ward


def every_ward() -> sa.Select[Ward]:
    """Select all wards of the database, in the order of their codes."""
    return sa.select(Ward).order_by(Ward.code)
