"""Where the head of a list is in its sheet, under titles and over several rows. Pure rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from app.figures import read_figure
from app.imports.headings import KindHeadings, bare_year, is_known_elsewhere, is_own_heading
from app.imports.merged_cells import MergedCells, cell_at
from app.imports.sheets import CellType, ListCell, ListSheet
from app.people.phones import normalised_phone

_MOST_TITLE_ROWS = 60
_MOST_HEAD_ROWS = 4
_MOST_COLUMNS = 200


class Head(NamedTuple):
    """The rows of a head, counted from 0, and by column the ways to read its heading, the best one first."""

    first_row: int
    last_row: int
    headings: Mapping[int, Sequence[str]]
    score: int = 0


def find_head(sheet: ListSheet, known: KindHeadings) -> Head | None:
    """Return the head of a list, which names most of what the kind reads; ``None`` for a list without one."""
    merged = MergedCells(sheet)
    heads = [head_at(sheet, row, merged, known) for row in range(min(len(sheet.rows), _MOST_TITLE_ROWS))]
    return max((head for head in heads if head.score), key=lambda head: (head.score, -head.first_row), default=None)


def head_at(sheet: ListSheet, row: int, merged: MergedCells, known: KindHeadings) -> Head:
    """Return the head that begins in a row; its score is 0 where the row does not look like one."""
    last = _last_row(sheet, row, merged)
    headings = {
        column: ways for column in range(_width(sheet, row, last)) if (ways := _ways(row, last, column, merged))
    }
    head = Head(row, last, headings)
    may_begin = _may_be_head(sheet.rows[row]) and not merged.covers(row)
    return head._replace(score=_score(sheet, head, known) if may_begin else 0)


def _may_be_head(cells: Sequence[ListCell]) -> bool:
    """Return whether the cells of a row may be headings: there are no numbers among them but years."""
    filled = [cell for cell in cells if cell.text]
    return bool(filled) and not any(map(_is_data, filled))


def _is_data(cell: ListCell) -> bool:
    if cell.type is CellType.NUMBER or cell.text.isdecimal():
        return not bare_year(cell.text)
    return cell.type is not CellType.TEXT or read_figure(cell.text) is not None or bool(normalised_phone(cell.text))


def _score(sheet: ListSheet, head: Head, known: KindHeadings) -> int:
    """Return how much a head says: what the kind reads counts most, then whatever else lists are known to have.

    A row more counts against it, so that no title is taken for a head that spans all columns.
    """
    codes = {found.code for ways in head.headings.values() if (found := known.find(ways))}
    others = sum(not known.find(ways) and any(map(is_known_elsewhere, ways)) for ways in head.headings.values())
    is_single = len(head.headings) == 1 and all(len(_filled(row)) <= 1 for row in sheet.rows[head.last_row + 1 :][:50])
    if not codes or (len(codes) + others < 2 and not (is_single or any(map(_is_own, head.headings.values())))):
        return 0
    return 10 * len(codes) + others - (head.last_row - head.first_row)


def _is_own(ways: Sequence[str]) -> bool:
    return is_own_heading(ways[0])


def _filled(cells: Sequence[ListCell]) -> Sequence[int]:
    return [column for column, cell in enumerate(cells) if cell.text]


def _width(sheet: ListSheet, first: int, last: int) -> int:
    ends = [len(sheet.rows[row]) for row in range(first, min(last + 1, len(sheet.rows)))]
    ends += [area[3] + 1 for area in sheet.merged if first <= area[0] <= last]
    return min(max(ends, default=0), _MOST_COLUMNS)


def _last_row(sheet: ListSheet, row: int, merged: MergedCells) -> int:
    """Return the last row of a head that begins in a row: as far as its merged cells reach, and what stands below."""
    last = row
    while last + 1 < len(sheet.rows) and last - row < _MOST_HEAD_ROWS - 1:
        reaches_further = any(area[2] > last for each in range(row, last + 1) for area in merged.areas_from(each))
        if not (reaches_further or _is_below_joint_heads(sheet, last, merged)):
            break
        last += 1
    return last


def _is_below_joint_heads(sheet: ListSheet, row: int, merged: MergedCells) -> bool:
    """Return whether the row below holds headings alone, each of them where a head spans columns or none stands."""
    below = _filled(sheet.rows[row + 1])
    if len(below) < 2 or not _may_be_head(sheet.rows[row + 1]):
        return False
    has_joint = False
    for column in below:
        area = merged.area(row, column)
        is_joint = area is not None and area[3] > area[1]
        # Below a heading that reaches over several rows stands the first row of the list.
        is_open = area is None and not cell_at(sheet.rows, row, column).text
        has_joint |= is_joint or (is_open and column > 0) or not cell_at(sheet.rows, row, column + 1).text
        if not (is_joint or is_open or (column + 1 in below and not cell_at(sheet.rows, row, column + 1).text)):
            return False
    return has_joint


def _ways(first: int, last: int, column: int, merged: MergedCells) -> Sequence[str]:
    """Return the ways to read the heading of a column: all its rows together, the lowest, and then those above it."""
    texts = list(dict.fromkeys(_texts(first, last, column, merged)))
    if not texts:
        return ()
    lower = [texts[-1]]
    if len(texts) > 1 and not _is_over_several(first, column, merged):
        lower += texts[-2::-1]
    return list(dict.fromkeys([" ".join(texts), *lower]))


def _texts(first: int, last: int, column: int, merged: MergedCells) -> Iterator[str]:
    for row in range(first, last + 1):
        text = merged.cell(row, column).text
        if not text and row < last and merged.cell(last, column).text:
            text = next((found for before in range(column - 1, -1, -1) if (found := merged.cell(row, before).text)), "")
        if text:
            yield text


def _is_over_several(row: int, column: int, merged: MergedCells) -> bool:
    """Return whether the head of a column in a row is that of its neighbours, too."""
    area = merged.area(row, column)
    if area:
        return area[3] > area[1]
    return not merged.cell(row, column).text or not merged.cell(row, column + 1).text
