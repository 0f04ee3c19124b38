"""Planning a list: what each of its rows would do, found before any write lock is taken."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.imports.choices import RowCounts
from app.imports.list_kind import ListKind, ListOrigin, ListRow, PlannedRow, RowVerdict
from app.imports.part_contents import packed
from app.imports.recognition import Recognised
from app.imports.rows import UnreadRow, WrongRow, rows_of
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
        draft, planner = _PlanDraft(kind.at_once), kind.planner(session, origin)
        for row in rows_of(sheet, recognised, kind):
            match row:
                case UnreadRow():
                    draft.pass_over(row)
                case WrongRow():
                    draft.add(PlannedRow(row.number, RowVerdict.WRONG, {}, str(row.problem)))
                case ListRow():
                    draft.add(planner.plan(row))
        return draft.plan()


class _PlanDraft:
    """Counts rows and sorts them into the parts of a plan, one after another."""

    def __init__(self, at_once: int) -> None:
        self._parts, self._wrong = _Packer(at_once), _Packer(_WRONG_AT_ONCE)
        self._verdicts: Counter[RowVerdict] = Counter()
        self._noted = self._unread = 0
        self._named: dict[str, list[int]] = defaultdict(list)

    def add(self, row: PlannedRow) -> None:
        """Add a row of the list."""
        self._verdicts[row.verdict] += 1
        self._noted += row.is_noted
        if row.verdict in {RowVerdict.NEW, RowVerdict.CHANGED}:
            self._parts.add(row)
        elif row.verdict is RowVerdict.WRONG or row.is_noted:
            self._wrong.add(row)

    def pass_over(self, row: UnreadRow) -> None:
        """Note a row that is no row of the list; the first ones of each reason are named."""
        self._unread += 1
        if len(self._named[row.reason.value]) < _MOST_NAMED:
            self._named[row.reason.value].append(row.number)

    def plan(self) -> ListPlan:
        """Return the plan of all rows that were added."""
        self._parts.finish()
        self._wrong.finish()
        counts = RowCounts(
            new=self._verdicts[RowVerdict.NEW],
            changed=self._verdicts[RowVerdict.CHANGED],
            same=self._verdicts[RowVerdict.SAME],
            wrong=self._verdicts[RowVerdict.WRONG],
            noted=self._noted,
            parts=len(self._parts.parts),
            unread=dict(self._named),
            unread_rows=self._unread,
        )
        return ListPlan(self._parts.parts, self._wrong.parts, counts)
