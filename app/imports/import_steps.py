"""The steps of an import, as its pages and its command take them: what is read first, then one short transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.database import in_transaction
from app.imports.apply_actions import PartOutcome, apply_part
from app.imports.blots import without_identity
from app.imports.choices import ListChoices
from app.imports.kinds import KINDS
from app.imports.list_kind import ListKind, ListOrigin, OutdatedPlanError
from app.imports.models import Import, ImportPart, ImportPartType
from app.imports.new_list import NewList
from app.imports.part_contents import MOST_PARTS, sheet_of
from app.imports.plan_actions import begin_import, save_plan
from app.imports.planning import plan_list
from app.imports.prepared_list import prepare_list
from app.imports.queries import contents_of, import_of
from app.imports.sheets import ListSheet
from app.imports.undo_actions import refuse_if_standing, undo_part
from app.people.authority import Manager
from app.versions import SaveOutcome


def kind_of(imported: Import) -> ListKind:
    """Return the kind of a list that came in."""
    return KINDS[imported.kind]


def store_list(
    reader: Session, ward_id: int, new: NewList, sheets: Sequence[ListSheet], user_id: int | None, at: datetime
) -> Import:
    """Store a list that was read, and return it as an import."""
    prepared = prepare_list(sheets, KINDS[new.kind])
    # The pages refuse the number of a person in what is typed; the command line takes any text.
    new = new._replace(
        file_name=without_identity(new.file_name),
        given_by=without_identity(new.given_by),
        purpose=without_identity(new.purpose),
    )
    import_id = in_transaction(lambda session: begin_import(session, ward_id, new, prepared, user_id, at))
    return loaded_again(reader, ward_id, import_id)


def loaded_again(reader: Session, ward_id: int, import_id: int) -> Import:
    """Return an import as it is now, with a new snapshot."""
    reader.rollback()
    return reader.scalars(import_of(ward_id, import_id).execution_options(populate_existing=True)).one()


def stored_sheet(reader: Session, imported: Import, number: int) -> ListSheet:
    """Return a sheet of a list as it is stored, without what was never stored."""
    first = number * MOST_PARTS
    query = contents_of(imported.ward_id, imported.id, ImportPartType.SHEET)
    parts = reader.execute(query.where(ImportPart.number.between(first, first + MOST_PARTS - 1))).all()
    return sheet_of([content for _number, content in parts])


def plan_import(reader: Session, imported: Import, manager: Manager, at: datetime) -> SaveOutcome:
    """Find what the rows of a list would do, and store it, unless somebody does something to it meanwhile."""
    ward_id, import_id, seen = imported.ward_id, imported.id, imported.version
    choices = ListChoices.from_json(imported.choices)
    sheet = stored_sheet(reader, imported, choices.sheet)
    plan = plan_list(reader, kind_of(imported), _origin(imported, manager, at), sheet, choices.columns)
    reader.rollback()
    return in_transaction(lambda session: save_plan(session, ward_id, import_id, seen, plan))


def apply_next(reader: Session, imported: Import, manager: Manager, at: datetime, seen: str) -> PartOutcome:
    """Apply the next part of a list; where the ward has changed since it was planned, plan what is still to do."""
    kind, origin = kind_of(imported), _origin(imported, manager, at)
    reader.rollback()
    try:
        return in_transaction(lambda session: apply_part(session, kind, origin, seen))
    except OutdatedPlanError:
        again = loaded_again(reader, origin.ward_id, origin.import_id)
        plan_import(reader, again, manager, at)
        return PartOutcome.PLANNED_AGAIN


def undo_next(reader: Session, imported: Import, manager: Manager, at: datetime, seen: str) -> PartOutcome:
    """Take the last part of a list back; raises :class:`~app.imports.undo_actions.StandsOnImportError`."""
    kind, origin = kind_of(imported), _origin(imported, manager, at)
    refuse_if_standing(reader, kind, imported)
    reader.rollback()
    return in_transaction(lambda session: undo_part(session, kind, origin, seen))


def _origin(imported: Import, manager: Manager, at: datetime) -> ListOrigin:
    return ListOrigin(
        imported.ward_id, manager, at, imported.given_by, imported.given_on, imported.purpose, imported.id
    )
