"""A report's totals as a short text to share, such as in a group on Zalo: no names, no households, no areas."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _

from app.localisation import day
from app.overview.results import ACTIVITIES
from app.reports.document import Annex, Document, Row, RowStyle, cell_text

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
    results = next((annex for annex in document.annexes if annex.code == "results"), None)
    rows = list(_figure_rows(results)) if results else []
    done = [line for section, row in rows if section == ACTIVITIES and (line := _done_line(row))]
    reached = [line for _section, row in rows if (line := _reached_line(row))]
    text = list(filter(None, head))
    if done:
        text += ["", *done]
    if reached:
        text += ["", _("As of %(day)s:", day=day(document.as_of)), *reached]
    return _shortened(text)


def _figure_rows(annex: Annex) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield every figure's row by the code of its section, its cells written by the codes of their columns."""
    section = ""
    for row in annex.rows:
        if row.style is RowStyle.SECTION:
            section = row.code
        elif row.style is RowStyle.PLAIN:
            yield section, _cells_by_column(annex, row)


def _cells_by_column(annex: Annex, row: Row) -> dict[str, str]:
    columns = (column.code for column in annex.columns)
    return {code: cell_text(cell) for code, cell in zip(columns, row.cells, strict=True)}


def _done_line(row: dict[str, str]) -> str:
    """Return the line of an activity, in the month and since January, as far as the ward shows it."""
    name, month, since = (row.get(code, "") for code in ("name", "month", "since_january"))
    if not (month or since):
        return ""
    line = f"{name}: {month}"
    if month and since:
        line = _("%(name)s: %(month)s (since January %(since)s)", name=name, month=month, since=since)
    elif since:
        line = _("%(name)s: since January %(since)s", name=name, since=since)
    return f"• {line}"


def _reached_line(row: dict[str, str]) -> str:
    """Return the line of a coverage; empty where the ratio is not known."""
    name, reached, population, ratio = (row.get(code, "") for code in ("name", "reached", "population", "ratio"))
    if not ratio:
        return ""
    of = f"{reached}/{population} ({ratio})" if reached and population else ratio
    return f"• {name}: {of}"


def _shortened(lines: list[str]) -> str:
    """Return the lines that fit into :data:`MAX_LENGTH`, with a sign where some are left out."""
    text = "\n".join(lines)
    while len(text) >= MAX_LENGTH:
        lines = lines[:-1]
        text = "\n".join([*lines, _MORE])
    return text
