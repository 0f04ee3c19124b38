"""The list of payments for a month: a document of its own, which is signed by who is paid, and goes with no letter."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.month import FIRST_DAY, local_day
from app.months.edition_text import reading_edition
from app.overview.ward_month import WardMonth
from app.period_words import period_in_sentence
from app.reports.annex_context import AnnexContext
from app.reports.annex_payment import payment_annex
from app.reports.content import edition_of_report
from app.reports.document import Document
from app.reports.report_request import ReportRequest


def payment_document(session: Session, report: ReportRequest) -> Document | None:
    """Return what each member of a ward or a team is paid for a month, or ``None`` where no attendance was kept.

    Raises :class:`app.months.edition_text.UnreadableEditionError`: an edition is read while the list is made.
    """
    reading = WardMonth(session, report.ward, report.month, local_day(report.closed_at or report.at))
    with reading_edition() if report.edition is not None else nullcontext():
        edition = edition_of_report(reading, report)
        attended = edition.attendance_of(report.team_id)
        if attended is None:
            return None
        team_name = edition.team_names.get(report.team_id or 0, report.team_name)
        report = replace(report, team_name=team_name)
        annex = payment_annex(AnnexContext(report, edition), edition, attended)
    return Document(
        title=_("List of payments for taking part, %(period)s", period=period_in_sentence(edition.month, edition.days)),
        issuer=report.issuer,
        subject=report.subject,
        team_name=team_name,
        state=report.state,
        is_provisional=report.closed_at is None,
        created=max(edition.days.last, FIRST_DAY),
        as_of=edition.as_of,
        days=edition.days,
        letter=None,
        has_national_title=True,
        annexes=[annex],
    )
