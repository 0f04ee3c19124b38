"""Days of members that other months have counted already, so that no day is paid for twice."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app.month import Month
from app.months.attendance_queries import credited_before
from app.months.edition_text import MemberDay, UnreadableEditionError, attendance_days
from app.months.queries import first_day, valid_edition_texts


def days_paid_by_editions(session: Session, ward_id: int, month: str, since: date) -> dict[str, set[MemberDay]]:
    """Return, by month, the days that the valid editions of other months than ``month`` count for members.

    These are the months from that of ``since`` on; one whose edition has no attendance is skipped. Raises
    :class:`UnreadableEditionError`, which names the month, when the attendance of one cannot be read.
    """
    paid: dict[str, set[MemberDay]] = {}
    for row in session.execute(valid_edition_texts(ward_id, str(Month.of(since)), month)):
        try:
            days = attendance_days(row.figures)
        except UnreadableEditionError as error:
            error.month = row.month
            raise
        if days is not None:
            paid[row.month] = days
    return paid


def days_paid_in_other_months(
    session: Session, ward_id: int, month: Month, days: set[date], closed_months: list[str]
) -> set[MemberDay]:
    """Return the members and days of ``days`` that another month has counted.

    They come from the valid edition of that month; where an earlier month has none, from its entries.
    """
    by_month = days_paid_by_editions(session, ward_id, str(month), min(days, default=month.first))
    paid = {day for of_month in by_month.values() for day in of_month}
    late = {day for day in days if day < month.first}
    if late:
        found = session.execute(credited_before(ward_id, str(month), late, closed_months, by_month))
        paid |= {(row.member_id, row.happened_on) for row in found}
    return paid


def unreadable_other_month(session: Session, ward_id: int, month: Month) -> str | None:
    """Return the month, if there is one, whose edition has to be read to close ``month`` and cannot be."""
    since = session.scalar(first_day(ward_id, str(month))) or month.first
    try:
        days_paid_by_editions(session, ward_id, str(month), since)
    except UnreadableEditionError as error:
        return error.month
    return None
