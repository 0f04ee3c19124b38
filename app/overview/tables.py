"""Tables of places, with their hundreds of figures written out once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.localisation import number, percent
from app.overview.area_table import AreaRow
from app.overview.place_tables import PlaceRow

# A page shows some two thousand of these, most of them the same, so each is written once and not by the template.
_CELL = Markup('<td class="number" data-value="{}">{}</td>')


@dataclass(frozen=True, slots=True)
class TableRow:
    """A place and its cells in the order of the columns.

    ``share`` is what part of its households was reached: what it sorts by, and how it reads; ``of`` is how many
    they are.
    """

    id: int
    name: str
    cells: Markup
    share: tuple[str, str]
    of: str


@dataclass(frozen=True, slots=True)
class Table:
    """Places side by side, and their total. ``columns`` is label by measure."""

    columns: Mapping[str, str]
    rows: Sequence[TableRow]
    total: TableRow

    @property
    def has_shares(self) -> bool:
        """Whether it is known of any place how many households there are."""
        return any(row.of for row in self.rows)


def written_table(columns: Mapping[str, str], rows: Sequence[PlaceRow], total: PlaceRow) -> Table:
    """Return ``rows`` as they are read; only areas have households."""
    figures = {0, *(figure for row in [*rows, total] for figure in row.figures.values())}
    cells = {figure: _CELL.format(figure, number(figure)) for figure in figures}

    def written(row: PlaceRow) -> TableRow:
        population, ratio = (row.population, row.ratio) if isinstance(row, AreaRow) else (None, None)
        share = ("-1", "–") if ratio is None else (f"{ratio:.4f}", percent(ratio))
        # Every part is markup already, so none has to be escaped again.
        in_columns = Markup("".join(cells[row.figures.get(measure, 0)] for measure in columns))  # noqa: S704
        return TableRow(row.id, row.name, in_columns, share, number(population) if population else "")

    return Table(columns, [written(row) for row in rows], written(total))
