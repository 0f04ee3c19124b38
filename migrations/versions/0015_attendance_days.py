"""The days that editions count for members in a table of their own, so that no other month has to read whole editions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_EDITION = sa.table(
    "month_edition",
    sa.column("ward_id", sa.Integer),
    sa.column("month", sa.String),
    sa.column("number", sa.Integer),
    sa.column("figures", sa.Text),
    # The moment itself is not read, whose form differs between the databases.
    sa.column("reopened_at"),
    sa.column("has_days", sa.Boolean),
)


def upgrade() -> None:
    """Add the table, and fill it from the editions that are valid; say of each edition whether that was possible."""
    op.create_table(
        "attendance_day",
        sa.Column("ward_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["ward_id"], ["ward.id"], name=op.f("fk_attendance_day_ward_id")),
        sa.PrimaryKeyConstraint("ward_id", "month", "member_id", "day", name=op.f("pk_attendance_day")),
    )
    table = sa.table(
        "attendance_day", *(sa.column(name) for name in ("ward_id", "month", "member_id")), sa.column("day", sa.Date)
    )
    op.add_column("month_edition", sa.Column("has_days", sa.Boolean(), nullable=True))
    connection, edition = op.get_bind(), _EDITION.c
    keys = connection.execute(sa.select(edition.ward_id, edition.month, edition.number, edition.reopened_at)).all()
    for ward_id, month, number, reopened_at in keys:
        # One after the other: the text of an edition may have megabytes.
        is_this = sa.and_(edition.ward_id == ward_id, edition.month == month, edition.number == number)
        days = _days(connection.scalar(sa.select(edition.figures).where(is_this)) or "")
        has_days = None if days is None else bool(days[0])
        connection.execute(sa.update(_EDITION).where(is_this).values(has_days=has_days))
        if days and days[1] and reopened_at is None:
            common = {"ward_id": ward_id, "month": month}
            rows = [{**common, "member_id": member_id, "day": day} for member_id, day in days[1]]
            connection.execute(sa.insert(table), rows)


def _days(text: str) -> tuple[bool, Sequence[tuple[int, date]]] | None:
    """Return whether an edition has attendance, and the days of members that it counts; ``None`` if nobody can tell.

    An edition that cannot be read stays closed, and can be opened again.
    """
    try:
        attendance: Any = json.loads(text).get("attendance")
        if attendance is None:
            return False, ()
        days = {(_id(each["member"]), date.fromisoformat(day)) for each in attendance for day in each["days"]}
    except (AttributeError, LookupError, RecursionError, TypeError, ValueError):
        return None
    return True, sorted(days)


def _id(value: object) -> int:
    """Return the id of a member. The table has no key to members; the column holds none that is larger."""
    if type(value) is not int or not 0 < value < 2**31:
        raise TypeError(value)
    return value


def downgrade() -> None:
    """Take both back: the editions themselves say which days they count."""
    with op.batch_alter_table("month_edition") as batch:
        batch.drop_column("has_days")
    op.drop_table("attendance_day")
