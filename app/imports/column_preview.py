"""The first rows of a list, as the page shows them over the columns that were recognised. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.imports.recognition import Recognised
from app.imports.sheets import ListSheet

_ROWS = 5


class PreviewRow(NamedTuple):
    """A row as it stands in the list: its number from 1, and the texts of the columns that are shown."""

    number: int
    texts: Sequence[str]


class ColumnPreview(NamedTuple):
    """The columns that are shown, from 0, and the first rows that hold something."""

    places: Sequence[int]
    rows: Sequence[PreviewRow]

    def examples(self, place: int) -> Sequence[str]:
        """Return the texts of a column that are not empty, each once."""
        column = self.places.index(place)
        return list(dict.fromkeys(row.texts[column] for row in self.rows if row.texts[column]))


def column_preview(sheet: ListSheet, recognised: Recognised) -> ColumnPreview:
    """Return the first rows below the head, of columns that are not personal."""
    places = sorted({*recognised.columns, *recognised.headings} - set(recognised.personal))
    rows: list[PreviewRow] = []
    for number in range(recognised.first_row, min(len(sheet.rows), recognised.first_row + 10 * _ROWS)):
        cells = sheet.rows[number]
        texts = [cells[place].text if place < len(cells) else "" for place in places]
        if any(texts):
            rows.append(PreviewRow(number + 1, texts))
        if len(rows) == _ROWS:
            break
    return ColumnPreview(places, rows)
