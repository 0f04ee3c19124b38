"""The reports of quarters, halves of a year and years: which there are, to read, and as files."""

from __future__ import annotations

from itertools import groupby

from flask import Response, render_template, request
from flask_login import current_user

from app.access import requires
from app.attachments import attachment
from app.database import reader
from app.month import now
from app.months.part_reading import closings_of_months, log_time
from app.people.actor import Actor
from app.people.audit import record_now
from app.people.audit_events import AuditEvent
from app.permissions import Permission, Reach, reach
from app.places.queries import wards_of
from app.reports.blueprint import bp
from app.reports.document import Document, cell_text
from app.reports.drawing.pdf import draw_pdf
from app.reports.drawing.workbook import draw_workbook
from app.reports.part_content import part_document
from app.reports.part_request import PartRequest, part_request, requested_part, requested_place_of_parts
from app.reports.queries import template_of
from app.reports.report_files import MIMETYPES
from app.reports.share_text import share_text
from app.reports.template.filling import draw_docx
from app.reports.template.own_layout import draw_in_own_layout


@bp.get("/year-parts")
@requires(Permission.FIGURES_READ)
def parts() -> str:
    """List the quarters, halves and years of which there is a report; for a province, its wards to choose from."""
    actor: Actor = current_user._get_current_object()
    if reach(actor, Permission.FIGURES_READ) is Reach.PROVINCE and not request.args.get("ward"):
        wards = list(reader().scalars(wards_of(actor.place.province_id or 0)))
        return render_template("reports/part_wards.html", wards=wards)
    place = requested_place_of_parts(reader(), actor)
    time = log_time(reader(), place.ward, now())
    found = time.parts()
    closings = closings_of_months(reader(), place.ward.id, {month for part in found for month in part.months})
    reports = [part_request(place.ward, part, time, closings) for part in found]
    years = {year: list(of_year) for year, of_year in groupby(reports, key=lambda report: report.part.year)}
    own_template = reader().scalar(template_of(place.ward.id)) if place.team_id is None else None
    return render_template("reports/parts.html", place=place, years=years, own_template=own_template)


@bp.get("/year-part")
@requires(Permission.FIGURES_READ)
def part() -> str:
    """Show the report of a quarter, half a year or a year on a page. It names nobody."""
    _actor, report, document = _requested()
    return render_template(
        "reports/part.html", report=report, document=document, cell_text=cell_text, shared=share_text(document)
    )


@bp.get("/year-part.docx")
@requires(Permission.FIGURES_READ)
def part_docx() -> Response:
    """Return the report of a part of a year as a Word document; that of a ward in its own layout, if it has one."""
    actor, report, document = _requested()
    file = draw_in_own_layout(reader(), report.ward, document, report.part) if report.is_of_ward else None
    return _sent(actor, report, "docx", file or draw_docx(document, report.part))


@bp.get("/year-part.pdf")
@requires(Permission.FIGURES_READ)
def part_pdf() -> Response:
    """Return the report of a part of a year as a PDF."""
    actor, report, document = _requested()
    return _sent(actor, report, "pdf", draw_pdf(document))


@bp.get("/year-part.xlsx")
@requires(Permission.FIGURES_READ)
def part_xlsx() -> Response:
    """Return the tables of the report of a part of a year as a workbook."""
    actor, report, document = _requested()
    return _sent(actor, report, "xlsx", draw_workbook(document))


def _requested() -> tuple[Actor, PartRequest, Document]:
    actor: Actor = current_user._get_current_object()
    report = requested_part(reader(), actor)
    return actor, report, part_document(reader(), report)


def _sent(actor: Actor, report: PartRequest, extension: str, content: bytes) -> Response:
    """Answer with a file, and note in the audit log who took it away; it holds figures alone."""
    response = attachment(content, MIMETYPES[extension], _file_name(report, extension))
    detail = {"part": str(report.part), "format": extension}
    if report.team_id is not None:
        detail["team"] = str(report.team_id)
    record_now(reader(), AuditEvent.FIGURES_EXPORTED, now(), actor, report.ward.id, **detail)
    return response


def _file_name(report: PartRequest, extension: str) -> str:
    subject = f"-to-{report.team_id}" if report.team_id is not None else ""
    state = "" if report.closed_at else "-tam-tinh"
    return f"bao-cao-{report.part.file_name}-{report.ward.code}{subject}{state}.{extension}"
