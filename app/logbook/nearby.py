"""What stands near the entries of a batch: their households, and other entries, read by one statement."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import aliased

from app.database import Instant, Uid
from app.list_parameters import in_list
from app.logbook.entry_rows import EntryRow
from app.logbook.flag_checks import RUSH
from app.logbook.flags import HOUSEHOLD_AGAIN, IN_A_RUSH, Setting
from app.logbook.models import Entry
from app.logbook.status import Status
from app.month import local_day
from app.registry.models import Household

WRITTEN_DOWN_WITHIN = timedelta(days=7)
"""The number of days before a batch from which entries may have been written down together with it."""

T = TypeVar("T")
_WARD: sa.BindParameter[int] = sa.bindparam("ward")
_Part = sa.Select[UUID, UUID, UUID, int, UUID, date, datetime]


@dataclass(frozen=True, slots=True)
class Nearby:
    """The stored households and entries near those of a batch.

    ``areas`` are those in which households of the batch were first met: of one that was merged, that of the household
    that stays. ``roots`` gives the household that stays for each of them, and for all that were merged into the same.
    ``days`` are those on which entries name any of these, by the household that stays; ``own_days`` are household and
    day of those among them that have an id of the batch. ``recorded`` are the moments at which its author recorded
    others.
    """

    areas: dict[UUID, int] = field(default_factory=dict)
    roots: dict[UUID, UUID] = field(default_factory=dict)
    days: dict[UUID, set[date]] = field(default_factory=dict)
    own_days: dict[UUID, tuple[UUID, date]] = field(default_factory=dict)
    recorded: dict[UUID, datetime] = field(default_factory=dict)


ReadNearby = Callable[[Connection, int, int, Sequence[EntryRow], Mapping[str, Setting]], Nearby]
"""What finds out what entries are compared with, as :func:`read_nearby` does."""


def read_nearby(
    connection: Connection, ward_id: int, member_id: int, entries: Sequence[EntryRow], settings: Mapping[str, Setting]
) -> Nearby:
    """Read what some entries of a ward and of one author are compared with, as far as the ward asks questions."""
    households = sorted({entry.household_id for entry in entries if entry.household_id is not None})
    values: dict[str, object] = {"ward": ward_id, "households": households}
    kept = [entry for entry in entries if entry.status is not Status.VOID]
    parts = ["households"] if households else []
    again, rush = settings[HOUSEHOLD_AGAIN], settings[IN_A_RUSH]
    days = [entry.happened_on for entry in kept if entry.household_id is not None]
    if again.on and days:
        span = timedelta(days=again.threshold)
        parts = ["visits"]
        values |= {"first_visit": min(days) - span, "last_visit": max(days) + span}
        values["ids"] = [entry.id for entry in entries]
    recorded = [(entry.recorded_at, entry.happened_on) for entry in kept if entry.recorded_at is not None]
    if rush.on and recorded:
        parts.append("recorded")
        values |= _limits_of(recorded) | {"member": member_id, "most": 3 * rush.threshold}
    nearby = Nearby()
    for id, root, twin, area, entry_id, day, at in connection.execute(_reading(tuple(parts)), values) if parts else ():
        if at is not None:
            nearby.recorded[entry_id] = at
            continue
        nearby.areas[id], nearby.roots[id] = area, root
        if twin is not None:
            nearby.roots[twin] = root
        if entry_id is not None:
            nearby.own_days[entry_id] = root, day
        elif day is not None:
            nearby.days.setdefault(root, set()).add(day)
    return nearby


def _limits_of(recorded: Sequence[tuple[datetime, date]]) -> dict[str, object]:
    """Return the first and last days and moments between which entries may be in a rush with some."""
    first, last = min(at for at, _ in recorded), max(at for at, _ in recorded)
    days = {day for _, day in recorded} | {local_day(first), local_day(last)}
    return {
        "first_day": min(days) - WRITTEN_DOWN_WITHIN,
        "last_day": max(days),
        "first": first - RUSH,
        "last": last,
    }


@cache
def _reading(parts: Sequence[str]) -> sa.CompoundSelect[UUID, UUID, UUID, int, UUID, date, datetime]:
    """Return the statement that reads ``parts``; to make it costs more than to run it."""
    selects = [_recorded() if part == "recorded" else _households(with_visits=part == "visits") for part in parts]
    # A union reads each day once. With DISTINCT in its first part SQLite would not choose the index of those merged.
    return sa.union(*selects)


def _households(*, with_visits: bool) -> _Part:
    own, root, twin, visit = aliased(Household), aliased(Household), aliased(Household), aliased(Entry)
    stays = sa.func.coalesce(own.merged_into_id, own.id, type_=Uid())
    area = sa.func.coalesce(root.neighbourhood_id, own.neighbourhood_id)
    is_own = in_list(visit.id, "ids")
    own_id = sa.case((is_own, visit.id)) if with_visits else _nothing(Uid())
    day = visit.happened_on if with_visits else _nothing(sa.Date())
    query = (
        sa.select(own.id, stays, twin.id, area, own_id, day, _nothing(Instant()))
        .select_from(own)
        .outerjoin(root, sa.and_(root.ward_id == own.ward_id, root.id == own.merged_into_id))
        .outerjoin(twin, sa.and_(twin.ward_id == own.ward_id, twin.merged_into_id == stays))
        .where(own.ward_id == _WARD, in_list(own.id, "households"))
    )
    if not with_visits:
        return query
    is_of_one = visit.ward_id == own.ward_id, visit.household_id.in_([own.id, stays, twin.id])
    # An index holds those of one household, who are few. Which of them was on a day makes no difference.
    is_near = visit.happened_on.between(sa.bindparam("first_visit"), sa.bindparam("last_visit"))
    return query.outerjoin(visit, sa.and_(*is_of_one, is_near, visit.status != Status.VOID))


def _recorded() -> _Part:
    """Select when an author recorded entries, the last ones first."""
    latest = (
        sa.select(Entry.id, Entry.recorded_at)
        .where(
            Entry.ward_id == _WARD,
            Entry.member_id == sa.bindparam("member"),
            Entry.happened_on.between(sa.bindparam("first_day"), sa.bindparam("last_day")),
            Entry.recorded_at.between(sa.bindparam("first"), sa.bindparam("last")),
            Entry.status != Status.VOID,
        )
        .order_by(Entry.recorded_at.desc(), Entry.id.desc())
        .limit(sa.bindparam("most"))
        .subquery()
    )
    nothing = [_nothing(kind) for kind in (Uid(), Uid(), Uid(), sa.Integer())]
    return sa.select(*nothing, latest.c.id, _nothing(sa.Date()), latest.c.recorded_at)


def _nothing(kind: sa.types.TypeEngine[T]) -> sa.ColumnElement[T]:
    return sa.cast(sa.null(), kind)
