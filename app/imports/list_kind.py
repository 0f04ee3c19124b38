"""What a list that comes in is of, and what each kind of list has to do: the agreement that all kinds keep."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, Protocol

import msgspec
from sqlalchemy.orm import Session

from app.json_types import JsonObject, Message
from app.people.authority import Manager


class ListCode(StrEnum):
    """The kinds of list. The values are stored, and are arguments of the command line."""

    NEIGHBOURHOODS = "neighbourhoods"
    TEAMS = "teams"
    PEOPLE = "people"
    HOUSEHOLDS = "households"
    MERCHANTS = "merchants"
    POPULATIONS = "populations"
    BASELINES = "baselines"
    OPENING_FIGURES = "opening_figures"
    OFFICE_FIGURES = "office_figures"


class ValueType(StrEnum):
    """How the cells of a column are read."""

    TEXT = "text"
    FIGURE = "figure"
    PERCENT = "percent"
    DAY = "day"
    MONTH = "month"
    PHONE = "phone"
    YES_NO = "yes_no"


class KindColumn(NamedTuple):
    """A column that a kind of list reads.

    ``headings`` are the names by which it is recognised, folded and with one space between words, Vietnamese and
    English ones. ``label`` is its heading in the template. Without a needed column a list cannot be read; in a needed
    column no cell may be empty. ``hint`` says in a sentence what stands in it, for the template and the page, and
    ``example`` shows it.
    """

    code: str
    label: Message
    headings: Sequence[str]
    value: ValueType = ValueType.TEXT
    is_needed: bool = False
    hint: Message = ""
    longest: int = 200
    example: Message = ""


class ListRow(NamedTuple):
    """A row of a list as it was read: the number that its reader sees, and by column code what was understood.

    Texts are clean, figures are digits, percentages have a decimal point, days and months are ISO 8601, phone numbers
    as they were written but with their zero, answers ``yes`` or ``no``. A column that the list
    does not have, or that is empty there, is missing.
    """

    number: int
    values: Mapping[str, str]


class RowVerdict(StrEnum):
    """What a row would do. The values are stored."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"


class PlannedRow(msgspec.Struct, frozen=True, array_like=True):
    """A row with what it would do.

    ``values`` is what the kind needs to apply it. ``problem`` says in the reader's language what is wrong and how to
    mend it, of a changed row what changes, and of any other what somebody should look at, such as a name that is nearly
    the same.
    """

    number: int
    verdict: RowVerdict
    values: JsonObject
    problem: str = ""

    @property
    def is_noted(self) -> bool:
        """Whether a row is applied, or left as it is, and somebody should look at something."""
        return bool(self.problem) and self.verdict in {RowVerdict.NEW, RowVerdict.SAME}


class ImportChange(msgspec.Struct, frozen=True):
    """What a part of an import did, with all that taking it back needs: keys of new rows, and old values of others."""

    created: Sequence[JsonObject] = ()
    changed: Sequence[JsonObject] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was done."""
        return not (self.created or self.changed)


@dataclass(frozen=True, slots=True)
class ListOrigin:
    """Who brings a list into which ward, and who gave it on which day for what."""

    ward_id: int
    manager: Manager
    at: datetime
    given_by: str
    given_on: date
    purpose: str = ""
    import_id: int = 0
    """The number of the import, once it has one."""


class Planner(Protocol):
    """Says of the rows of one list what each would do, seeing them in their order."""

    def plan(self, row: ListRow) -> PlannedRow:
        """Return what a row would do; a row that repeats an earlier one of the list is the same, or wrong."""


class ListKind(Protocol):
    """A kind of list. It reads with ``session`` before the write lock is taken, and never commits."""

    code: ListCode
    name: Message
    columns: Sequence[KindColumn]
    at_once: int
    """How many rows are applied in one transaction, so that it holds the write lock for less than half a second."""

    def planner(self, session: Session, origin: ListOrigin) -> Planner:
        """Return what plans the rows of a list of a ward, having read what the ward has."""

    def apply(self, session: Session, origin: ListOrigin, rows: Sequence[PlannedRow]) -> ImportChange:
        """Apply new and changed rows in a write transaction, comparing once more with what stands there now.

        A row that has become the same meanwhile does nothing. Raises :class:`OutdatedPlanError` where one has become
        wrong, or would overwrite what somebody has changed since it was planned.
        """

    def standing_on(self, session: Session, ward_id: int, changes: Iterable[ImportChange]) -> Sequence[Message]:
        """Return sentences saying what stands on an import, such as entries that name a household; empty if nothing."""

    def undo(self, session: Session, origin: ListOrigin, change: ImportChange) -> None:
        """Take a part of an import back; the parts come in reverse order, after :meth:`standing_on` found nothing."""


class OutdatedPlanError(Exception):
    """Rows cannot be applied as they were planned, because the ward has changed since: the list is planned anew."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number
