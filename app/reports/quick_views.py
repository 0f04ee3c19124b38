"""``/reports/quick``: the figures of any days on one page, to read, as files, and as a text to share."""

from __future__ import annotations

from flask import Response, abort, make_response, render_template, request
from flask_login import current_user

from app.access import requires
from app.attachments import attachment
from app.database import reader
from app.events.campaign_queries import campaigns_between
from app.month import now, today
from app.people.actor import Actor
from app.people.audit import record_now
from app.people.audit_events import AuditEvent
from app.permissions import Permission, Reach, reach
from app.places.queries import wards_of
from app.reports.blueprint import bp
from app.reports.drawing.pdf import draw_pdf
from app.reports.part_request import requested_place_of_parts
from app.reports.quick_content import QuickReport, quick_report
from app.reports.quick_request import QuickRequest, requested_quick_report
from app.reports.quick_span import OfferedDays, SpanError, offered_days
from app.reports.quick_text import quick_text
from app.reports.report_files import MIMETYPES
from app.reports.report_request import RequestedPlace
from app.reports.template.filling import draw_docx

_BAD_REQUEST = 400


@bp.get("/quick")
@requires(Permission.FIGURES_READ)
def quick() -> Response | str:
    """Show the figures of some days; for a province, first its wards to choose from. It names nobody."""
    actor: Actor = current_user._get_current_object()
    if reach(actor, Permission.FIGURES_READ) is Reach.PROVINCE and not request.args.get("ward"):
        return render_template(
            "reports/quick_wards.html", wards=list(reader().scalars(wards_of(actor.place.province_id or 0)))
        )
    place = requested_place_of_parts(reader(), actor)
    offered = _offered(place)
    try:
        report = quick_report(reader(), requested_quick_report(reader(), place))
    except SpanError as refused:
        page = render_template("reports/quick.html", place=place, offered=offered, report=None, problem=refused.message)
        return make_response(page, _BAD_REQUEST)
    return render_template(
        "reports/quick.html",
        place=place,
        offered=offered,
        report=report,
        problem="",
        shared=quick_text(report),
    )


@bp.get("/quick.docx")
@requires(Permission.FIGURES_READ)
def quick_docx() -> Response:
    """Return the figures of some days as a Word document of one page."""
    actor, report = _requested()
    return _sent(actor, report.request, "docx", draw_docx(report.document, report.request.month))


@bp.get("/quick.pdf")
@requires(Permission.FIGURES_READ)
def quick_pdf() -> Response:
    """Return the figures of some days as a PDF of one page."""
    actor, report = _requested()
    return _sent(actor, report.request, "pdf", draw_pdf(report.document))


def _offered(place: RequestedPlace) -> list[OfferedDays]:
    """Return the days that are offered by links, those of the campaigns that are on among them."""
    day = today()
    campaigns = [OfferedDays(each.name, each.days) for each in campaigns_between(reader(), place.ward.id, day, day)]
    return list(offered_days(place.ward.settings.periods, day, campaigns))


def _requested() -> tuple[Actor, QuickReport]:
    """Return the requested report; answer 400 for days that are refused, which the page explains."""
    actor: Actor = current_user._get_current_object()
    place = requested_place_of_parts(reader(), actor)
    try:
        return actor, quick_report(reader(), requested_quick_report(reader(), place))
    except SpanError:
        abort(_BAD_REQUEST)


def _sent(actor: Actor, report: QuickRequest, extension: str, content: bytes) -> Response:
    """Answer with a file, and note in the audit log who took it away; it holds figures alone."""
    response = attachment(content, MIMETYPES[extension], _file_name(report, extension))
    days = [report.span.first.isoformat(), report.span.last.isoformat()]
    detail = {"document": "quick", "days": days, "format": extension}
    if report.team_id is not None:
        detail["team"] = str(report.team_id)
    record_now(reader(), AuditEvent.FIGURES_EXPORTED, now(), actor, report.ward.id, **detail)
    return response


def _file_name(report: QuickRequest, extension: str) -> str:
    subject = f"-to-{report.team_id}" if report.team_id is not None else ""
    state = "" if report.closed_at else "-tam-tinh"
    days = f"tu-{report.span.first:%d-%m-%Y}-den-{report.span.last:%d-%m-%Y}"
    return f"bao-cao-nhanh-{days}-{report.ward.code}{subject}{state}.{extension}"
