"""The report of a campaign as a document, and as a short text to share: teams and figures, no persons."""

from __future__ import annotations

from flask_babel import gettext as _

from app.calendar.campaign_report import CampaignReport, CampaignRow
from app.localisation import day, number
from app.month import FIRST_DAY
from app.reports.annex_context import numbered_annexes
from app.reports.document import Annex, Cell, Column, Document, Row, RowStyle
from app.reports.quick_content import teams_sentence
from app.reports.report_request import committee_of
from app.reports.share_text import shortened

_MOST_NAMES = 300
_ALL_NAMES = 100_000


def campaign_document(report: CampaignReport) -> Document:
    """Return the report of a campaign: its figures, and its teams by their names."""
    return Document(
        title=report.title,
        issuer=committee_of(report.ward.official_name).upper(),
        subject=report.team_name,
        team_name=report.team_name,
        state=report.state,
        is_provisional=not report.is_final,
        created=max(min(report.days.last, report.today), FIRST_DAY),
        as_of=min(report.days.last, report.today),
        days=report.days,
        letter=None,
        has_national_title=True,
        is_continuous=True,
        annexes=numbered_annexes([[_figures(report)], [_teams(report)]]),
    )


def campaign_text(report: CampaignReport) -> str:
    """Return the figures of a campaign as lines, with the teams that have logged nothing for it."""
    lines = [*filter(None, [report.title, report.ward.official_name, report.team_name, report.state]), ""]
    lines += [_line(row) for row in report.rows] or [_("Nothing was logged on these days.")]
    if not report.team_name and report.counts.teams:
        lines += ["", teams_sentence(report.counts.without_entries, len(report.counts.teams), _MOST_NAMES)]
    return shortened(lines)


def _line(row: CampaignRow) -> str:
    figure = number(row.figure)
    return f"• {row.name}: {row.progress or figure}"


def _figures(report: CampaignReport) -> Annex:
    has_targets = any(row.progress for row in report.rows)
    columns = [
        Column(_("No."), 4, "center"),
        Column(_("What"), 36),
        Column(_("Unit"), 11, "center"),
        Column(_("Figure"), 9, "right"),
        *([Column(_("Target"), 14, "right")] if has_targets else []),
    ]
    rows = [
        Row([place, row.name, row.unit, row.figure, *([_target(row)] if has_targets else [])])
        for place, row in enumerate(report.rows, start=1)
    ]
    return Annex(
        code="campaign",
        title=_("Figures"),
        columns=columns,
        rows=rows or [Row(["", _("Nothing yet.")], RowStyle.SECTION)],
        notes=[
            _("Areas: %(areas)s.", areas=report.where),
            _(
                "What happened from %(first)s to %(last)s in these areas and was not voided, of closed periods what "
                "was approved.",
                first=day(report.days.first),
                last=day(report.days.last),
            ),
        ],
        is_wide=False,
    )


def _target(row: CampaignRow) -> Cell:
    return row.progress.target_and_share if row.progress else ""


def _teams(report: CampaignReport) -> Annex:
    columns = [
        Column(_("No."), 4, "center"),
        Column(_("Team"), 28),
        Column(_("Entries"), 8, "right"),
        *(Column(name, 16, "right") for name in report.names.values()),
    ]
    rows = [
        Row([place, row.team.name, row.entries, *(str(row.progress.get(code, "")) for code in report.names)])
        for place, row in enumerate(report.teams, start=1)
    ]
    notes = [_("Teams stand in the order of their names. Each figure is beside the team's own target.")]
    if not report.team_name and report.counts.teams:
        notes.append(teams_sentence(report.counts.without_entries, len(report.counts.teams), _ALL_NAMES))
    return Annex(
        code="teams",
        title=_("By team"),
        columns=columns,
        rows=rows or [Row(["", _("Nothing yet.")], RowStyle.SECTION)],
        notes=notes,
        signed_by=[_("Drawn up by"), _("Confirmed by")],
        is_wide=len(report.names) > 2,
    )
