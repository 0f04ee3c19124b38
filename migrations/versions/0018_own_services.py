"""Services that a ward adds for itself, beside those of the catalogue, which are everybody's."""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; without a ward a service is everybody's, as all were until now.

    Where these columns were taken back before, wards' own services are there already, and their codes name the ward.
    """
    with op.batch_alter_table("service") as batch:
        batch.add_column(sa.Column("ward_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("ended_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("former_name", sa.String(length=160), server_default=sa.text("''"), nullable=False))
        batch.create_foreign_key("fk_service_ward_id", "ward", ["ward_id"], ["id"])
        batch.create_index("ix_service_ward_id", ["ward_id"])
    _give_back()


def _give_back() -> None:
    """Give services back to the wards that added them."""
    service = sa.table("service", *map(sa.column, ("code", "ward_id")))
    wards = set(op.get_bind().scalars(sa.select(sa.column("id")).select_from(sa.table("ward"))))
    for code in op.get_bind().scalars(sa.select(service.c.code)).all():
        own = re.match(r"own_(\d+)_", code)
        if own and int(own[1]) in wards:
            op.execute(sa.update(service).where(service.c.code == code).values(ward_id=int(own[1])))


def downgrade() -> None:
    """Take them back. A ward's own services stay, because entries name them."""
    with op.batch_alter_table("service") as batch:
        batch.drop_index("ix_service_ward_id")
        batch.drop_constraint("fk_service_ward_id", type_="foreignkey")
        batch.drop_column("former_name")
        batch.drop_column("ended_on")
        batch.drop_column("ward_id")
