"""The quick report as a short text to share, such as in a group on Zalo: figures and teams, no persons."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _

from app.localisation import day, number
from app.reports.quick_content import QuickReport, teams_sentence
from app.reports.quick_rows import QuickRow
from app.reports.share_text import shortened

_MOST_NAMES = 300


def quick_text(report: QuickReport) -> str:
    """Return the figures of a quick report as lines, with the teams that logged nothing."""
    document = report.document
    lines = [*filter(None, [document.title, document.issuer, document.subject, document.state]), ""]
    lines += [_line(row) for row in report.rows] or [_("Nothing was logged on these days.")]
    if report.teams:
        lines += ["", teams_sentence(report.without_entries, report.teams, _MOST_NAMES)]
    return shortened(lines)


def _line(row: QuickRow) -> str:
    return f"• {row.name}: {number(row.in_days)} ({'; '.join(_parts(row))})"


def _parts(row: QuickRow) -> Iterator[str]:
    figure = number(row.in_year)
    if row.since.named_day:
        yield _("since %(day)s %(figure)s", day=day(row.since.named_day), figure=figure)
    else:
        yield _("since January %(figure)s", figure=figure)
    if row.of_month:
        yield _("target of the month %(progress)s", progress=row.of_month)
    if row.of_year:
        yield _("target of the year %(progress)s", progress=row.of_year)
