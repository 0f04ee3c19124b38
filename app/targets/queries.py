"""Questions about targets."""

from __future__ import annotations

import sqlalchemy as sa

from app.month import Month
from app.targets.models import Target


def targets_in_year(ward_id: int, year: int) -> sa.Select[Target]:
    """Select all targets of a ward, of its teams and of its areas, for a year and for months of it."""
    return sa.select(Target).where(Target.ward_id == ward_id, Target.year == year).order_by(Target.id)


def years_of_targets(ward_id: int) -> sa.Select[int]:
    """Select the years for which a ward has targets."""
    return sa.select(Target.year).distinct().where(Target.ward_id == ward_id)


def targets_in(ward_id: int, month: Month) -> sa.Select[int | None, int | None, str, str | None, int, bool]:
    """Select the targets of a ward, its teams and its areas that stand in a month, in the order they were set.

    The columns are those of :class:`TargetRow`.
    """
    return (
        sa.select(
            Target.team_id,
            Target.neighbourhood_id,
            Target.measure,
            Target.month,
            Target.figure,
            Target.before_merge,
        )
        .where(
            Target.ward_id == ward_id,
            Target.year == month.year,
            sa.or_(Target.month.is_(None), Target.month == str(month)),
        )
        .order_by(Target.id)
    )


def target_rows_of_year(ward_id: int, year: int) -> sa.Select[int | None, int | None, str, str | None, int]:
    """Select the targets of a ward, its teams and its areas for a year and its months, in the order they were set."""
    return (
        sa.select(Target.team_id, Target.neighbourhood_id, Target.measure, Target.month, Target.figure)
        .where(Target.ward_id == ward_id, Target.year == year)
        .order_by(Target.id)
    )


def targets_of_member(
    ward_id: int, team_id: int | None, month: Month
) -> sa.Select[int | None, int | None, str, str | None, int, bool]:
    """Select those of :func:`targets_in` that concern somebody of a team: all but those of other teams."""
    return targets_in(ward_id, month).where(sa.or_(Target.team_id.is_(None), Target.team_id == team_id))
