"""Actions on the published figures of a ward. Actions never commit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.models import Baseline, Indicator
from app.catalogue.queries import baselines_of
from app.people.actions import record_event
from app.people.audit_events import AuditEvent
from app.places.queries import lock_ward
from app.settings.published_figures import PublishedValues, values_of, version_of_published
from app.versions import SaveOutcome


class PublishedUse(StrEnum):
    """What becomes of a published figure; forms send the values."""

    END = "end"
    RESTORE = "restore"
    PREFER = "prefer"
    NEWEST = "newest"
    """It is no longer preferred: the newest one is used."""


def rows_of_indicator(session: Session, ward_id: int, code: str) -> Sequence[Baseline]:
    """Return the published figures of an indicator, the oldest first, ended ones too."""
    return session.scalars(baselines_of(ward_id).where(Baseline.indicator_code == code)).all()


def enter_published(
    session: Session,
    ward_id: int,
    code: str,
    values: PublishedValues,
    seen: str | None,
    actor_id: int | None,
    now: datetime,
) -> SaveOutcome:
    """Enter a published figure, unless the ward has the same one; ``seen`` is the version that the page showed."""
    lock_ward(session, ward_id)
    rows = rows_of_indicator(session, ward_id, code)
    if any(values_of(row) == values and not row.is_ended and row.is_own for row in rows):
        return SaveOutcome.UNCHANGED
    if seen is not None and version_of_published(rows) != seen:
        return SaveOutcome.CHANGED_MEANWHILE
    row = Baseline(ward_id=ward_id, indicator_code=code, unit_then="")
    _set(row, values, actor_id, now)
    session.add(row)
    _record(session, ward_id, code, "", values.text, actor_id, now)
    return SaveOutcome.SAVED


def correct_published(
    session: Session,
    ward_id: int,
    row_id: int,
    values: PublishedValues,
    seen: str | None,
    actor_id: int | None,
    now: datetime,
) -> SaveOutcome:
    """Correct a published figure; it is the ward's own from then on. Raises ``LookupError`` where there is none."""
    row, rows = _locked(session, ward_id, row_id)
    before = values_of(row)
    if before == values:
        return SaveOutcome.UNCHANGED
    if seen is not None and version_of_published(rows) != seen:
        return SaveOutcome.CHANGED_MEANWHILE
    _set(row, values, actor_id, now)
    _record(session, ward_id, row.indicator_code, before.text, values.text, actor_id, now)
    return SaveOutcome.SAVED


def use_published(
    session: Session, ward_id: int, row_id: int, use: PublishedUse, seen: str, actor_id: int | None, now: datetime
) -> SaveOutcome:
    """End a published figure or bring it back, prefer it or not. Raises ``LookupError`` where there is none."""
    row, rows = _locked(session, ward_id, row_id)
    if version_of_published(rows) != seen:
        return SaveOutcome.CHANGED_MEANWHILE
    match use:
        case PublishedUse.END:
            row.ended_at, row.is_preferred = now, False
        case PublishedUse.RESTORE:
            row.ended_at = None
        case PublishedUse.PREFER:
            for each in rows:
                each.is_preferred = each is row
            row.ended_at = None
        case PublishedUse.NEWEST:
            row.is_preferred = False
    text = values_of(row).text
    record_event(
        session,
        AuditEvent.SETTINGS_CHANGED,
        now,
        actor_id,
        ward_id,
        what="published",
        indicator=row.indicator_code,
        subject=_name_of(session, row.indicator_code),
        figure_use=[use.value, text],
    )
    return SaveOutcome.SAVED


def _locked(session: Session, ward_id: int, row_id: int) -> tuple[Baseline, Sequence[Baseline]]:
    lock_ward(session, ward_id)
    row = session.scalar(sa.select(Baseline).where(Baseline.id == row_id, Baseline.ward_id == ward_id))
    if row is None:
        raise LookupError(row_id)
    return row, rows_of_indicator(session, ward_id, row.indicator_code)


def _set(row: Baseline, values: PublishedValues, actor_id: int | None, now: datetime) -> None:
    row.as_of, row.source = values.as_of, values.source
    row.numerator, row.bound, row.denominator = values.numerator, values.bound, values.denominator
    row.published_percent = values.percent
    row.entered_at, row.entered_by_id = now, actor_id


def _record(
    session: Session, ward_id: int, code: str, before: str, after: str, actor_id: int | None, now: datetime
) -> None:
    record_event(
        session,
        AuditEvent.SETTINGS_CHANGED,
        now,
        actor_id,
        ward_id,
        what="published",
        indicator=code,
        subject=_name_of(session, code),
        figures_changed=[before, after],
    )


def _name_of(session: Session, code: str) -> str:
    indicator = session.get(Indicator, code)
    return indicator.name if indicator else code
