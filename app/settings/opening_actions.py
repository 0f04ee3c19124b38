"""Actions on the opening figures of a ward. Actions never commit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.catalogue.figure_models import OpeningFigure
from app.catalogue.openings import OpeningPart
from app.catalogue.queries import opening_figures_of
from app.people.actions import record_event
from app.people.audit_events import AuditEvent
from app.places.queries import lock_ward
from app.settings.opening_page import first_days, logged_from, opening_subjects, version_of_opening
from app.versions import SaveOutcome


@dataclass(frozen=True, slots=True)
class OpeningChange:
    """Another opening figure of a subject, or none; ``seen`` is the version that was shown, if one was."""

    part: OpeningPart | None
    seen: str | None = None


class LoggedBeforeError(Exception):
    """The log counts the subject already on a day that an opening figure holds: it would count twice."""

    def __init__(self, code: str, first: date) -> None:
        super().__init__(code, first)
        self.code, self.first = code, first


def save_openings(
    session: Session, ward_id: int, changes: Mapping[str, OpeningChange], actor_id: int | None, now: datetime
) -> SaveOutcome:
    """Save opening figures by subject. Raises :class:`LoggedBeforeError` where the log counts such a day already."""
    lock_ward(session, ward_id)
    stored = {row.measure: row for row in session.scalars(opening_figures_of(ward_id))}
    new = {
        code: change
        for code, change in changes.items()
        if change.part != (stored[code].part if code in stored else None)
    }
    if not new:
        return SaveOutcome.UNCHANGED
    if any(change.seen not in {None, version_of_opening(stored.get(code))} for code, change in new.items()):
        return SaveOutcome.CHANGED_MEANWHILE
    refuse_logged_days(session, ward_id, {code: change.part for code, change in new.items() if change.part})
    names = {each.code: each.name for each in opening_subjects(session, ward_id, stored)}
    for code, change in new.items():
        before = stored[code].part if code in stored else None
        _store(session, ward_id, stored.get(code), code, change.part, actor_id, now)
        record_event(
            session,
            AuditEvent.SETTINGS_CHANGED,
            now,
            actor_id,
            ward_id,
            what="opening",
            indicator=code,
            subject=names.get(code, code),
            figures_changed=[_text(before), _text(change.part)],
        )
    return SaveOutcome.SAVED


def refuse_logged_days(session: Session, ward_id: int, parts: Mapping[str, OpeningPart]) -> None:
    """Raise :class:`LoggedBeforeError` where the log counts a subject on a day that its opening figure holds."""
    first = first_days(session, ward_id)
    for subject in opening_subjects(session, ward_id):
        day = logged_from(subject, first)
        if subject.code in parts and day is not None and day <= parts[subject.code].as_of:
            raise LoggedBeforeError(subject.code, day)


def _store(
    session: Session,
    ward_id: int,
    row: OpeningFigure | None,
    code: str,
    part: OpeningPart | None,
    actor_id: int | None,
    now: datetime,
) -> None:
    if part is None:
        session.delete(row)
        return
    if row is None:
        row = OpeningFigure(ward_id=ward_id, measure=code)
        session.add(row)
    row.this_year, row.before, row.as_of, row.source = part.this_year, part.before, part.as_of, part.source
    row.entered_at, row.entered_by_id = now, actor_id


def _text(part: OpeningPart | None) -> str:
    """Return a figure as the audit log keeps it, in no language: ``120 + 340 2026-08-31 (source)``."""
    if part is None:
        return ""
    before = "?" if part.before is None else part.before
    return f"{part.this_year} + {before} {part.as_of.isoformat()} ({part.source})"
