"""The later period that the author of an entry chose, in a column of its own: the day no longer tells it.

Until now it was read from a month that is not that of the day. Once a ward may say when its periods begin, that month
may as well be the period of the day.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.database import Uid

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_ENTRY = sa.table(
    "entry",
    sa.column("ward_id"),
    sa.column("id", Uid()),
    sa.column("happened_on", sa.Date),
    sa.column("month"),
    sa.column("count_in"),
)
_AT_ONCE = 1000


def upgrade() -> None:
    """Add the column, and fill it where the month is not that of the day, some entries at a time."""
    op.add_column("entry", sa.Column("count_in", sa.String(length=7), nullable=True))
    connection, entry = op.get_bind(), _ENTRY.c
    # Both databases write a date as YYYY-MM-DD.
    is_later = entry.month != sa.func.substr(sa.cast(entry.happened_on, sa.String(10)), 1, 7)
    update = (
        sa.update(_ENTRY)
        .where(entry.ward_id == sa.bindparam("ward"), entry.id == sa.bindparam("entry", type_=Uid()))
        .values(count_in=entry.month)
    )
    for ward_id in connection.scalars(sa.select(entry.ward_id).distinct()).all():
        after: sa.ColumnElement[bool] = sa.true()
        while ids := connection.scalars(
            sa.select(entry.id).where(entry.ward_id == ward_id, is_later, after).order_by(entry.id).limit(_AT_ONCE)
        ).all():
            after = entry.id > ids[-1]
            connection.execute(update, [{"ward": ward_id, "entry": id} for id in ids])


def downgrade() -> None:
    """Take it back: the release before reads it from the month and the day."""
    op.drop_column("entry", "count_in")
