"""What a closed month of a ward counts of each measure, summed once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_AREA = sa.table("area_month", *map(sa.column, ("ward_id", "month", "measure", "approved")))
_LOCK = sa.table("month_lock", *map(sa.column, ("ward_id", "month", "closed_at")))
_FIGURE = sa.table("closed_figure", *map(sa.column, ("ward_id", "month", "measure", "figure")))


def upgrade() -> None:
    """Add the table, and sum the months that are closed."""
    op.create_table(
        "closed_figure",
        sa.Column("ward_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("measure", sa.String(length=80), nullable=False),
        sa.Column("figure", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("ward_id", "month", "measure", name=op.f("pk_closed_figure")),
        sqlite_with_rowid=False,
    )
    figure = sa.cast(sa.func.sum(_AREA.c.approved), sa.BigInteger)
    keys = _AREA.c.ward_id, _AREA.c.month, _AREA.c.measure
    of_closed = (
        sa.select(*keys, figure)
        .join(_LOCK, sa.and_(_LOCK.c.ward_id == _AREA.c.ward_id, _LOCK.c.month == _AREA.c.month))
        .where(_LOCK.c.closed_at.is_not(None))
        .group_by(*keys)
        .having(figure != 0)
    )
    op.execute(sa.insert(_FIGURE).from_select([column.name for column in _FIGURE.c], of_closed))


def downgrade() -> None:
    """Take the table back."""
    op.drop_table("closed_figure")
