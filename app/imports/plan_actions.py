"""Storing a list that came in, choosing what its columns hold, and storing what its rows would do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.database import insert_rows
from app.imports.choices import ListChoices, RowCounts
from app.imports.models import Import, ImportPart, ImportPartType, ImportState
from app.imports.new_list import NewList
from app.imports.planning import ListPlan
from app.imports.prepared_list import PreparedList
from app.imports.queries import import_of, overdue_imports
from app.versions import SaveOutcome

CELLS = ImportPartType.SHEET, ImportPartType.PLAN, ImportPartType.WRONG
"""What is deleted once a list is applied, or after a day."""


def begin_import(
    session: Session, ward_id: int, new: NewList, prepared: PreparedList, user_id: int | None, at: datetime
) -> int:
    """Store a list that was read, and return its number."""
    imported = Import(
        ward_id=ward_id,
        **new._asdict(),
        state=ImportState.READ,
        choices=prepared.choices.to_json(),
        counts={},
        next_part=0,
        uploaded_by_id=user_id,
        uploaded_at=at,
    )
    session.add(imported)
    session.flush()
    _insert_parts(session, imported, ImportPartType.SHEET, prepared.parts)
    return imported.id


def locked_import(session: Session, ward_id: int, import_id: int, seen: str) -> Import | None:
    """Return an import as it is now, which nobody else changes until this transaction ends.

    Returns ``None`` where it is no longer what was seen of it, so that nothing is done twice or unseen.
    """
    query = import_of(ward_id, import_id).with_for_update(key_share=True).execution_options(populate_existing=True)
    imported = session.scalars(query).one()
    return imported if imported.version == seen else None


def choose_columns(session: Session, ward_id: int, import_id: int, seen: str, choices: ListChoices) -> SaveOutcome:
    """Store what was chosen of a list; what was planned of it before is given up."""
    imported = locked_import(session, ward_id, import_id, seen)
    if imported is None or not imported.can_be_planned:
        return SaveOutcome.CHANGED_MEANWHILE
    delete_parts(session, imported, (ImportPartType.PLAN, ImportPartType.WRONG))
    imported.choices, imported.state, imported.counts = choices.to_json(), ImportState.READ, {}
    return SaveOutcome.SAVED


def save_plan(session: Session, ward_id: int, import_id: int, seen: str, plan: ListPlan) -> SaveOutcome:
    """Store what the rows of a list would do; of one that is partly applied, what is still to do."""
    imported = locked_import(session, ward_id, import_id, seen)
    if (
        imported is None
        or imported.state is ImportState.UNDOING
        or not (imported.can_be_planned or imported.can_be_applied)
    ):
        return SaveOutcome.CHANGED_MEANWHILE
    delete_parts(session, imported, (ImportPartType.PLAN, ImportPartType.WRONG))
    first, before = imported.next_part, RowCounts.parse(imported.counts)
    _insert_parts(session, imported, ImportPartType.PLAN, dict(enumerate(plan.parts, first)))
    _insert_parts(session, imported, ImportPartType.WRONG, dict(enumerate(plan.wrong)))
    imported.counts = before.planned_again(plan.counts, first).as_stored()
    if imported.state is ImportState.READ:
        imported.state = ImportState.PLANNED
    return SaveOutcome.SAVED


def discard(session: Session, ward_id: int, import_id: int, seen: str) -> SaveOutcome:
    """Give a list up of which nothing was applied, and delete its cells."""
    imported = locked_import(session, ward_id, import_id, seen)
    if imported is None or not imported.can_be_planned:
        return SaveOutcome.CHANGED_MEANWHILE
    imported.state = ImportState.DISCARDED
    delete_parts(session, imported, CELLS)
    return SaveOutcome.SAVED


def discard_overdue(session: Session, ward_id: int, before: datetime) -> None:
    """Delete the cells of a ward's lists that came in before an instant and were not applied to the end.

    Of one that was applied in part the rest is given up: it can be taken back, or brought in once more.
    """
    query = overdue_imports(before).where(Import.ward_id == ward_id).with_for_update(key_share=True)
    for imported in session.scalars(query):
        if imported.state is ImportState.APPLYING:
            imported.state = ImportState.APPLIED
            imported.counts = {**imported.counts, "cut_off": True}
        else:
            imported.state = ImportState.DISCARDED
        delete_parts(session, imported, CELLS)


def delete_parts(session: Session, imported: Import, types: Iterable[ImportPartType]) -> None:
    """Delete parts of an import."""
    session.execute(
        sa.delete(ImportPart).where(
            ImportPart.ward_id == imported.ward_id,
            ImportPart.import_id == imported.id,
            ImportPart.type.in_(list(types)),
        )
    )


def _insert_parts(session: Session, imported: Import, type: ImportPartType, parts: Mapping[int, bytes]) -> None:
    key = {"ward_id": imported.ward_id, "import_id": imported.id, "type": type}
    rows = [{**key, "number": number, "content": content} for number, content in parts.items()]
    insert_rows(session.connection(), ImportPart, rows)
