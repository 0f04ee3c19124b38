"""What is done alike with a service and with a group of procedures that a ward has of its own. Nothing commits."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from sqlalchemy.orm import Session

from app.catalogue.models import ProcedureGroup, Service
from app.places.queries import lock_ward
from app.text import identity_key

OwnRow = TypeVar("OwnRow", Service, ProcedureGroup)


def rename_row(row: Service | ProcedureGroup, name_vi: str, name_en: str) -> None:
    """Give a row other names; an earlier one that is another name, and not another spelling, is kept beside them."""
    if identity_key(name_vi) != identity_key(row.name_vi):
        row.former_name = row.name_vi
    row.name_vi, row.name_en = name_vi, name_en


def end_row(session: Session, model: type[OwnRow], ward_id: int, code: str, today: date) -> OwnRow | None:
    """End a row from today on and return it, or ``None`` where it has ended already."""
    lock_ward(session, ward_id)
    row = session.get_one(model, code)
    if row.ended_on is not None:
        return None
    row.ended_on = today
    return row


def restore_row(session: Session, model: type[OwnRow], ward_id: int, code: str) -> OwnRow | None:
    """Bring back a row that has ended and return it, or ``None`` where it has not."""
    lock_ward(session, ward_id)
    row = session.get_one(model, code)
    if row.ended_on is None:
        return None
    row.ended_on = None
    return row
