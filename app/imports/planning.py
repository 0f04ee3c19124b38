"""Planning a list: what each of its rows would do, found before any write lock is taken."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from app.imports.choices import RowCounts
from app.imports.list_kind import ListKind, ListOrigin, PlannedRow, RowVerdict
from app.imports.part_contents import packed
from app.imports.recognition import Recognised
from app.imports.rows import WrongRow, rows_of, unread_rows
from app.imports.sheets import ListSheet
from app.one_at_a_time import OneAtATime

_WRONG_AT_ONCE = 500
_MOST_NAMED = 20
_planning = OneAtATime(timeout=5.0)


class _Packer:
    """Packs rows into parts of so many rows."""

    def __init__(self, at_once: int) -> None:
        self.parts: list[bytes] = []
        self._at_once, self._rows = at_once, list[PlannedRow]()

    def add(self, row: PlannedRow) -> None:
        """Add a row."""
        self._rows.append(row)
        if len(self._rows) >= self._at_once:
            self.finish()

    def finish(self) -> None:
        """Pack the rows that are not packed yet."""
        if self._rows:
            self.parts.append(packed(self._rows))
            self._rows = []


class ListPlan:
    """What the rows of a list would do: parts of rows to apply, of wrong or noted others, and how many there are."""

    def __init__(self, parts: Sequence[bytes], wrong: Sequence[bytes], counts: RowCounts) -> None:
        self.parts, self.wrong, self.counts = parts, wrong, counts


def plan_list(
    session: Session, kind: ListKind, origin: ListOrigin, sheet: ListSheet, recognised: Recognised
) -> ListPlan:
    """Return what the rows of a list would do in the ward as it is; raises ``BusyError`` while others are planned."""
    with _planning.alone():
        parts, wrong = _Packer(kind.at_once), _Packer(_WRONG_AT_ONCE)
        verdicts: Counter[RowVerdict] = Counter()
        noted = 0
        for row in _planned_rows(session, kind, origin, sheet, recognised):
            verdicts[row.verdict] += 1
            noted += row.is_noted
            if row.verdict in {RowVerdict.NEW, RowVerdict.CHANGED}:
                parts.add(row)
            elif row.verdict is RowVerdict.WRONG or row.is_noted:
                wrong.add(row)
        parts.finish()
        wrong.finish()
        named, number = _unread(sheet, recognised, kind)
    return ListPlan(
        parts.parts,
        wrong.parts,
        RowCounts(
            new=verdicts[RowVerdict.NEW],
            changed=verdicts[RowVerdict.CHANGED],
            same=verdicts[RowVerdict.SAME],
            wrong=verdicts[RowVerdict.WRONG],
            noted=noted,
            parts=len(parts.parts),
            unread=named,
            unread_rows=number,
        ),
    )


def _planned_rows(
    session: Session, kind: ListKind, origin: ListOrigin, sheet: ListSheet, recognised: Recognised
) -> Iterator[PlannedRow]:
    planner = kind.planner(session, origin)
    for row in rows_of(sheet, recognised, kind):
        if isinstance(row, WrongRow):
            yield PlannedRow(row.number, RowVerdict.WRONG, {}, str(row.problem))
        else:
            yield planner.plan(row)


def _unread(sheet: ListSheet, recognised: Recognised, kind: ListKind) -> tuple[dict[str, list[int]], int]:
    """Return the rows that are no rows of the list, the first ones of each reason, and how many there are."""
    named: dict[str, list[int]] = defaultdict(list)
    number = 0
    for row in unread_rows(sheet, recognised, kind):
        number += 1
        if len(named[row.reason.value]) < _MOST_NAMED:
            named[row.reason.value].append(row.number)
    return dict(named), number
