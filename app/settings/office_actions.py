"""Actions on the figures of other offices. Actions never commit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from app.catalogue.figure_models import OfficeFigure
from app.catalogue.offices import OFFICE_NAMES, Office
from app.catalogue.queries import indicators
from app.month import Month
from app.people.actions import record_event
from app.people.audit_events import AuditEvent
from app.places.queries import lock_ward
from app.settings.office_sheet import (
    OfficeKey,
    OfficeValues,
    office_values,
    stored_office_figures,
    version_of_office,
)
from app.versions import SaveOutcome


def save_office_figures(
    session: Session,
    ward_id: int,
    month: Month,
    changes: Mapping[OfficeKey, OfficeValues | None],
    seen: Mapping[Office, str] | None,
    actor_id: int | None,
    now: datetime,
) -> SaveOutcome:
    """Save figures of a month, or take them away; ``seen`` are the versions that were shown of the offices, if any."""
    lock_ward(session, ward_id)
    stored = stored_office_figures(session, ward_id, month)
    new = {
        key: values
        for key, values in changes.items()
        if values != (office_values(stored[key]) if key in stored else None)
    }
    if not new:
        return SaveOutcome.UNCHANGED
    if seen is not None:
        for office in {key[0] for key in new}:
            of_office = {key: row for key, row in stored.items() if key[0] is office}
            if version_of_office(of_office) != seen.get(office):
                return SaveOutcome.CHANGED_MEANWHILE
    names = {each.code: each.name for each in session.scalars(indicators())}
    for key, values in new.items():
        row = stored.get(key)
        before = office_values(row).text if row else ""
        _store(session, ward_id, month, key, row, values, actor_id, now)
        record_event(
            session,
            AuditEvent.SETTINGS_CHANGED,
            now,
            actor_id,
            ward_id,
            what="offices",
            month=str(month),
            office=key[0].value,
            indicator=key[1],
            subject=f"{OFFICE_NAMES[key[0]]}: {names.get(key[1], key[1])}",
            figures_changed=[before, values.text if values else ""],
        )
    return SaveOutcome.SAVED


def _store(
    session: Session,
    ward_id: int,
    month: Month,
    key: OfficeKey,
    row: OfficeFigure | None,
    values: OfficeValues | None,
    actor_id: int | None,
    now: datetime,
) -> None:
    if values is None:
        session.delete(row)
        return
    if row is None:
        row = OfficeFigure(ward_id=ward_id, month=str(month), office=key[0], indicator_code=key[1])
        session.add(row)
    row.figure, row.of_all, row.as_of, row.source = values.figure, values.of_all, values.as_of, values.source
    row.entered_at, row.entered_by_id = now, actor_id
