"""The annexes of activities: the entries of a kind one by one, or their sums by team."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from flask_babel import gettext as _

from app.localisation import number
from app.reports.activity_lists import COMMON_COLUMNS, ActivityList
from app.reports.annex_context import AnnexContext, empty_rows
from app.reports.document import MAX_TEXT_WIDTH, MIN_READABLE_WIDTH, Annex, Cell, Column, Row, RowStyle
from app.text import collation_key

_MIN_TEXT_WIDTH = 7
"""The least width of a column of short texts, in digits."""


def activities_annex(context: AnnexContext, listing: ActivityList, max_listed: int | None) -> Annex:
    """Return the entries of a kind one by one, or by team where they are more than ``max_listed``."""
    if max_listed is not None and len(listing.rows) > max_listed:
        return _activities_by_team(context, listing)
    headings = [_("No."), *listing.headings]
    rows: list[list[Cell]] = [[position, *row] for position, row in enumerate(listing.rows, start=1)]
    total: list[Cell] = [None, _("Total: %(number)s", number=number(len(rows))), *([None] * (len(headings) - 2))]
    for position in listing.sums:
        total[position + 1] = _column_sum(listing.rows, position)
    return Annex(
        code=listing.kind,
        number="",
        title=listing.name,
        columns=[
            Column(heading, _column_width(heading, rows, position), _column_align(position, listing))
            for position, heading in enumerate(headings)
        ],
        rows=[*(Row(row) for row in rows), Row(total, RowStyle.TOTAL)] if rows else empty_rows(),
        notes=[context.log_book],
    )


def _activities_by_team(context: AnnexContext, listing: ActivityList) -> Annex:
    by_team: dict[Cell, list[list[Cell]]] = {}
    for row in listing.rows:
        by_team.setdefault(row[COMMON_COLUMNS - 1], []).append(row)
    rows = [
        Row(
            [
                position,
                team or _("Without a team"),
                len(of_team),
                *(_column_sum(of_team, each) for each in listing.sums),
            ]
        )
        for position, (team, of_team) in enumerate(
            sorted(by_team.items(), key=lambda each: _team_sort_key(each[0])), start=1
        )
    ]
    sums = [_column_sum(listing.rows, each) for each in listing.sums]
    total = Row([None, _("Total"), len(listing.rows), *sums], RowStyle.TOTAL)
    return Annex(
        code=listing.kind,
        number="",
        title=listing.name,
        columns=[
            Column(_("No."), 5, "center"),
            Column(_("Team"), MAX_TEXT_WIDTH),
            Column(_("Number"), MIN_READABLE_WIDTH, "right"),
            *(Column(listing.headings[each], MIN_READABLE_WIDTH, "right") for each in listing.sums),
        ],
        rows=[*rows, total],
        notes=[_("By team, as there are many: the Excel workbook lists them one by one."), context.log_book],
        is_wide=False,
    )


def _team_sort_key(team: Cell) -> tuple[object, ...]:
    return collation_key(str(team or ""))


def _column_sum(rows: Sequence[Sequence[Cell]], position: int) -> int:
    return sum(cell for row in rows if isinstance(cell := row[position], int))


def _column_align(position: int, listing: ActivityList) -> Literal["left", "center", "right"]:
    if position == 0:
        return "center"
    return "right" if position - 1 in listing.sums else "left"


def _column_width(heading: str, rows: Sequence[Sequence[Cell]], position: int) -> float:
    """Return how wide a column is for its longest word to stand on one line, and most texts too."""
    texts = [str(row[position]) for row in rows if isinstance(row[position], str)]
    words = (word for text in (heading, *texts) for word in text.split())
    longest_word = max(map(len, words), default=0)
    longest_text = max(map(len, texts), default=0)
    least = 5 if position == 0 else _MIN_TEXT_WIDTH if texts and longest_text <= _MIN_TEXT_WIDTH else MIN_READABLE_WIDTH
    return max(least, min(longest_word, MAX_TEXT_WIDTH) + 1, min(longest_text, MAX_TEXT_WIDTH) + 1)
