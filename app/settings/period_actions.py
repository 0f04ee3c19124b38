"""Changing when a ward's reporting periods begin, with all that counts by them, in the caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from app.database import LostRaceError
from app.logbook.models import MonthLock
from app.logbook.month_locks import lock_all_exclusive
from app.logbook.period_moves import days_to_move, last_month_logged, move_entries
from app.month import FIRST_DAY, Month, local_day
from app.people.actions import record_event
from app.people.audit_events import AuditEvent
from app.periods import Periods
from app.places.actions import store_settings
from app.places.queries import lock_ward, ward_periods
from app.places.ward_settings import stored_rules
from app.registry.state_actions import recount_figures
from app.versions import SaveOutcome, version_token


class PeriodRefusal(StrEnum):
    """Reasons against changing the periods from one of them on."""

    CLOSED = "closed"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"


@dataclass(frozen=True, slots=True)
class RefusedPeriods:
    """A refusal: nothing was changed. ``month`` is the period that stands in the way, the last closed one, or the first
    or last one from which on periods may change.
    """

    reason: PeriodRefusal
    month: Month


def periods_version(periods: Periods) -> str:
    """Return the version of a ward's periods, for the form that changes them."""
    return version_token([[str(rule.since), rule.first_day] for rule in periods.rules])


def last_closed_month(session: Session, ward_id: int) -> Month | None:
    """Return the last period of a ward that is closed, if one is."""
    is_closed = MonthLock.ward_id == ward_id, MonthLock.closed_at.is_not(None)
    last = session.scalar(sa.select(sa.func.max(MonthLock.month)).where(*is_closed))
    return Month.parse(last) if last else None


def refusal_of_change(session: Session, ward_id: int, since: Month, now: datetime) -> RefusedPeriods | None:
    """Return why the periods of a ward cannot change from the period ``since`` on.

    It is later than all that are closed, and not after the one that comes after the present one.
    """
    closed = last_closed_month(session, ward_id)
    if closed is not None and since <= closed:
        return RefusedPeriods(PeriodRefusal.CLOSED, closed)
    if since < Month.of(FIRST_DAY):
        return RefusedPeriods(PeriodRefusal.TOO_EARLY, Month.of(FIRST_DAY))
    latest = ward_periods(session, ward_id).of(local_day(now)).next()
    return RefusedPeriods(PeriodRefusal.TOO_LATE, latest) if since > latest else None


def change_periods(
    session: Session, ward_id: int, since: Month, first_day: int, seen: str, actor_id: int | None, now: datetime
) -> SaveOutcome | RefusedPeriods:
    """Let a ward's periods begin on ``first_day`` of a month from the period ``since`` on, if ``seen`` is still the
    version of its periods; return why not.

    Entries, companions and counters go to the periods of their days. The same action takes a change back. Waits for all
    who write entries of these periods or close one. Raises :class:`LostRaceError` where the periods changed meanwhile.
    """
    # The periods since a day of ages ago would be more than PostgreSQL has locks.
    if refused := refusal_of_change(session, ward_id, since, now):
        return refused
    connection = session.connection()
    before = ward_periods(session, ward_id)
    after = before.changed(since, first_day)
    _lock_months(connection, ward_id, since, max(each.of(local_day(now)) for each in (before, after)))
    ward = lock_ward(session, ward_id)
    if ward.settings.periods != before:
        raise LostRaceError
    refused = refusal_of_change(session, ward_id, since, now)
    if refused or after == before:
        return refused or SaveOutcome.UNCHANGED
    if periods_version(before) != seen:
        return SaveOutcome.CHANGED_MEANWHILE
    store_settings(ward, period_rules=stored_rules(after))
    session.flush()
    moved = move_entries(connection, ward_id, days_to_move(connection, ward_id, before, after, since))
    recount_figures(connection, ward_id)
    detail = {"since": str(since), "first_day": first_day, "moved": moved}
    record_event(session, AuditEvent.SETTINGS_CHANGED, now, actor_id, ward_id, what="periods", **detail)
    return SaveOutcome.SAVED


def _lock_months(connection: Connection, ward_id: int, since: Month, present: Month) -> None:
    """Keep others from all periods from ``since`` on in which entries count or may come to count."""
    last = max(present.next().next(), since, last_month_logged(connection, ward_id) or since)
    lock_all_exclusive(connection, ward_id, map(str, since.up_to(last)))
