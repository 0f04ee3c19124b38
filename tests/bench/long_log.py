"""A log as long as one likes: approved copies, on other days and of other households, of entries that the app took in.

What pages show of the present stays as it is, so that they can be compared: nothing more waits, and the last team,
whose member reads, logs no more.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.database import insert_rows, table_of, writer
from app.logbook.counting import count
from app.logbook.entry_rows import COUNTED_COLUMNS, CountedEntry
from app.logbook.models import Companion, Entry, ReviewEvent
from app.logbook.month_actions import close_month
from app.logbook.status import Action, Status
from app.logbook.summary_recount import rebuild_summaries
from app.month import ZONE, Month, now, today
from app.registry.models import Household
from app.tally.actions import add_to_counters
from app.tally.closed_figures import store_closed_figures
from app.tally.delta import Delta
from app.tally.models import COUNTERS
from app.uuid7 import uuid7
from tests.bench.province import LARGE_WARD
from tests.bench.store import Store, vacuum

_AT_ONCE = 2_000
_ENTRY, _EVENT = table_of(Entry), table_of(ReviewEvent)
_IS_SOURCE = sa.and_(
    _ENTRY.c.ward_id == LARGE_WARD, _ENTRY.c.status == Status.APPROVED, _ENTRY.c.recorded_at.is_not(None)
)
"""What is repeated; repeated ones do not say when they were recorded."""

Row = dict[str, Any]


def recent_months(number: int) -> list[Month]:
    """Return so many months, the newest first."""
    found = [Month.current()]
    while len(found) < number:
        found.append(found[-1].previous())
    return found


class LongLog:
    """Approved entries of the large ward, as many in each of some months, that can be repeated.

    Months that are over are closed, but for the last one, as a ward closes them.
    There are no other approved ones in these months, so whatever the counters say is approved is repeated as often.
    """

    def __init__(self, store: Store, number: int, months: Sequence[Month]) -> None:
        self._store, self.number, self._months, self._times = store, number, list(map(str, months)), 1
        self._closed = [str(month) for month in months if month < Month.current().previous()]
        with store.app.app_context():
            connection = writer().connection()
            copies = _Copies.read(connection, store.users.authors[LARGE_WARD][-1].user_id)
            for start in range(0, number, _AT_ONCE):
                made = [copies.copy(months[each % len(months)]) for each in range(start, min(start + _AT_ONCE, number))]
                made.sort(key=lambda copy: copy.entry["id"])
                insert_rows(connection, Entry, [copy.entry for copy in made])
                insert_rows(connection, Companion, [row for copy in made for row in copy.companions])
                insert_rows(connection, ReviewEvent, [row for copy in made for row in copy.history])
                delta = Delta()
                for copy in made:
                    count(delta, CountedEntry(*(copy.entry[name] for name in COUNTED_COLUMNS)))
                add_to_counters(connection, delta)
            for month in self._closed:
                close_month(writer(), LARGE_WARD, month, None, now())
            self._end()

    def repeat(self, times: int) -> None:
        """Let there be so many of each in all; see :meth:`summarise` for households and merchants."""
        with self._store.app.app_context():
            session = writer()
            for _ in range(times - self._times):
                self._repeat_once(session)
                session.commit()
            session.execute(_missing_history())
            for counter in map(table_of, COUNTERS):
                approved = counter.c.approved // self._times * times
                grown = sa.update(counter).where(counter.c.ward_id == LARGE_WARD, counter.c.approved > 0)
                if "month" in counter.c:
                    grown = grown.where(counter.c.month.in_(self._months))
                session.execute(grown.values(total=counter.c.total - counter.c.approved + approved, approved=approved))
            for month in self._closed:
                store_closed_figures(session.connection(), LARGE_WARD, month)
            self._times = times
            self._end()

    def summarise(self) -> None:
        """Recount what entries say of households and merchants."""
        with self._store.app.app_context():
            rebuild_summaries(writer().connection(), LARGE_WARD)
            self._end()

    def _end(self) -> None:
        writer().commit()
        if self._store.engine == "postgresql":
            vacuum(self._store.url)

    def _repeat_once(self, session: Session) -> None:
        is_sqlite = self._store.engine == "sqlite"
        new = {
            "id": sa.type_coerce(sa.func.randomblob(16) if is_sqlite else sa.func.gen_random_uuid(), _ENTRY.c.id.type),
            "recorded_at": sa.null(),
        }
        columns = [new.get(column.name, column) for column in _ENTRY.c]
        source = sa.select(*columns).where(_IS_SOURCE, _ENTRY.c.month.in_(self._months))
        session.execute(sa.insert(_ENTRY).from_select([column.name for column in _ENTRY.c], source))


def _missing_history() -> sa.Insert:
    """Return the statement that adds how each of the repeated entries came in and was approved."""
    has_history = sa.exists().where(_EVENT.c.ward_id == _ENTRY.c.ward_id, _EVENT.c.entry_id == _ENTRY.c.id)
    is_new = _ENTRY.c.ward_id == LARGE_WARD, _ENTRY.c.recorded_at.is_(None), sa.not_(has_history)
    steps = (Action.RECORD, Status.SUBMITTED), (Action.APPROVE, Status.APPROVED)
    lines = (
        sa.select(
            _ENTRY.c.ward_id,
            _ENTRY.c.id,
            sa.literal(number),
            _ENTRY.c.received_at,
            _ENTRY.c.member_id,
            sa.literal(action.value),
            sa.literal(status.value),
            _ENTRY.c.revision,
            _ENTRY.c.digest,
            sa.literal(""),
            sa.literal(""),
        ).where(*is_new)
        for number, (action, status) in enumerate(steps, start=1)
    )
    names = [
        "ward_id",
        "entry_id",
        "number",
        "at",
        "actor_id",
        "action",
        "status",
        "revision",
        "digest",
        "reason",
        "comment",
    ]
    return sa.insert(_EVENT).from_select(names, sa.union_all(*lines))


@dataclass(frozen=True, slots=True)
class _Copy:
    entry: Row
    companions: Sequence[Row]
    history: Sequence[Row]


@dataclass(frozen=True, slots=True)
class _Copies:
    """What is copied: entries with who came along, and the households of each area to choose from."""

    entries: Sequence[Mapping[str, Any]]
    companions: Mapping[UUID, Sequence[int]]
    households: Mapping[int, Sequence[tuple[UUID, str]]]
    rng: random.Random

    @classmethod
    def read(cls, connection: sa.Connection, reader_id: int) -> _Copies:
        """Read the entries of all teams but the reader's, ready to be copied."""
        entry, companion, household = map(table_of, (Entry, Companion, Household))
        team = sa.select(entry.c.team_id).where(entry.c.ward_id == LARGE_WARD, entry.c.member_id == reader_id)
        others = sa.or_(entry.c.team_id.is_(None), entry.c.team_id.not_in(team))
        entries = connection.execute(sa.select(entry).where(entry.c.ward_id == LARGE_WARD, others).limit(_AT_ONCE))
        companions = defaultdict(list)
        columns = companion.c.entry_id, companion.c.member_id
        for entry_id, member_id in connection.execute(sa.select(*columns).where(companion.c.ward_id == LARGE_WARD)):
            companions[entry_id].append(member_id)
        households = defaultdict(list)
        listed = sa.select(household.c.neighbourhood_id, household.c.id, household.c.label)
        for area, id, label in connection.execute(listed.where(household.c.ward_id == LARGE_WARD)):
            households[area].append((id, label))
        return cls([dict(row) for row in entries.mappings()], companions, households, random.Random(_AT_ONCE))

    def copy(self, month: Month) -> _Copy:
        """Return a copy of any entry, on some day of a month."""
        source = self.rng.choice(self.entries)
        day = month.first + timedelta(days=self.rng.randint(0, (min(month.last, today()) - month.first).days))
        at = datetime.combine(day, time(20), ZONE)
        id = uuid7(at, self.rng)
        moved = {"happened_on": day, "month": str(month), "recorded_at": at, "received_at": at}
        decided = {"status": Status.APPROVED, "moves": 2, "waiting_since": None}
        entry = {**source, "id": id, **moved, **decided, **self._elsewhere(source)}
        return _Copy(
            entry,
            [
                {"ward_id": LARGE_WARD, "entry_id": id, "member_id": mate, "month": str(month)}
                for mate in self.companions.get(source["id"], ())
            ],
            list(_history(entry, at)),
        )

    def _elsewhere(self, source: Mapping[str, Any]) -> Row:
        """Return what tells that an entry is about another household of its area, if it is about one."""
        if source["household_id"] is None:
            return {}
        id, label = self.rng.choice(self.households[source["neighbourhood_id"]])
        return {"household_id": id, "fields": {**source["fields"], "household": {"id": str(id), "label": label}}}


def _history(entry: Row, at: datetime) -> Iterator[Row]:
    steps = (Action.RECORD, Status.SUBMITTED), (Action.APPROVE, Status.APPROVED)
    for number, (action, status) in enumerate(steps, start=1):
        yield {
            "ward_id": LARGE_WARD,
            "entry_id": entry["id"],
            "number": number,
            "at": at,
            "actor_id": entry["member_id"],
            "action": action,
            "status": status,
            "revision": entry["revision"],
            "digest": entry["digest"],
            "reason": "",
            "comment": "",
            "before": None,
        }
