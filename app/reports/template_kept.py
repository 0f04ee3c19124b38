"""The template that a ward keeps, and the report drawn with it."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.database import Query
from app.month import Month
from app.people.models import User
from app.reports.document import Document
from app.reports.models import ReportTemplate
from app.reports.template import draw


def kept_template(ward_id: int) -> Query:
    """Select what is said of a ward's template: its name and size, and who put it there when."""
    return (
        sa.select(
            ReportTemplate.name,
            ReportTemplate.size,
            ReportTemplate.uploaded_at,
            User.name.label("uploaded_by"),
        )
        .outerjoin(User, User.id == ReportTemplate.uploaded_by_id)
        .where(ReportTemplate.ward_id == ward_id)
    )


def template_content(ward_id: int) -> Query:
    """Select the file of a ward's template as it was sent."""
    return sa.select(ReportTemplate.content).where(ReportTemplate.ward_id == ward_id)


def drawn_in_own_layout(session: Session, ward_id: int, document: Document, month: Month) -> bytes | None:
    """Return a report as a Word file in its ward's own layout, or nothing where the ward has none.

    Raises :class:`app.reports.template.TemplateFailedError`: the built-in layout then has to do.
    """
    content = session.scalar(template_content(ward_id))
    return None if content is None else draw(content, document, month)
