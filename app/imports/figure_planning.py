"""What the rows of a list of figures would do: each has a key, as an indicator and a day, and values. Pure rules."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date
from typing import Generic, TypeVar

from flask_babel import gettext as _

from app.figures import MOST_FIGURE
from app.imports.list_kind import ListRow, PlannedRow, RowVerdict
from app.imports.planned_again import planned_row, wrong_row
from app.localisation import day, number
from app.settings.published_forms import EARLIEST
from app.text import fold

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
Cells = Mapping[str, str]


class FigurePlanner(Generic[K, V]):
    """Says of the rows of a list of figures what each would do.

    ``read`` returns the key and the values of a row, or raises ``ValueError`` with a sentence. ``stored`` are the
    values that the ward has, ``text`` writes them down.
    """

    def __init__(self, read: Callable[[Cells], tuple[K, V]], stored: Mapping[K, V], text: Callable[[V], str]) -> None:
        self._read, self._stored, self._text = read, stored, text
        self._rows: dict[K, tuple[int, V]] = {}

    def plan(self, row: ListRow) -> PlannedRow:
        """Return what a row would do; one that stands twice is wrong, unless both say the same."""
        try:
            key, values = self._read(row.values)
        except ValueError as error:
            return wrong_row(row, str(error))
        first, earlier = self._rows.setdefault(key, (row.number, values))
        if first != row.number:
            if earlier == values:
                return planned_row(row, RowVerdict.SAME, {})
            return wrong_row(row, _("Row no. %(row)s has another figure for the same.", row=str(first)))
        stored = self._stored.get(key)
        if stored is None:
            return planned_row(row, RowVerdict.NEW, {})
        if stored == values:
            return planned_row(row, RowVerdict.SAME, {})
        before = self._text(stored)
        words = _("%(old)s → %(new)s", old=before, new=self._text(values))
        return planned_row(row, RowVerdict.CHANGED, {"figure": before}, words)


def names_by_key(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return codes by all that may name them: pairs of a code and a name; the first of equal names counts."""
    found: dict[str, str] = {}
    for code, name in names:
        found.setdefault(fold(name), code)
        found.setdefault(fold(code), code)
    return found


def code_in(names: Mapping[str, str], text: str) -> str:
    """Return the code that a cell names. Raises ``ValueError`` with a sentence where it names none."""
    code = names.get(fold(text))
    if code is None:
        raise ValueError(_("“%(name)s” is not in the catalogue: write the name as it stands there.", name=text))
    return code


def figure_in(cells: Cells, column: str, least: int = 0) -> int | None:
    """Return the figure of a column, or ``None`` where it is empty. Raises ``ValueError`` for one out of bounds."""
    text = cells.get(column, "")
    if not text:
        return None
    if not least <= int(text) <= MOST_FIGURE:
        words = {"least": number(least), "most": number(MOST_FIGURE)}
        raise ValueError(_("Enter a whole number from %(least)s to %(most)s.", **words))
    return int(text)


def needed_figure(cells: Cells, column: str) -> int:
    """Return the figure of a column. Raises ``ValueError`` where it is missing."""
    figure = figure_in(cells, column)
    if figure is None:
        raise ValueError(_("The figure is missing."))
    return figure


def day_in(cells: Cells, column: str, default: date, last: date) -> date:
    """Return the day of a column, or the list's own where it is empty. Raises ``ValueError`` for one out of bounds."""
    found = date.fromisoformat(cells[column]) if cells.get(column) else default
    if not EARLIEST <= found <= last:
        raise ValueError(_("Enter a day from %(first)s to %(last)s.", first=day(EARLIEST), last=day(last)))
    return found
