"""The template that a ward has stored. It is checked at each report: it may be older than the rule that it breaks."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.months.models import ReportTemplate
from app.people.models import User


class StoredTemplate(NamedTuple):
    """A ward's template: the name of its file, when it was sent, by whom, and the file."""

    name: str
    uploaded_at: datetime
    uploaded_by: str | None
    content: bytes


def stored_template(session: Session, ward_id: int) -> StoredTemplate | None:
    """Return the template of a ward, if it has one."""
    columns = ReportTemplate.name, ReportTemplate.uploaded_at, User.name, ReportTemplate.content
    found = sa.select(*columns).outerjoin(User, User.id == ReportTemplate.uploaded_by_id)
    row = session.execute(found.where(ReportTemplate.ward_id == ward_id)).first()
    return StoredTemplate(*row) if row else None
