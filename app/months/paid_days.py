"""Days of members that other months have counted already, so that no day is paid for twice."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.month import Month
from app.months.attendance_queries import credited_before
from app.months.models import AttendanceDay
from app.months.queries import days_of_other_months, first_day, months_with_days, other_month_without_days
from app.periods import Periods

MemberDay = tuple[int, date]
"""The id of a member, and a day that is counted for them."""


def days_paid_in_other_months(
    session: Session,
    ward_id: int,
    month: Month,
    periods: Periods,
    days: Collection[date],
    closed_months: Collection[str] | sa.Select[str],
    member_id: int | None = None,
    on_duty_before: Collection[MemberDay] = (),
) -> set[MemberDay]:
    """Return the members and days of ``days`` that another month has counted.

    They are those of that month's valid edition; where an earlier month has none, they come from its entries, and from
    its days on duty, which are among ``on_duty_before``. With ``member_id`` they are those of one member.
    """
    if not days:
        return set()
    of_others = days_of_other_months(ward_id, str(month), days)
    if member_id is not None:
        of_others = of_others.where(AttendanceDay.member_id == member_id)
    paid = {(member, day) for member, day in session.execute(of_others)}
    late = [day for day in days if day < periods.first(month)]
    if late:
        found = session.execute(credited_before(ward_id, str(month), late, closed_months, member_id))
        paid |= {(member, day) for member, day, _entries in found}
    if on_duty_before:
        kept = {*session.scalars(months_with_days(ward_id))}
        paid |= {(member, day) for member, day in on_duty_before if str(periods.of(day)) not in kept}
    return paid


def unreadable_other_month(session: Session, ward_id: int, month: Month, periods: Periods) -> str | None:
    """Return the month, if there is one, whose paid days have to be known to close ``month`` and are not."""
    since = session.scalar(first_day(ward_id, str(month))) or periods.first(month)
    return session.scalar(other_month_without_days(ward_id, str(month), str(periods.of(since))))
