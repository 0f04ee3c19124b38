"""``/reports/``: the files of a month to download."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request, stream_with_context
from flask_login import current_user

from app.arguments import asked_month
from app.database import reader
from app.logbook.queries import closed_months_of
from app.month import Month
from app.overview.chooser import month_chooser
from app.people.actor import Actor
from app.permissions import Permission, Reach, reach, requires
from app.places.queries import wards_of
from app.reports.csv_export import stream
from app.reports.report import asked_report
from app.reports.workbook import month_workbook

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

bp = Blueprint("reports", __name__, url_prefix="/reports")


@bp.get("/")
@requires(Permission.FIGURES_READ)
def index() -> str:
    """Show which files of a month there are; to a province, those of each of its wards."""
    actor: Actor = current_user._get_current_object()
    if reach(actor, Permission.FIGURES_READ) is Reach.PROVINCE and not request.args.get("ward"):
        return _wards_page(actor, asked_month())
    report = asked_report(reader(), actor)
    chooser = month_chooser(reader(), [report.ward.id], report.month, Month.of(actor.today))
    return render_template("reports/index.html", report=report, chooser=chooser)


def _wards_page(actor: Actor, month: Month) -> str:
    wards = list(reader().scalars(wards_of(actor.place.province_id or 0)))
    ids = [ward.id for ward in wards]
    closed = {row.ward_id for row in reader().execute(closed_months_of(ids)) if row.month == str(month)}
    chooser = month_chooser(reader(), ids, month, Month.of(actor.today))
    return render_template("reports/wards.html", month=month, chooser=chooser, wards=wards, closed=closed)


@bp.get("/month.xlsx")
@requires(Permission.FIGURES_READ)
def month_xlsx() -> Response:
    """Return the workbook of a month, as far as one's role reaches."""
    actor: Actor = current_user._get_current_object()
    report = asked_report(reader(), actor)
    response = Response(month_workbook(reader(), actor, report), mimetype=_XLSX)
    month = report.month
    name = f"bao-cao-thang-{month.number:02d}-{month.year:04d}-{report.ward.code}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.get("/entries.csv")
@requires(Permission.ENTRY_READ)
def entries_csv() -> Response:
    """Stream the entries of a month that the signed-in user may see."""
    month = asked_month()
    actor = current_user._get_current_object()
    rows = stream_with_context(stream(reader(), actor, actor.place.ward_id, month))
    response = Response(rows, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="entries-{month}.csv"'
    return response
