"""What wards chose of indicators that were two things in one goes to the indicator that the log feeds now.

E-health books activated in VNeID are no longer counted as the health sector's records, nor all sign-ups as household
businesses of a cashless street. The rows of the catalogue come from its files, which are loaded after this.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_MOVED = {"health_record": "health_book_in_vneid", "cashless_street_merchants": "merchant"}
"""What counts now what targets of an indicator were counted by."""

_KEY = ("ward_id", "team_id", "neighbourhood_id", "year", "month")
_TARGET = sa.table("target", sa.column("id"), sa.column("measure"), *map(sa.column, _KEY))
_WARD = sa.table("ward", sa.column("id"), sa.column("settings", sa.JSON))


def upgrade() -> None:
    """Move the targets and the chosen denominators."""
    _move_targets(_MOVED)
    _move_denominators("health_record", "health_book_in_vneid")


def _move_targets(moved: dict[str, str]) -> None:
    """Let targets name what counts them now; one whose place is taken stays, and the page says that nothing counts."""
    connection = op.get_bind()
    rows = connection.execute(sa.select(_TARGET).where(_TARGET.c.measure.in_([*moved, *moved.values()]))).all()
    taken = {(row.measure, *(row._mapping[name] for name in _KEY)) for row in rows}
    for row in rows:
        key = tuple(row._mapping[name] for name in _KEY)
        if row.measure in moved and (moved[row.measure], *key) not in taken:
            new = sa.update(_TARGET).where(_TARGET.c.id == row.id).values(measure=moved[row.measure])
            connection.execute(new)


def _move_denominators(before: str, after: str) -> None:
    connection = op.get_bind()
    for ward_id, settings in connection.execute(sa.select(_WARD.c.id, _WARD.c.settings)).all():
        chosen = settings.get("age_bases") if isinstance(settings, dict) else None
        if not isinstance(chosen, dict) or before not in chosen:
            continue
        chosen = {after if code == before else code: group for code, group in chosen.items()}
        new = sa.update(_WARD).where(_WARD.c.id == ward_id).values(settings={**settings, "age_bases": chosen})
        connection.execute(new)


def downgrade() -> None:
    """Give targets of e-health books, and their denominator, back to the indicator that they were taken from."""
    _move_targets({"health_book_in_vneid": "health_record"})
    _move_denominators("health_book_in_vneid", "health_record")
