"""``/campaigns/``: the campaigns of a ward, what each has reached, and its report."""

from __future__ import annotations

from flask import Response, abort, render_template

from app.access import requires
from app.attachments import attachment
from app.calendar.calendar_access import CalendarAccess, calendar_access
from app.calendar.campaign_access import campaign_or_404
from app.calendar.campaign_blueprint import CAMPAIGN, bp
from app.calendar.campaign_document import campaign_document, campaign_text
from app.calendar.campaign_report import CampaignReport, campaign_report
from app.database import reader
from app.events.campaign_queries import campaign_days
from app.events.models import Campaign
from app.month import now
from app.people.audit import record_now
from app.people.audit_events import AuditEvent
from app.permissions import Permission, Reach, reach
from app.places.queries import teams_of_ward
from app.reports.drawing.pdf import draw_pdf
from app.reports.drawing.workbook import draw_workbook
from app.reports.report_files import MIMETYPES
from app.reports.template.filling import draw_docx


@bp.get("/")
@requires(Permission.EVENT_READ)
def index() -> str:
    """List the campaigns of a ward: those that are on or to come, and those that are over."""
    access = calendar_access()
    campaigns = campaign_days(reader(), access.ward.id)
    current = [each for each in campaigns if each.last_day >= access.today and not each.ended_at]
    over = [each for each in campaigns if each not in current]
    return render_template("campaigns/list.html", access=access, current=current[::-1], over=over)


@bp.get(CAMPAIGN)
@requires(Permission.EVENT_READ)
def campaign(id: int) -> str:
    """Show a campaign: to members its days, areas and note, to others also what was reached as far as they read it."""
    access = calendar_access()
    found = campaign_or_404(access, id)
    report = _report(access, found)
    return render_template(
        "campaigns/campaign.html",
        access=access,
        campaign=found,
        report=report,
        reads_figures=_reads_figures(access),
        shared=campaign_text(report) if _reads_figures(access) else "",
    )


@bp.get(f"{CAMPAIGN}/report.docx")
@requires(Permission.EVENT_READ)
def report_docx(id: int) -> Response:
    """Return the report of a campaign as a Word document."""
    access, report = _requested(id)
    content = draw_docx(campaign_document(report), access.ward.settings.periods.of(report.days.last))
    return _sent(access, report, "docx", content)


@bp.get(f"{CAMPAIGN}/report.pdf")
@requires(Permission.EVENT_READ)
def report_pdf(id: int) -> Response:
    """Return the report of a campaign as a PDF."""
    access, report = _requested(id)
    return _sent(access, report, "pdf", draw_pdf(campaign_document(report)))


@bp.get(f"{CAMPAIGN}/report.xlsx")
@requires(Permission.EVENT_READ)
def report_xlsx(id: int) -> Response:
    """Return the tables of the report of a campaign as a workbook."""
    access, report = _requested(id)
    return _sent(access, report, "xlsx", draw_workbook(campaign_document(report)))


def _reads_figures(access: CalendarAccess) -> bool:
    """Whether the user reads figures of the ward or of a team."""
    return reach(access.actor, Permission.FIGURES_READ) not in {None, Reach.OWN}


def _report(access: CalendarAccess, found: Campaign) -> CampaignReport:
    """Return the report of a campaign: of the ward, or for whose role ends with a team, of that."""
    team_id = access.actor.place.team_id
    team = next((each for each in teams_of_ward(reader(), access.ward.id) if each.id == team_id), None)
    return campaign_report(reader(), access.ward, found, now(), team)


def _requested(id: int) -> tuple[CalendarAccess, CampaignReport]:
    """Return the requested report; answer 403 to who reads no figures but their own, 404 where it is not held."""
    access = calendar_access()
    if not _reads_figures(access):
        abort(403)
    report = _report(access, campaign_or_404(access, id))
    return (access, report) if not report.is_called_off else abort(404)


def _sent(access: CalendarAccess, report: CampaignReport, extension: str, content: bytes) -> Response:
    """Answer with a file, and note in the audit log who took it away; it holds figures alone."""
    subject = f"-to-{access.actor.place.team_id}" if report.team_name else ""
    state = "" if report.is_final else "-tam-tinh"
    name = f"dot-cao-diem-{report.campaign.id}-{access.ward.code}{subject}{state}.{extension}"
    response = attachment(content, MIMETYPES[extension], name)
    detail = {"campaign": report.campaign.name, "format": extension}
    record_now(reader(), AuditEvent.FIGURES_EXPORTED, now(), access.actor, access.ward.id, **detail)
    return response
