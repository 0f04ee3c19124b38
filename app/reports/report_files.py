"""Files of a report: their names and types, and the record of who took them away."""

from __future__ import annotations

from flask import Response

from app.attachments import attachment
from app.database import reader
from app.month import Month, now
from app.people.actor import Actor
from app.people.audit import record_now
from app.people.audit_events import AuditEvent
from app.periods import Span
from app.permissions import Permission, Reach, reach
from app.reports.report_request import ReportRequest

_OFFICE = "application/vnd.openxmlformats-officedocument"
MIMETYPES = {
    "csv": "text/csv",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
}
_NAMES = {"report": "bao-cao", "payment": "chi-tra", "entries": "nhat-ky"}
"""What the names of files begin with, by the code of the document."""


def audit_detail(report: ReportRequest) -> dict[str, str | int]:
    """Return the month of a report, and its team and edition where it has them, as the audit log keeps them."""
    detail = {"month": str(report.month), "team": report.team_id, "edition": report.edition}
    return {name: value for name, value in detail.items() if value is not None}


def send_report(
    actor: Actor, report: ReportRequest, extension: str, content: bytes, document: str = "report"
) -> Response:
    """Answer with a file of a report, and note in the audit log who took it away."""
    # Recording gives the reader's snapshot back, after which the ward would be read again for the name.
    response = attachment(content, MIMETYPES[extension], _file_name(report, document, extension))
    # Attendance names members to those who may read the entries of others.
    has_names = reach(actor, Permission.ENTRY_READ) not in (None, Reach.OWN)
    event = AuditEvent.NAMES_EXPORTED if has_names else AuditEvent.FIGURES_EXPORTED
    detail = {**audit_detail(report), "format": extension}
    if document != "report":
        detail["document"] = document
    record_now(reader(), event, now(), actor, report.ward.id, **detail)
    return response


def _file_name(report: ReportRequest, document: str, extension: str) -> str:
    """Return a name that differs from those of other reports of the month: by ward, team or person, and edition."""
    subject = "-ca-nhan" if report.person else f"-to-{report.team_id}" if report.team_id is not None else ""
    state = f"-ban-{report.edition}" if report.edition is not None else ""
    if report.closed_at is None:
        state = "-tam-tinh"
    return f"{_begin(document, report.month, report.days)}-{report.ward.code}{subject}{state}.{extension}"


def entries_file_name(actor: Actor, month: Month, span: Span, extension: str) -> str:
    """Return the name of a file of the entries of a month that ``actor`` may read: by ward, and by team or person."""
    post = actor.post
    how_far = reach(actor, Permission.ENTRY_READ)
    subject = f"-to-{actor.place.team_id}" if how_far is Reach.TEAM else "-ca-nhan" if how_far is Reach.OWN else ""
    ward = post.ward_code if post else ""
    return f"{_begin('entries', month, span)}-{ward}{subject}.{extension}"


def _begin(document: str, month: Month, span: Span) -> str:
    """Return what a name begins with: the document and its month, or its period with the days."""
    name = f"{month.number:02d}-{month.year:04d}"
    if span == Span(month.first, month.last):
        return f"{_NAMES[document]}-thang-{name}"
    return f"{_NAMES[document]}-ky-{name}-tu-{span.first:%d-%m}-den-{span.last:%d-%m}"
