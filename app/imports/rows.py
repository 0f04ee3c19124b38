"""The rows of a list: read, wrong, or no row of the list at all. Pure rules."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from app.imports.list_kind import ListKind, ListRow
from app.imports.recognition import Recognised
from app.imports.sheets import ListSheet


class WrongRow(NamedTuple):
    """A row that cannot be read, by its number from 1, and why, in sentences in the reader's language."""

    number: int
    problem: str


class UnreadReason(StrEnum):
    """Why a row is no row of the list."""

    TOTAL = "total"
    SUBHEADING = "subheading"
    REPEATED_HEAD = "repeated_head"
    COLUMN_NUMBERS = "column_numbers"
    FOOTER = "footer"


class UnreadRow(NamedTuple):
    """A row that is no row of the list, by its number from 1."""

    number: int
    reason: UnreadReason


def rows_of(sheet: ListSheet, recognised: Recognised, kind: ListKind) -> Iterator[ListRow | WrongRow]:
    """Yield the rows of a list in their order, without those that are no rows of it; see :func:`unread_rows`."""
    raise NotImplementedError


def unread_rows(sheet: ListSheet, recognised: Recognised, kind: ListKind) -> Iterator[UnreadRow]:
    """Yield the rows below the head that hold something and are no rows of the list, so that each can be named."""
    raise NotImplementedError
