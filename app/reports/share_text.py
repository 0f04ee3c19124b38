"""A report's totals as a short text to share, such as in a group on Zalo: no names, no households, no areas."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import gettext as _

from app.localisation import day
from app.overview.office_results import OFFICES
from app.overview.results import ACTIVITIES, Result
from app.reports.annex_results import reached_cell
from app.reports.document import Cell, Document, cell_text

MAX_LENGTH = 1500
"""The greatest length of the text, in characters."""

_MORE = "…"


def share_text(document: Document) -> str:
    """Return the totals of a report: the activities of the month, and the coverage by its day."""
    head = [document.title, document.issuer]
    if document.letter:
        # Without a letter it may be one person's report, which has their name for its subject.
        head.append(document.subject)
    head.append(document.state)
    hidden = document.hidden
    done = [
        _done_line(row, hidden) for section in document.results if section.code == ACTIVITIES for row in section.rows
    ]
    # Figures of other offices have days of their own.
    own = [section for section in document.results if section.code != OFFICES]
    reached = [_reached_line(row, hidden) for section in own for row in section.rows]
    text = list(filter(None, head))
    if any(done):
        text += ["", *filter(None, done)]
    if any(reached):
        text += ["", _("As of %(day)s:", day=day(document.as_of)), *filter(None, reached)]
    return shortened(text)


def _done_line(row: Result, hidden: Collection[str]) -> str:
    """Return the line of an activity, in the month and since January, as far as the ward shows it."""
    month, since = cell_text(row.period), _shown("since_january", row.cumulative, hidden)
    if since and row.since.named_day:
        since_day = _("since %(day)s %(figure)s", day=day(row.since.named_day), figure=since)
        return f"• {row.name}: {month} ({since_day})" if month else f"• {row.name}: {since_day}"
    if not (month or since):
        return ""
    line = f"{row.name}: {month}"
    if month and since:
        line = _("%(name)s: %(month)s (since January %(since)s)", name=row.name, month=month, since=since)
    elif since:
        line = _("%(name)s: since January %(since)s", name=row.name, since=since)
    return f"• {line}"


def _reached_line(row: Result, hidden: Collection[str]) -> str:
    """Return the line of a coverage; empty where the ratio is not known."""
    reached = _shown("reached", reached_cell(row), hidden)
    population, ratio = _shown("population", row.population, hidden), _shown("ratio", row.ratio, hidden)
    if not ratio:
        return ""
    share = f"{reached}/{population} ({ratio})" if reached and population else ratio
    return f"• {row.name}: " + ", ".join(filter(None, [share, row.made_of]))


def _shown(code: str, cell: Cell, hidden: Collection[str]) -> str:
    return "" if code in hidden else cell_text(cell)


def shortened(lines: list[str]) -> str:
    """Return the lines that fit into :data:`MAX_LENGTH`, with a sign where some are left out."""
    text = "\n".join(lines)
    while len(text) >= MAX_LENGTH:
        lines = lines[:-1]
        text = "\n".join([*lines, _MORE])
    return text
