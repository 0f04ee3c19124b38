"""The place of an entry in a column of its own, so that it can be searched."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_ENTRY = sa.table("entry", sa.column("kind"), sa.column("fields", sa.JSON), sa.column("place_id"))
_PLACE = sa.table("place", sa.column("id"))


def upgrade() -> None:
    """Add the column, and fill it for the kind that has had a place among its fields."""
    with op.batch_alter_table("entry") as batch:
        batch.add_column(sa.Column("place_id", sa.Integer(), nullable=True))
        batch.create_foreign_key("fk_entry_place_id", "place", ["place_id"], ["id"])
    place = sa.select(_PLACE.c.id).where(_PLACE.c.id == _ENTRY.c.fields["place"].as_integer()).scalar_subquery()
    op.execute(sa.update(_ENTRY).where(_ENTRY.c.kind == "merchant").values(place_id=place))


def downgrade() -> None:
    """Take it back; the fields keep their place."""
    with op.batch_alter_table("entry") as batch:
        batch.drop_constraint("fk_entry_place_id", type_="foreignkey")
        batch.drop_column("place_id")
