"""The request for a quick report: whose, of which days, and the texts of its head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.localisation import moment
from app.month import Month, now
from app.months.part_periods import Closing
from app.months.part_reading import closings_of_months
from app.period_words import period
from app.periods import Span
from app.reports.quick_span import days_in_words, span_between
from app.reports.report_request import ReportRequest, RequestedPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickRequest(ReportRequest):
    """The request for the figures of some days; ``month`` is the period of the last one that has come.

    ``open_periods`` are those of its days that are not closed: as long as there is one, figures may change.
    """

    span: Span
    open_periods: Sequence[Month]

    @property
    def days(self) -> Span:
        """The days that are asked for."""
        return self.span

    @property
    def counted(self) -> Span:
        """The days that are asked for, up to today."""
        return Span(self.span.first, min(self.span.last, self.today))

    @property
    def title(self) -> str:
        """The title of the report."""
        return str(
            _("Quick report: work of the %(team)s, %(days)s", team=self.ward.team_word, days=days_in_words(self.span))
        )

    @property
    def days_heading(self) -> str:
        """What heads the figures of the days."""
        return str(_("On this day") if self.span.first == self.span.last else _("On these days"))

    @property
    def state(self) -> str:
        """A sentence that says whether the figures are final, and else which periods keep them from being so."""
        if self.closed_at is not None:
            return str(_("All of these days are in closed periods: approved figures only"))
        names = ", ".join(period(month, self.ward.settings.periods) for month in self.open_periods)
        provisional = _("Provisional figures, as of %(time)s", time=moment(self.at))
        return f"{provisional}; {_('not closed: %(periods)s', periods=names)}"


def requested_quick_report(session: Session, place: RequestedPlace) -> QuickRequest:
    """Return the quick report of a ward or a team that the address requests.

    Raises :class:`app.reports.quick_span.SpanError` where its days are refused.
    """
    at = now()
    report = ReportRequest(place.ward, Month.of(at.date()), None, at, place.team_id, place.team_name)
    span = span_between(request.args.get("from", ""), request.args.get("to", ""), report.today)
    periods = place.ward.settings.periods
    months = list(periods.between(span.first, min(span.last, report.today)))
    closings = closings_of_months(session, place.ward.id, months)
    return QuickRequest(
        place.ward,
        months[-1],
        _closed_at(months, closings),
        at,
        place.team_id,
        place.team_name,
        span=span,
        open_periods=[month for month in months if month not in closings],
    )


def _closed_at(months: Sequence[Month], closings: dict[Month, Closing]) -> datetime | None:
    """Return when the last of some periods was closed, if all are."""
    return max(closings[month].at for month in months) if len(closings) == len(months) else None
