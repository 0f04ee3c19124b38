"""What came in and was not applied is deleted after a day, by whatever looks at imports next."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from app.database import in_transaction
from app.imports.plan_actions import discard_overdue
from app.imports.queries import overdue_imports

KEPT_FOR = timedelta(days=1)
"""How long the cells of a list are kept that is not applied."""


def delete_overdue_cells(reader: Session, at: datetime) -> None:
    """Delete the cells of lists that came in more than :data:`KEPT_FOR` ago, in a transaction for each ward."""
    before = at - KEPT_FOR
    wards = sorted({imported.ward_id for imported in reader.scalars(overdue_imports(before))})
    for ward_id in wards:
        in_transaction(partial(discard_overdue, ward_id=ward_id, before=before))
    if wards:
        reader.rollback()
