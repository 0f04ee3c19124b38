"""What was recognised of a sheet: where its head is, and what each of its columns holds. Pure rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Self

import msgspec

from app.imports.day_order import DayOrder
from app.imports.list_kind import KindColumn, ListKind
from app.imports.sheets import ListSheet
from app.json_types import JsonObject
from app.roster.list_headings import PersonalType


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
    raise NotImplementedError


def with_columns(sheet: ListSheet, kind: ListKind, recognised: Recognised, columns: Mapping[int, str]) -> Recognised:
    """Return it with the columns that a person has chosen; a column of no code is not read. Personal ones stay so."""
    raise NotImplementedError


def best_sheet(sheets: Sequence[ListSheet], kind: ListKind) -> int:
    """Return the place of the sheet that looks most like a list of the kind; the first one where none does."""
    raise NotImplementedError
