"""The columns of a list of entries without personal data: one entry a row, or one week where they are many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from app.json_fields import NumberField, YesNoField
from app.localisation import number
from app.logbook.kinds import KINDS
from app.logbook.wording import Wording
from app.months.edition import ActivityRows
from app.reports.document import MAX_TEXT_WIDTH, MIN_READABLE_WIDTH, Cell, Column, cell_text
from app.reports.drawing.fonts import DIGITS_ON_SCREEN, PLAIN, text_width
from app.text import with_capital

_MOST_NAMED = 4
"""The number of values that a week's row names, where its entries have several."""

_MIN_TEXT_WIDTH = 7
"""The least width of a column of short texts, in digits."""


@dataclass(frozen=True, slots=True)
class EntryColumn:
    """A column of a list of entries, with the cell of each entry.

    ``of_several`` returns the cell of several entries of a week from their cells.
    """

    heading: str
    cells: Sequence[Cell]
    of_several: Callable[[Sequence[Cell]], Cell]
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


def entry_columns(area_word: str, listed: ActivityRows, wording: Wording) -> Iterator[EntryColumn]:
    """Yield day, area and team, and the columns of the kind, in the reader's language.

    A closed month may list a kind or a field that no longer exists: then its code and its values are shown.
    """
    days, areas, teams, *fields = zip(*listed.rows, strict=True) if listed.rows else [()] * (3 + len(listed.columns))
    yield EntryColumn(_("Day"), days, _first_to_last)
    yield EntryColumn(with_capital(area_word), areas, lambda cells: _how_many(cells, lambda n: f"{n} {area_word}"))
    yield EntryColumn(_("Team"), teams, lambda cells: _how_many(cells, _teams))
    controls = {control.short_name: control for control in KINDS[listed.kind].form()} if listed.kind in KINDS else {}
    for column, values in zip(listed.columns, fields, strict=True):
        if column not in controls:
            yield EntryColumn(column, list(map(_stored_text, values)), _most_frequent)
        elif isinstance(controls[column], NumberField):
            cells = [value if isinstance(value, int) else "" for value in values]
            yield EntryColumn(wording.heading(listed.kind, column), cells, total_of, is_number=True)
        else:
            # Thousands of entries have the same few values, and each text is a translation.
            different = {repr(value): value for value in values}
            texts = {key: wording.value(listed.kind, column, {column: value}) for key, value in different.items()}
            is_yes_or_no = isinstance(controls[column], YesNoField)
            of_several = _times(wording.value(listed.kind, column, {column: True})) if is_yes_or_no else _most_frequent
            texts_of_all = [texts[repr(value)] for value in values]
            yield EntryColumn(wording.heading(listed.kind, column), texts_of_all, of_several)


def by_week(columns: Sequence[EntryColumn]) -> tuple[list[str], list[EntryColumn]]:
    """Return the same columns with a cell for each week, and which numbers its entries have in the whole list.

    The list is in the order of its days. A week begins on Monday.
    """
    positions: dict[date, list[int]] = {}
    for position, day in enumerate(columns[0].cells):
        assert isinstance(day, date)
        positions.setdefault(day - timedelta(days=day.weekday()), []).append(position)
    numbers, first = [], 1
    for of_week in positions.values():
        last = first + len(of_week) - 1
        numbers.append(number(first) if first == last else f"{number(first)}–{number(last)}")
        first = last + 1
    return numbers, [
        replace(column, cells=[_cell_of(column, of_week) for of_week in positions.values()]) for column in columns
    ]


def _cell_of(column: EntryColumn, positions: Sequence[int]) -> Cell:
    cells = [column.cells[position] for position in positions]
    return column.of_several(cells) if len(cells) > 1 else cells[0]


def total_of(cells: Iterable[Cell]) -> int:
    """Return the sum of the figures among some cells."""
    return sum(cell for cell in cells if isinstance(cell, int))


def _first_to_last(cells: Sequence[Cell]) -> Cell:
    days = sorted(cell for cell in cells if isinstance(cell, date))
    return days[0] if days[0] == days[-1] else f"{days[0]:%d/%m}–{days[-1]:%d/%m/%Y}"


def _how_many(cells: Sequence[Cell], words: Callable[[int], str]) -> Cell:
    """Return the value that all cells have, or how many different ones there are."""
    different = {cell for cell in cells if cell}
    return words(len(different)) if len(different) > 1 else next(iter(different), None)


def _teams(figure: int) -> str:
    return str(ngettext("%(number)s team", "%(number)s teams", figure, number=number(figure)))


def _times(yes: str) -> Callable[[Sequence[Cell]], Cell]:
    """Return what says how often a cell is ``yes``."""
    return lambda cells: number(sum(cell == yes for cell in cells))


def _most_frequent(cells: Sequence[Cell]) -> Cell:
    """Return the value that all cells have, or the most frequent ones and the others with how many have them."""
    if len(set(cells)) == 1:
        return cells[0]
    values = Counter(cell_text(cell) for cell in cells if cell)
    named = values.most_common(_MOST_NAMED)
    texts = [f"{value} ({number(times)})" for value, times in named]
    others = values.total() - sum(times for _value, times in named)
    return "; ".join([*texts, *([_("others (%(number)s)", number=number(others))] if others else [])])


def _stored_text(value: object) -> str:
    values = value if isinstance(value, list) else [value]
    return ", ".join(str(each) for each in values if each is not None)
