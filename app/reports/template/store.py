"""The template that a ward has stored, and the report drawn with it."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.database import Query
from app.month import Month
from app.months.models import ReportTemplate
from app.people.models import User
from app.reports.document import Document
from app.reports.template.file import problems_of_file
from app.reports.template.problem import Problem
from app.reports.template.render import TemplateFailedError, draw


class TemplateRefusedError(TemplateFailedError):
    """A stored template that would be refused today, and is not opened."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def ward_template(ward_id: int) -> Query:
    """Select name and size of a ward's template, when it was uploaded, and by whom."""
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


def render_with_ward_template(session: Session, ward_id: int, document: Document, month: Month) -> bytes | None:
    """Return a report as a Word file in its ward's own layout, or nothing where the ward has none.

    Raises :class:`app.reports.template.render.TemplateFailedError`: the built-in layout then has to do. What may be
    in a file is looked at each time, because a template may be older than the rule that it breaks.
    """
    content = session.scalar(template_content(ward_id))
    if content is None:
        return None
    for problem in problems_of_file(content):
        raise TemplateRefusedError(problem)
    return draw(content, document, month)
