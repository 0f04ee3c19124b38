"""Questions of reports to the database: the state of a month."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from app.logbook.models import MonthLock
from app.months.models import MonthEdition, ReportTemplate
from app.months.queries import valid_editions


def month_state(ward_id: int, month: str) -> sa.Select[datetime | None, int | None, bool]:
    """Select when a month was closed, its valid edition, and whether the ward has a template of its own: one row."""
    closed_at = sa.select(MonthLock.closed_at).where(MonthLock.ward_id == ward_id, MonthLock.month == month)
    edition = valid_editions(ward_id).with_only_columns(MonthEdition.number).where(MonthEdition.month == month)
    return sa.select(closed_at.scalar_subquery(), edition.scalar_subquery(), _has_template(ward_id))


def edition_state(ward_id: int, month: str, number: int) -> sa.Select[datetime, datetime | None, bool]:
    """Select when an edition was closed and its month opened again, and whether the ward has a template of its own."""
    return sa.select(MonthEdition.closed_at, MonthEdition.reopened_at, _has_template(ward_id)).where(
        MonthEdition.ward_id == ward_id, MonthEdition.month == month, MonthEdition.number == number
    )


def template_of(ward_id: int) -> sa.Select[str]:
    """Select the name of a ward's own template, if it has one."""
    return sa.select(ReportTemplate.name).where(ReportTemplate.ward_id == ward_id)


def _has_template(ward_id: int) -> sa.ColumnElement[bool]:
    return sa.exists().where(ReportTemplate.ward_id == ward_id)
