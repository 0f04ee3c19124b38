"""The annexes of activities: the entries of a kind one by one, without personal data; where they are many, by week.

Their columns are the same, however many entries there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from flask_babel import gettext as _

from app.localisation import number
from app.logbook.kinds import KINDS
from app.logbook.wording import Wording
from app.months.edition import ActivityRows
from app.reports.annex_context import AnnexContext, empty_rows
from app.reports.document import MAX_TEXT_WIDTH, MIN_READABLE_WIDTH, Annex, Cell, Column, Row, RowStyle
from app.reports.entry_columns import EntryColumn, by_week, entry_columns, total_of
from app.text import collation_key

_EARLIER_MAX_LISTED = 200
_NUMBER_WIDTH = 5


def activities_annex(context: AnnexContext, listed: ActivityRows, wording: Wording, max_listed: int | None) -> Annex:
    """Return the entries of a kind one by one, or by week where they are more than ``max_listed``."""
    columns = list(entry_columns(context.neighbourhood_word, listed, wording))
    numbers: Sequence[Cell] = range(1, len(listed.rows) + 1)
    total, notes = _total_row(columns, len(numbers)), []
    if max_listed is not None and len(numbers) > max_listed:
        numbers, columns = by_week(columns)
        notes = [_("By week, as there are many: the Excel workbook lists them one by one.")]
    return _annex(context, listed.kind, _drawn(columns, numbers), _rows(columns, numbers, total), notes)


def earlier_activities_annex(
    context: AnnexContext, listed: ActivityRows, wording: Wording, *, lists_all: bool
) -> Annex:
    """Return the annex as reports had it before their annexes could be chosen: a long list is summed by team."""
    if lists_all or len(listed.rows) <= _EARLIER_MAX_LISTED:
        return activities_annex(context, listed, wording, max_listed=None)
    columns = list(entry_columns(context.neighbourhood_word, listed, wording))
    rows = list(_rows_of_teams(columns, context.ranks_of_teams))
    notes = [_("By team, as there are many: the Excel workbook lists them one by one.")]
    return replace(_annex(context, listed.kind, _columns_of_sums(columns), rows, notes), is_wide=False)


def _annex(
    context: AnnexContext, kind: str, columns: Sequence[Column], rows: Sequence[Row], notes: Sequence[str]
) -> Annex:
    return Annex(
        code=kind,
        title=str(KINDS[kind].name) if kind in KINDS else kind,
        columns=columns,
        rows=rows or empty_rows(),
        notes=[*notes, context.log_book],
    )


def _number_column(width: float = _NUMBER_WIDTH) -> Column:
    return Column(_("No."), width, "center")


def _drawn(columns: Sequence[EntryColumn], numbers: Sequence[Cell]) -> list[Column]:
    width = max([_NUMBER_WIDTH, *(len(str(number)) + 1 for number in numbers)])
    return [_number_column(width), *(column.drawn for column in columns)]


def _rows(columns: Sequence[EntryColumn], numbers: Sequence[Cell], total: Row) -> list[Row]:
    rows = [Row(cells) for cells in zip(numbers, *(column.cells for column in columns), strict=True)]
    return [*rows, total] if rows else []


def _total_row(columns: Sequence[EntryColumn], entries: int) -> Row:
    sums = [total_of(column.cells) if column.is_number else None for column in columns[1:]]
    return Row([None, _("Total: %(number)s", number=number(entries)), *sums], RowStyle.TOTAL)


def _columns_of_sums(columns: Sequence[EntryColumn]) -> list[Column]:
    headings = [_("Number"), *(column.heading for column in columns if column.is_number)]
    sums = [Column(heading, MIN_READABLE_WIDTH, "right") for heading in headings]
    return [_number_column(), Column(_("Team"), MAX_TEXT_WIDTH), *sums]


def _rows_of_teams(columns: Sequence[EntryColumn], ranks: Mapping[str, int]) -> Iterator[Row]:
    _day, _area, teams, *fields = columns
    numbers = [column.cells for column in fields if column.is_number]
    places: dict[str, list[int]] = {}
    for place, team in enumerate(teams.cells):
        places.setdefault(str(team or ""), []).append(place)
    order = sorted(places, key=lambda team: (ranks.get(team, -1), collation_key(team)))
    for position, team in enumerate(order, start=1):
        sums = [total_of(cells[place] for place in places[team]) for cells in numbers]
        yield Row([position, team or _("Without a team"), len(places[team]), *sums])
    yield Row([None, _("Total"), len(teams.cells), *map(total_of, numbers)], RowStyle.TOTAL)
