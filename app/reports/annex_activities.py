"""The annexes of activities: the entries of a kind one by one without personal data, or their sums by team."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.json_fields import NumberField
from app.localisation import number
from app.logbook.kinds import KINDS
from app.logbook.wording import Wording
from app.months.edition import ActivityRows
from app.reports.annex_context import AnnexContext, empty_rows
from app.reports.document import MAX_TEXT_WIDTH, MIN_READABLE_WIDTH, Annex, Cell, Column, Row, RowStyle
from app.reports.drawing.fonts import DIGITS_ON_SCREEN, PLAIN, text_width
from app.text import collation_key, with_capital

_MIN_TEXT_WIDTH = 7
"""The least width of a column of short texts, in digits."""


@dataclass(frozen=True, slots=True)
class _EntryColumn:
    """A column of a list of entries, with the cell of each entry."""

    heading: str
    cells: Sequence[Cell]
    is_number: bool = False

    @property
    def drawn(self) -> Column:
        """The column of the annex: wide enough for its longest word to stand on one line, and most texts too."""
        texts = [cell for cell in self.cells if isinstance(cell, str)]
        longest_text = max(map(_digits, texts), default=0)
        longest_word = max((_digits(word) for text in (self.heading, *texts) for word in text.split()), default=0)
        least = _MIN_TEXT_WIDTH if texts and longest_text <= _MIN_TEXT_WIDTH else MIN_READABLE_WIDTH
        width = max(least, *(min(length, MAX_TEXT_WIDTH) + 1 for length in (longest_word, longest_text)))
        return Column(self.heading, width, "right" if self.is_number else "left")


def _digits(text: str) -> float:
    """Return about how many digits a text is as wide as: its length, and more where many of its letters are wide."""
    return max(len(text), text_width(text, PLAIN) * DIGITS_ON_SCREEN)


def activities_annex(context: AnnexContext, listed: ActivityRows, wording: Wording, max_listed: int | None) -> Annex:
    """Return the entries of a kind one by one, or by team where they are more than ``max_listed``."""
    columns = list(_entry_columns(context, listed, wording))
    is_summed = max_listed is not None and len(listed.rows) > max_listed
    notes = [_("By team, as there are many: the Excel workbook lists them one by one.")] if is_summed else []
    rows = list(_rows_of_teams(columns, context.ranks_of_teams)) if is_summed else _rows_of_entries(columns)
    return Annex(
        code=listed.kind,
        title=str(KINDS[listed.kind].name) if listed.kind in KINDS else listed.kind,
        columns=_columns_of_sums(columns) if is_summed else [_number_column(), *(column.drawn for column in columns)],
        rows=rows or empty_rows(),
        notes=[*notes, context.log_book],
        is_wide=not is_summed,
    )


def _entry_columns(context: AnnexContext, listed: ActivityRows, wording: Wording) -> Iterator[_EntryColumn]:
    """Yield day, area and team, and the columns of the kind, in the reader's language.

    A closed month may list a kind or a field that no longer exists: then its code and its values are shown.
    """
    days, areas, teams, *fields = zip(*listed.rows, strict=True) if listed.rows else [()] * (3 + len(listed.columns))
    yield _EntryColumn(_("Day"), days)
    yield _EntryColumn(with_capital(context.neighbourhood_word), areas)
    yield _EntryColumn(_("Team"), teams)
    controls = {control.short_name: control for control in KINDS[listed.kind].form()} if listed.kind in KINDS else {}
    for column, values in zip(listed.columns, fields, strict=True):
        if column not in controls:
            yield _EntryColumn(column, list(map(_stored_text, values)))
        elif isinstance(controls[column], NumberField):
            cells = [value if isinstance(value, int) else "" for value in values]
            yield _EntryColumn(wording.heading(listed.kind, column), cells, is_number=True)
        else:
            # Thousands of entries have the same few values, and each text is a translation.
            different = {repr(value): value for value in values}
            texts = {key: wording.value(listed.kind, column, {column: value}) for key, value in different.items()}
            yield _EntryColumn(wording.heading(listed.kind, column), [texts[repr(value)] for value in values])


def _stored_text(value: object) -> str:
    values = value if isinstance(value, list) else [value]
    return ", ".join(str(each) for each in values if each is not None)


def _number_column() -> Column:
    return Column(_("No."), 5, "center")


def _rows_of_entries(columns: Sequence[_EntryColumn]) -> list[Row]:
    rows = [Row([position, *cells]) for position, cells in enumerate(_entries(columns), start=1)]
    sums = [_sum(column.cells) if column.is_number else None for column in columns[1:]]
    return [*rows, Row([None, _("Total: %(number)s", number=number(len(rows))), *sums], RowStyle.TOTAL)] if rows else []


def _entries(columns: Sequence[_EntryColumn]) -> Iterator[tuple[Cell, ...]]:
    return zip(*(column.cells for column in columns), strict=True)


def _columns_of_sums(columns: Sequence[_EntryColumn]) -> list[Column]:
    headings = [_("Number"), *(column.heading for column in columns if column.is_number)]
    sums = [Column(heading, MIN_READABLE_WIDTH, "right") for heading in headings]
    return [_number_column(), Column(_("Team"), MAX_TEXT_WIDTH), *sums]


def _rows_of_teams(columns: Sequence[_EntryColumn], ranks: Mapping[str, int]) -> Iterator[Row]:
    _day, _area, teams, *fields = columns
    numbers = [column.cells for column in fields if column.is_number]
    places: dict[str, list[int]] = {}
    for place, team in enumerate(teams.cells):
        places.setdefault(str(team or ""), []).append(place)
    order = sorted(places, key=lambda team: (ranks.get(team, -1), collation_key(team)))
    for position, team in enumerate(order, start=1):
        sums = [_sum(cells[place] for place in places[team]) for cells in numbers]
        yield Row([position, team or _("Without a team"), len(places[team]), *sums])
    yield Row([None, _("Total"), len(teams.cells), *map(_sum, numbers)], RowStyle.TOTAL)


def _sum(cells: Iterable[Cell]) -> int:
    return sum(cell for cell in cells if isinstance(cell, int))
