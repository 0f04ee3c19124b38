"""``/reports/``: the report of a month, to read and as files, and its entries as CSV and in a workbook."""

from __future__ import annotations

from flask import Response, render_template, request, stream_with_context
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.access import requires
from app.arguments import requested_month
from app.attachments import attachment, file_attachment
from app.database import reader
from app.logbook.queries import closed_months_of
from app.month import Month, now
from app.months.queries import editions_in
from app.overview.chooser import month_chooser
from app.people.actor import Actor
from app.people.audit import record_now, record_view, shows_names
from app.people.audit_events import AuditEvent
from app.people.own_ward import own_ward
from app.permissions import Permission, Reach, reach
from app.places.queries import wards_of
from app.reports.blueprint import bp
from app.reports.content import report_document
from app.reports.csv_export import stream_entries_csv
from app.reports.document import cell_text
from app.reports.drawing.entries_workbook import entries_workbook
from app.reports.drawing.pdf import draw_pdf
from app.reports.drawing.workbook import draw_workbook
from app.reports.report_files import MIMETYPES, audit_detail, entries_file_name, send_report
from app.reports.report_request import ReportRequest, requested_report
from app.reports.share_text import share_text
from app.reports.template.filling import draw_docx
from app.reports.template.own_layout import draw_in_own_layout


@bp.get("/")
@requires(Permission.FIGURES_READ)
def index() -> str:
    """List the files of a month; for a province, those of each of its wards."""
    actor: Actor = current_user._get_current_object()
    if reach(actor, Permission.FIGURES_READ) is Reach.PROVINCE and not request.args.get("ward"):
        return _wards_page(actor, requested_month())
    report = requested_report(reader(), actor)
    chooser = month_chooser(reader(), [report.ward.id], report.month, report.this_month)
    editions = [] if report.person else reader().execute(editions_in(report.ward.id, str(report.month))).all()
    return render_template("reports/index.html", report=report, chooser=chooser, editions=editions)


def _wards_page(actor: Actor, month: Month) -> str:
    wards = list(reader().scalars(wards_of(actor.place.province_id or 0)))
    ids = [ward.id for ward in wards]
    closed = {row.ward_id for row in reader().execute(closed_months_of(ids, [str(month)]))}
    chooser = month_chooser(reader(), ids, month, Month.of(actor.today))
    return render_template("reports/wards.html", month=month, chooser=chooser, wards=wards, closed=closed)


@bp.get("/month.xlsx")
@requires(Permission.FIGURES_READ)
def month_xlsx() -> Response:
    """Return the workbook of a month, as far as the role reaches. It lists everything one by one."""
    actor, report = _requested()
    return send_report(actor, report, "xlsx", draw_workbook(report_document(reader(), actor, report, max_listed=None)))


@bp.get("/month.docx")
@requires(Permission.FIGURES_READ)
def month_docx() -> Response:
    """Return the report of a month as a Word document, as far as the role reaches."""
    actor, report = _requested()
    content = report_document(reader(), actor, report)
    has_own = report.has_template and report.is_of_ward
    file = draw_in_own_layout(reader(), report.ward, content, report.month) if has_own else None
    return send_report(actor, report, "docx", file or draw_docx(content, report.month))


@bp.get("/month.pdf")
@requires(Permission.FIGURES_READ)
def month_pdf() -> Response:
    """Return the report of a month as a PDF, as far as the role reaches."""
    actor, report = _requested()
    return send_report(actor, report, "pdf", draw_pdf(report_document(reader(), actor, report)))


@bp.get("/read")
@requires(Permission.FIGURES_READ)
@shows_names("reports.read", _l("the report of a month"))
def read() -> str:
    """Show the report of a month on a page, as far as the role reaches."""
    actor, report = _requested()
    content = report_document(reader(), actor, report)
    page = render_template(
        "reports/read.html",
        report=report,
        document=content,
        cell_text=cell_text,
        shared=share_text(content) if content.letter else "",
        chooser=month_chooser(reader(), [report.ward.id], report.month, report.this_month),
    )
    if reach(actor, Permission.ENTRY_READ) not in (None, Reach.OWN):
        record_view(reader(), now(), actor, report.ward.id, **audit_detail(report))
    return page


def _requested() -> tuple[Actor, ReportRequest]:
    actor: Actor = current_user._get_current_object()
    return actor, requested_report(reader(), actor)


@bp.get("/entries.csv")
@requires(Permission.ENTRY_READ)
def entries_csv() -> Response:
    """Stream the entries of a month that the signed-in user may see."""
    actor, month, name = _recorded_export("csv")
    rows = stream_with_context(stream_entries_csv(reader(), actor, month))
    return attachment(rows, MIMETYPES["csv"], name)


@bp.get("/entries.xlsx")
@requires(Permission.ENTRY_READ)
def entries_xlsx() -> Response:
    """Return the entries of a month that the signed-in user may see as a workbook, in words."""
    actor, month, name = _recorded_export("xlsx")
    file = entries_workbook(reader(), actor, own_ward(reader(), actor), month)
    return file_attachment(file, MIMETYPES["xlsx"], name)


def _recorded_export(extension: str) -> tuple[Actor, Month, str]:
    """Return who asks for the entries of which month, and the file's name, after the audit log has that they leave."""
    actor: Actor = current_user._get_current_object()
    periods = own_ward(reader(), actor).settings.periods
    month = requested_month(periods)
    detail = {"month": str(month), "format": extension}
    # A workbook may also be that of the report.
    if extension != "csv":
        detail["document"] = "entries"
    record_now(reader(), AuditEvent.NAMES_EXPORTED, now(), actor, actor.place.ward_id, **detail)
    return actor, month, entries_file_name(actor, month, periods.span(month), extension)
