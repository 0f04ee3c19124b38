"""Queries of imports and their parts."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from app.imports.models import Import, ImportPart, ImportPartType, ImportState
from app.people.models import User


def imports_of(ward_id: int) -> sa.Select[Import, str | None]:
    """Select the imports of a ward with the name of who brought each in, the newest first."""
    return (
        sa.select(Import, sa.Nullable(User.name))
        .outerjoin(User, User.id == Import.uploaded_by_id)
        .where(Import.ward_id == ward_id)
        .order_by(Import.id.desc())
    )


def import_of(ward_id: int, import_id: int) -> sa.Select[Import]:
    """Select an import of a ward."""
    return sa.select(Import).where(Import.ward_id == ward_id, Import.id == import_id)


def numbered_import(import_id: int) -> sa.Select[Import]:
    """Select an import of whichever ward, for the operator."""
    return sa.select(Import).where(Import.id == import_id)


def contents_of(ward_id: int, import_id: int, type: ImportPartType) -> sa.Select[int, bytes]:
    """Select the parts of one type of an import, in their order, with their numbers."""
    return (
        sa.select(ImportPart.number, ImportPart.content)
        .where(ImportPart.ward_id == ward_id, ImportPart.import_id == import_id, ImportPart.type == type)
        .order_by(ImportPart.number)
    )


def last_part(ward_id: int, import_id: int, type: ImportPartType) -> sa.Select[int]:
    """Select the number of the last part of one type of an import; ``NULL`` when there is none."""
    return sa.select(sa.func.max(ImportPart.number)).where(
        ImportPart.ward_id == ward_id, ImportPart.import_id == import_id, ImportPart.type == type
    )


def same_lists(ward_id: int, digest: str, import_id: int) -> sa.Select[Import]:
    """Select the other imports of a ward of the very same file or text that were applied, the newest first."""
    return (
        sa.select(Import)
        .where(
            Import.ward_id == ward_id,
            Import.digest == digest,
            Import.id != import_id,
            Import.state == ImportState.APPLIED,
        )
        .order_by(Import.id.desc())
    )


def overdue_imports(before: datetime) -> sa.Select[Import]:
    """Select imports of all wards that were begun before an instant, and are neither applied nor given up."""
    waiting = ImportState.READ, ImportState.PLANNED, ImportState.APPLYING
    return sa.select(Import).where(Import.state.in_(waiting), Import.uploaded_at < before).order_by(Import.id)
