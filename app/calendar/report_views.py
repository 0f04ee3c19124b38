"""``/calendar/<id>/report.*``: the report of an event on some days, as files to sign and to calculate with."""

from __future__ import annotations

from flask import Response, abort

from app.access import requires
from app.attachments import attachment
from app.calendar.blueprint import EVENT, bp
from app.calendar.calendar_access import CalendarAccess, calendar_access
from app.calendar.event_figures import read_event_figures
from app.calendar.event_report import event_document
from app.calendar.figure_days import requested_span
from app.database import reader
from app.month import now
from app.people.audit import record_now
from app.people.audit_events import AuditEvent
from app.periods import Span
from app.permissions import Permission
from app.reports.document import Document
from app.reports.drawing.pdf import draw_pdf
from app.reports.drawing.workbook import draw_workbook
from app.reports.report_files import MIMETYPES
from app.reports.template.filling import draw_docx


@bp.get(f"{EVENT}/report.docx")
@requires(Permission.EVENT_READ)
def report_docx(id: int) -> Response:
    """Return the report of an event as a Word document."""
    access, document = _requested(id)
    month = access.ward.settings.periods.of(document.days.last)
    return _sent(access, id, document.days, "docx", draw_docx(document, month))


@bp.get(f"{EVENT}/report.pdf")
@requires(Permission.EVENT_READ)
def report_pdf(id: int) -> Response:
    """Return the report of an event as a PDF."""
    access, document = _requested(id)
    return _sent(access, id, document.days, "pdf", draw_pdf(document))


@bp.get(f"{EVENT}/report.xlsx")
@requires(Permission.EVENT_READ)
def report_xlsx(id: int) -> Response:
    """Return the report of an event as a workbook."""
    access, document = _requested(id)
    return _sent(access, id, document.days, "xlsx", draw_workbook(document))


def _requested(id: int) -> tuple[CalendarAccess, Document]:
    """Return the requested report; answer 403 to who may neither change the event nor read the ward's figures."""
    access = calendar_access()
    of = access.event_or_404(id)
    if not access.may_report(of):
        abort(403)
    figures = read_event_figures(reader(), access.ward, of, requested_span(access, of.event))
    return access, event_document(reader(), access, of, figures)


def _sent(access: CalendarAccess, id: int, span: Span, extension: str, content: bytes) -> Response:
    """Answer with a file, and note in the audit log who took it away: it names who was on duty."""
    days = f"tu-{span.first:%d-%m-%Y}-den-{span.last:%d-%m-%Y}"
    name = f"ngay-hoat-dong-{id}-{days}-{access.ward.code}.{extension}"
    response = attachment(content, MIMETYPES[extension], name)
    detail = {"document": "event", "days": [span.first.isoformat(), span.last.isoformat()], "format": extension}
    record_now(reader(), AuditEvent.NAMES_EXPORTED, now(), access.actor, access.ward.id, **detail)
    return response
