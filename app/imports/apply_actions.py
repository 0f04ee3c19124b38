"""Applying a list, one part in one transaction."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum

from sqlalchemy.orm import Session

from app.imports.choices import RowCounts
from app.imports.list_kind import ListKind, ListOrigin, RowVerdict
from app.imports.models import Import, ImportPart, ImportPartType, ImportState
from app.imports.part_contents import packed, planned_rows
from app.imports.plan_actions import CELLS, delete_parts, locked_import
from app.people.actions import record_event
from app.people.audit_events import AuditEvent


class PartOutcome(StrEnum):
    """What came of a part of an import that was to be applied, or taken back."""

    DONE = "done"
    FINISHED = "finished"
    """It was the last one."""

    CHANGED_MEANWHILE = "changed_meanwhile"
    """Somebody, or another window, did it already, or the list was planned again."""

    PLANNED_AGAIN = "planned_again"
    """The ward has changed since the list was planned: it was planned again, and nothing was applied."""


def apply_part(session: Session, kind: ListKind, origin: ListOrigin, seen: str) -> PartOutcome:
    """Apply the next part of an import that is as it was seen.

    Raises :class:`~app.imports.list_kind.OutdatedPlanError`, and whatever the kind raises.
    """
    imported = locked_import(session, origin.ward_id, origin.import_id, seen)
    if imported is None or not imported.can_be_applied:
        return PartOutcome.CHANGED_MEANWHILE
    counts = RowCounts.parse(imported.counts)
    if not counts.parts:
        return PartOutcome.CHANGED_MEANWHILE  # There is nothing in it to apply.
    if imported.next_part < counts.parts:
        counts = _applied(session, kind, origin, imported, counts)
    imported.counts, imported.state = counts.as_stored(), ImportState.APPLYING
    if imported.next_part < counts.parts:
        return PartOutcome.DONE
    _finish(session, origin, imported, counts)
    return PartOutcome.FINISHED


def _applied(session: Session, kind: ListKind, origin: ListOrigin, imported: Import, counts: RowCounts) -> RowCounts:
    """Apply a part, store what it did, and return how many rows are done."""
    key = origin.ward_id, origin.import_id, ImportPartType.PLAN, imported.next_part
    rows = planned_rows(session.get_one(ImportPart, key).content)
    change = kind.apply(session, origin, rows)
    session.add(
        ImportPart(
            ward_id=origin.ward_id,
            import_id=origin.import_id,
            type=ImportPartType.CHANGE,
            number=imported.next_part,
            content=packed(change),
        )
    )
    imported.next_part += 1
    verdicts = Counter(row.verdict for row in rows)
    return counts.with_done(verdicts[RowVerdict.NEW], verdicts[RowVerdict.CHANGED])


def _finish(session: Session, origin: ListOrigin, imported: Import, counts: RowCounts) -> None:
    imported.state = ImportState.APPLIED
    imported.applied_by_id, imported.applied_at = origin.manager.id, origin.at
    delete_parts(session, imported, CELLS)
    record_event(
        session,
        AuditEvent.LIST_IMPORTED,
        origin.at,
        origin.manager.id,
        origin.ward_id,
        list=imported.kind.value,
        rows_new=counts.done_new,
        rows_changed=counts.done_changed,
        **{"import": imported.id},
    )
