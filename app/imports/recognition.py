"""What was recognised of a sheet: where its head is, and what each of its columns holds. Pure rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Self

import msgspec

from app.identity_digits import holds_identity_digits
from app.imports.blots import blotted
from app.imports.column_cells import cells_by_column, columns_by_content, holds_texts, holds_years, is_running
from app.imports.day_order import DayOrder
from app.imports.days import day_order
from app.imports.header_rows import Head, find_head, head_at
from app.imports.headings import (
    Heading,
    KindHeadings,
    bare_year,
    is_name_heading,
    is_own_heading,
    is_running_number,
    is_year_heading,
    personal_type,
)
from app.imports.list_kind import KindColumn, ListCode, ListKind, ValueType
from app.imports.merged_cells import MergedCells
from app.imports.personal_columns import personal_by_content
from app.imports.sheets import ListSheet
from app.json_types import JsonObject
from app.roster.list_headings import PersonalType

_LONGEST_HEADING = 120


class Recognised(msgspec.Struct, frozen=True):
    """What was recognised of a sheet. Rows and columns are counted from 0.

    ``header_row`` is the first row of the head, ``None`` for a list without one; ``first_row`` is the first one below.
    ``columns`` gives the code of what each column holds; several columns of one code are parts of one text.
    ``personal`` are the columns that are never passed on, and win over ``columns``. ``ignored`` are running numbers
    and what the workbook of wrong rows adds. ``day_orders`` says of columns of days how they are written, of which
    ``year_column`` may hold the year. ``headings`` are the texts at the head of all columns.
    """

    header_row: int | None
    first_row: int
    columns: Mapping[int, str]
    headings: Mapping[int, str]
    personal: Mapping[int, PersonalType] = {}
    ignored: Sequence[int] = ()
    day_orders: Mapping[int, DayOrder] = {}
    year_column: int | None = None

    @property
    def unread(self) -> Sequence[int]:
        """The columns that have a heading but are not read, other than personal and ignored ones."""
        known = {*self.columns, *self.personal, *self.ignored, self.year_column}
        return [column for column in self.headings if column not in known]

    @property
    def unclear_days(self) -> Sequence[int]:
        """The columns of days of which a person has to say whether the day or the month stands first."""
        return [column for column, order in self.day_orders.items() if order is DayOrder.UNCLEAR]

    def missing(self, kind: ListKind) -> Sequence[KindColumn]:
        """Return the columns that the kind needs and that were not found: until they are chosen nothing is read."""
        return [each for each in kind.columns if each.is_needed and each.code not in self.columns.values()]

    def with_day_order(self, column: int, order: DayOrder) -> Self:
        """Return it with the order that a person has chosen for a column."""
        return msgspec.structs.replace(self, day_orders={**self.day_orders, column: order})

    def to_json(self) -> JsonObject:
        """Return it as JSON, as imports store it."""
        stored: JsonObject = msgspec.to_builtins(self, str_keys=True)
        return stored

    @classmethod
    def from_json(cls, stored: JsonObject) -> Self:
        """Return what :meth:`to_json` made JSON of; raises ``msgspec.ValidationError``."""
        return msgspec.convert(stored, cls, str_keys=True)


def recognise(sheet: ListSheet, kind: ListKind, header_row: int | None = None) -> Recognised:
    """Return what is recognised of a sheet; ``header_row`` is the row that a person says is its head, from 0."""
    known = KindHeadings(kind)
    head = find_head(sheet, known) if header_row is None else head_at(sheet, header_row, MergedCells(sheet), known)
    columns = _Columns(sheet, kind, head)
    return columns.recognised(columns.by_headings(known) if head else columns.by_content())


def with_columns(sheet: ListSheet, kind: ListKind, recognised: Recognised, columns: Mapping[int, str]) -> Recognised:
    """Return it with the columns that a person has chosen; a column of no code is not read. Personal ones stay so."""
    header = recognised.header_row
    head = None if header is None else head_at(sheet, header, MergedCells(sheet), KindHeadings(kind))
    codes = {column.code for column in kind.columns}
    chosen = {column: code for column, code in sorted(columns.items()) if code in codes}
    found = _Columns(sheet, kind, head).recognised(chosen)
    orders = {
        column: order
        for column, order in recognised.day_orders.items()
        if column in found.day_orders and found.columns[column] == recognised.columns.get(column)
    }
    personal = {**found.personal, **recognised.personal}
    return msgspec.structs.replace(
        found,
        columns={column: code for column, code in found.columns.items() if column not in personal},
        personal=personal,
        day_orders={**found.day_orders, **orders},
    )


def best_sheet(sheets: Sequence[ListSheet], kind: ListKind) -> int:
    """Return the place of the sheet that looks most like a list of the kind; the first with cells where none does."""
    known = KindHeadings(kind)
    heads = [find_head(sheet, known) for sheet in sheets]
    scores = [(head.score if head else 0, any(map(any, sheet.rows))) for head, sheet in zip(heads, sheets, strict=True)]
    return scores.index(max(scores)) if scores else 0


class _Columns:
    """The columns of a sheet below its head, with what can be known of each."""

    def __init__(self, sheet: ListSheet, kind: ListKind, head: Head | None) -> None:
        self._kind = kind
        self._head = head
        self._values = {column.code: column.value for column in kind.columns}
        self._cells = cells_by_column(sheet, head.last_row + 1 if head else 0)
        ways = head.headings if head else {}
        texts = {column: ways[column][0] if column in ways else "" for column in sorted({*self._cells, *ways})}
        self._texts: Mapping[int, str] = {column: _shown(text) for column, text in texts.items()}

    def by_headings(self, known: KindHeadings) -> Mapping[int, str]:
        """Return the columns of the kind by their headings: of two that name one thing the surer and later one."""
        found: dict[int, Heading] = {}
        for column, ways in (self._head.headings if self._head else {}).items():
            heading = known.find(ways)
            if heading and (heading.rank == 0 or not any(map(personal_type, ways))):
                found[column] = heading
        chosen: dict[int, str] = {}
        for code in dict.fromkeys(heading.code for heading in found.values()):
            of_code = {column: heading for column, heading in found.items() if heading.code == code}
            chosen |= dict.fromkeys(self._parts_of_name(of_code) or [_best(of_code)], code)
        return dict(sorted([*chosen.items(), *self._below_year(chosen).items()]))

    def _parts_of_name(self, found: Mapping[int, Heading]) -> Sequence[int]:
        """Return columns side by side that hold parts of one name; nothing where they are none."""
        first = min(found)
        parts = [first]
        while self._goes_on(found, parts[-1] + 1):
            parts.append(parts[-1] + 1)
        return parts if len(parts) > 1 and self._values[found[first].code] is ValueType.TEXT else []

    def _goes_on(self, found: Mapping[int, Heading], column: int) -> bool:
        """Return whether a column goes on with the name in the one before it: as its part, or under the same heading.

        A pasted list has lost its merged cells: there the heading of the second column is blank.
        """
        before = self._texts[column - 1]
        if column in found:
            return found[column].is_part or self._texts[column] == before
        return not self._texts.get(column, "-") and is_name_heading(before) and holds_texts(self._cells[column])

    def _below_year(self, chosen: Mapping[int, str]) -> Mapping[int, str]:
        """Return the column that is headed by its year alone, where it can only be the one figure that is missing."""
        missing = [
            column.code
            for column in self._kind.columns
            if column.is_needed and column.value is ValueType.FIGURE and column.code not in chosen.values()
        ]
        years = {column: bare_year(text) for column, text in self._texts.items() if column not in chosen}
        columns = [column for column, year in years.items() if year and self._cells.get(column)]
        return {max(columns, key=lambda column: years[column]): missing[0]} if len(missing) == 1 and columns else {}

    def by_content(self) -> Mapping[int, str]:
        """Return the columns of a list without headings, as far as only one can be what its cells look like."""
        return columns_by_content(self._kind.columns, self._cells)

    def recognised(self, columns: Mapping[int, str]) -> Recognised:
        """Return what is recognised when some columns hold what the kind reads.

        As long as nobody knows which column holds the phone numbers of people, one that looks like it can be chosen.
        """
        has_phones = any(self._values[code] is ValueType.PHONE for code in columns.values())
        may_be_phones = self._kind.code is ListCode.PEOPLE and not has_phones
        types = {each: self._personal(each, columns.get(each)) for each in self._texts}
        personal = {
            each: type
            for each, type in types.items()
            if type and not (type is PersonalType.CONTACT and may_be_phones and each not in columns)
        }
        columns = {column: code for column, code in columns.items() if column not in personal}
        rest = [column for column in self._texts if column not in columns and column not in personal]
        return Recognised(
            header_row=self._head.first_row if self._head else None,
            first_row=self._head.last_row + 1 if self._head else 0,
            columns=columns,
            headings=self._texts,
            personal=personal,
            ignored=[column for column in rest if self._is_ignored(column)],
            day_orders=self._day_orders(columns),
            year_column=next((column for column in rest if self._holds_years(column)), None),
        )

    def _personal(self, column: int, code: str | None) -> PersonalType | None:
        """Return what a column says of single people. Only people that are invited may have phone numbers here."""
        value = self._values[code] if code else None
        is_wanted_phone = value is ValueType.PHONE and self._kind.code is ListCode.PEOPLE
        if value is ValueType.PHONE and not is_wanted_phone:
            return PersonalType.CONTACT
        if code is None and (type := personal_type(self._texts[column])) and self._is_of_no_use(type):
            return type
        type = personal_by_content(self._cells.get(column, ()), is_read=code is not None)
        if type is PersonalType.RESIDENT and self._kind.code is not ListCode.HOUSEHOLDS:
            # Stalls are called as their owners are.
            return None
        return None if is_wanted_phone and type is PersonalType.CONTACT else type

    def _is_of_no_use(self, type: PersonalType) -> bool:
        """Return whether the kind never reads what a heading says of people: a list of people has their names."""
        return type is not PersonalType.RESIDENT or self._kind.code is not ListCode.PEOPLE

    def _is_ignored(self, column: int) -> bool:
        text = self._texts[column]
        return is_running_number(text) or is_own_heading(text) or (not text and is_running(self._cells[column]))

    def _holds_years(self, column: int) -> bool:
        return is_year_heading(self._texts[column]) and holds_years(self._cells.get(column, ()))

    def _day_orders(self, columns: Mapping[int, str]) -> Mapping[int, DayOrder]:
        of_days = [each for each, code in columns.items() if self._values[code] in {ValueType.DAY, ValueType.MONTH}]
        return {each: order for each in of_days if (order := day_order(self._cells.get(each, ())))}


def _best(found: Mapping[int, Heading]) -> int:
    """Return which of several columns of one thing is read: the surest, the one of the latest year, the first."""
    return min(found, key=lambda column: (found[column].rank, -found[column].year, column))


def _shown(heading: str) -> str:
    """Return a heading as it is shown and stored."""
    return blotted(heading) if holds_identity_digits(heading) else heading[:_LONGEST_HEADING]
