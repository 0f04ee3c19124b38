"""Taking an import back, one part in one transaction, the last one first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from app.imports.apply_actions import PartOutcome
from app.imports.list_kind import ImportChange, ListKind, ListOrigin, OutdatedPlanError
from app.imports.models import Import, ImportPart, ImportPartType, ImportState
from app.imports.part_contents import change_of
from app.imports.plan_actions import CELLS, delete_parts, locked_import
from app.imports.queries import contents_of
from app.json_types import Message
from app.people.actions import record_event
from app.people.audit_events import AuditEvent


class StandsOnImportError(Exception):
    """An import cannot be taken back; ``reasons`` are sentences that say what stands on it."""

    def __init__(self, reasons: Sequence[Message]) -> None:
        super().__init__(*reasons)
        self.reasons = reasons


def standing_on(session: Session, kind: ListKind, imported: Import) -> Sequence[Message]:
    """Return sentences that say what stands on those parts of an import that are not taken back yet."""
    return kind.standing_on(session, imported.ward_id, list(_changes(session, imported)))


def refuse_if_standing(session: Session, kind: ListKind, imported: Import) -> None:
    """Raise :class:`StandsOnImportError` where something stands on an import of which nothing is taken back yet."""
    if imported.state is not ImportState.UNDOING:
        _refuse_if(standing_on(session, kind, imported))


def _changes(session: Session, imported: Import) -> Iterator[ImportChange]:
    query = contents_of(imported.ward_id, imported.id, ImportPartType.CHANGE)
    return (change_of(content) for _number, content in session.execute(query))


def undo_part(session: Session, kind: ListKind, origin: ListOrigin, seen: str) -> PartOutcome:
    """Take back the last part of an import that is as it was seen, and delete what it needed for that.

    What stands on the whole import is looked up before the write lock is taken, by :func:`refuse_if_standing`, and what
    stands on each part again here, since the teams go on working meanwhile. Raises :class:`StandsOnImportError`.
    """
    imported = locked_import(session, origin.ward_id, origin.import_id, seen)
    if imported is None or not imported.can_be_undone:
        return PartOutcome.CHANGED_MEANWHILE
    if imported.state is not ImportState.UNDOING:
        imported.state = ImportState.UNDOING
        delete_parts(session, imported, CELLS)
    if imported.next_part > 0:
        imported.next_part -= 1
        key = origin.ward_id, origin.import_id, ImportPartType.CHANGE, imported.next_part
        part = session.get_one(ImportPart, key)
        change = change_of(part.content)
        _refuse_if(kind.standing_on(session, origin.ward_id, [change]))
        _undo(session, kind, origin, change)
        session.delete(part)
    if imported.next_part > 0:
        return PartOutcome.DONE
    imported.state = ImportState.UNDONE
    imported.undone_by_id, imported.undone_at = origin.manager.id, origin.at
    record_event(
        session,
        AuditEvent.LIST_UNDONE,
        origin.at,
        origin.manager.id,
        origin.ward_id,
        list=imported.kind.value,
        **{"import": imported.id},
    )
    return PartOutcome.FINISHED


def _undo(session: Session, kind: ListKind, origin: ListOrigin, change: ImportChange) -> None:
    """Take a part back; what came in while the locks were waited for keeps it as what stood there before does."""
    try:
        kind.undo(session, origin, change)
    except OutdatedPlanError as error:
        raise StandsOnImportError(kind.standing_on(session, origin.ward_id, [change])) from error


def _refuse_if(reasons: Sequence[Message]) -> None:
    if reasons:
        raise StandsOnImportError(reasons)
