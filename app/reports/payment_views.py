"""``/reports/payment.*``: the list of payments for a month, as files to sign and to calculate with."""

from __future__ import annotations

from flask import Response, abort
from flask_login import current_user

from app.access import requires
from app.database import reader
from app.people.actor import Actor
from app.permissions import Permission, Scope, may
from app.reports.blueprint import bp
from app.reports.document import Document
from app.reports.drawing.pdf import draw_pdf
from app.reports.drawing.workbook import draw_workbook
from app.reports.payment import payment_document
from app.reports.report_files import send_report
from app.reports.report_request import ReportRequest, requested_report
from app.reports.template.filling import draw_docx


@bp.get("/payment.docx")
@requires(Permission.ENTRY_READ)
def payment_docx() -> Response:
    """Return the list of payments as a Word document: each signs on their line."""
    actor, report, document = _requested()
    return send_report(actor, report, "docx", draw_docx(document, report.month), "payment")


@bp.get("/payment.pdf")
@requires(Permission.ENTRY_READ)
def payment_pdf() -> Response:
    """Return the list of payments as a PDF."""
    actor, report, document = _requested()
    return send_report(actor, report, "pdf", draw_pdf(document), "payment")


@bp.get("/payment.xlsx")
@requires(Permission.ENTRY_READ)
def payment_xlsx() -> Response:
    """Return the list of payments as a workbook."""
    actor, report, document = _requested()
    return send_report(actor, report, "xlsx", draw_workbook(document), "payment")


def _requested() -> tuple[Actor, ReportRequest, Document]:
    """Return the requested list; answer 403 to who may read no entries but their own, 404 where none was kept."""
    actor: Actor = current_user._get_current_object()
    report = requested_report(reader(), actor)
    if not may(actor, Permission.ENTRY_READ, Scope(report.ward.province_id, report.ward.id, report.team_id)):
        abort(403)
    return actor, report, payment_document(reader(), report) or abort(404)
