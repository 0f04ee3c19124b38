"""A report in the Word layout of its ward, or a notice why it has the usual one."""

from __future__ import annotations

import structlog
from flask import flash
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.month import Month
from app.places.models import Ward
from app.reports.document import Document
from app.reports.template.filling import draw_docx
from app.reports.template.package import RefusedError
from app.reports.template.store import stored_template
from app.year_parts import YearPart

log = structlog.get_logger()


def draw_in_own_layout(session: Session, ward: Ward, document: Document, time: Month | YearPart) -> bytes | None:
    """Return the report of a ward with its own template.

    Return ``None`` where it has none, or where that cannot be used: then the next page says why.
    """
    own = stored_template(session, ward.id)
    if own is None:
        return None
    try:
        return draw_docx(document, time, own.content)
    except RefusedError as refused:
        log.warning("template refused", ward=ward.code, problems=refused.problems)
        flash(
            _(
                "The ward's own template is not used, so the Word file has the usual layout. %(why)s The template "
                "can still be downloaded in the ward's settings, put right and sent again.",
                why=refused.problems[0].message,
            )
        )
        return None
