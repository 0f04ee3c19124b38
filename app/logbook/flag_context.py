"""The flags of a batch of entries: each entry is compared with what a few indexed queries find for all of them.

The queries run before the write lock is taken. Two phones that send at the same moment may not see each other; a flag
is a question, and then it is not asked.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.database import table_of
from app.logbook.batch_context import BatchContext, in_parameter, stored_under, ward_parameter
from app.logbook.flag_checks import RUSH, FlagContext
from app.logbook.flags import HOUSEHOLD_AGAIN, IN_A_RUSH, flags_raised, questions_of
from app.logbook.models import Entry
from app.logbook.population_share import PopulationShare
from app.logbook.receipt_rules import Arrival
from app.logbook.status import Status
from app.month import Month, local_day
from app.tally.models import HouseholdMonth

WRITTEN_DOWN_WITHIN = timedelta(days=7)
"""The number of days before a batch from which entries may have been written down together with it."""

_ENTRY = table_of(Entry)
_HOUSEHOLD_MONTH = table_of(HouseholdMonth)
_NOT_VOID = _ENTRY.c.status != Status.VOID
_HOUSEHOLDS_MET = sa.select(
    _HOUSEHOLD_MONTH.c.month, _HOUSEHOLD_MONTH.c.neighbourhood_id, _HOUSEHOLD_MONTH.c.household_id
).where(
    _HOUSEHOLD_MONTH.c.ward_id == ward_parameter,
    in_parameter(_HOUSEHOLD_MONTH.c.month, "months"),
    in_parameter(_HOUSEHOLD_MONTH.c.household_id, "households"),
    _HOUSEHOLD_MONTH.c.total > 0,
)
_VISITS = sa.select(_ENTRY.c.id, _ENTRY.c.household_id, _ENTRY.c.happened_on).where(
    _ENTRY.c.ward_id == ward_parameter,
    in_parameter(_ENTRY.c.month, "months"),
    in_parameter(_ENTRY.c.neighbourhood_id, "areas"),
    in_parameter(_ENTRY.c.household_id, "households"),
    _ENTRY.c.happened_on.between(sa.bindparam("first"), sa.bindparam("last")),
    _NOT_VOID,
)
_RECORDED = (
    sa.select(_ENTRY.c.id, _ENTRY.c.recorded_at)
    .where(
        _ENTRY.c.ward_id == ward_parameter,
        _ENTRY.c.member_id == sa.bindparam("member"),
        _ENTRY.c.happened_on.between(sa.bindparam("first_day"), sa.bindparam("last_day")),
        _ENTRY.c.recorded_at.between(sa.bindparam("first"), sa.bindparam("last")),
        _NOT_VOID,
    )
    .order_by(_ENTRY.c.recorded_at.desc())
    .limit(sa.bindparam("most"))
)


def flags_of_batch(connection: Connection, context: BatchContext, arrivals: Sequence[Arrival]) -> list[list[str]]:
    """Return the flags of each of some entries of one ward, as if they had come in one after another."""
    kept = [arrival for arrival in arrivals if not arrival.withdrawn]
    before = stored_under(connection, context, [arrival.id for arrival in arrivals if arrival.revision > 1])
    visits = _Visits(connection, context, kept)
    recorded = _Recorded(connection, context, kept, before)
    share = PopulationShare(connection, context, arrivals)
    questions = questions_of(context.settings)
    flags = []
    for arrival in arrivals:
        stored = before.get(arrival.id)
        entry_context = FlagContext(
            received_at=stored.received_at if stored else context.now,
            # The clock of an edit is not that of the entry.
            clock_ahead=None if stored else context.clock_ahead,
            visits=visits.days_of(arrival),
            recorded=recorded.moments_of(arrival),
            centroid=context.centroids.get(arrival.row["neighbourhood_id"]),
            share=share.share_after(arrival),
        )
        row = arrival.row if stored is None else {**arrival.row, "recorded_at": stored.recorded_at}
        flags.append([] if arrival.withdrawn else flags_raised(row, entry_context, questions))
    return flags


class _Visits:
    """The days on which the households of a batch were logged."""

    def __init__(self, connection: Connection, context: BatchContext, kept: Iterable[Arrival]) -> None:
        self._days: dict[UUID, dict[UUID, date]] = defaultdict(dict)
        self._household_of: dict[UUID, UUID] = {}
        setting = context.settings[HOUSEHOLD_AGAIN]
        named = [arrival for arrival in kept if arrival.row["household"]]
        if not (setting.on and named):
            return
        span = timedelta(days=setting.threshold)
        days = {arrival.row["happened_on"] for arrival in named}
        months = {arrival.row["month"] for arrival in named}
        months |= {str(month) for day in days for month in _months(day - span, min(day + span, local_day(context.now)))}
        households = sorted({arrival.row["household"][0] for arrival in named})
        where = {"ward": context.ward_id, "months": sorted(months), "households": households}
        met = connection.execute(_HOUSEHOLDS_MET, where).all()
        if not met:
            return
        where |= {
            "months": sorted({row.month for row in met}),
            "areas": sorted({row.neighbourhood_id for row in met}),
            "households": sorted({row.household_id for row in met}),
        }
        visits = connection.execute(_VISITS, where | {"first": min(days) - span, "last": max(days) + span})
        for visit in visits:
            self._put(visit.id, visit.household_id, visit.happened_on)

    def _put(self, id: UUID, household_id: UUID, day: date) -> None:
        self._days[household_id][id] = day
        self._household_of[id] = household_id

    def days_of(self, arrival: Arrival) -> list[date]:
        """Return the days of other entries with its household; for later arrivals this one counts as well."""
        if arrival.id in self._household_of:
            del self._days[self._household_of.pop(arrival.id)][arrival.id]
        household = arrival.row["household"]
        if arrival.withdrawn or not household:
            return []
        day = arrival.row["happened_on"]
        days = list(self._days[household[0]].values())
        self._put(arrival.id, household[0], day)
        return days


def _months(first: date, last: date) -> Iterable[Month]:
    month = Month.of(first)
    while month <= Month.of(last):
        yield month
        month = month.next()


class _Recorded:
    """The moments at which the author of a batch recorded entries, near those of the batch."""

    def __init__(
        self, connection: Connection, context: BatchContext, kept: Iterable[Arrival], before: Mapping[UUID, Any]
    ) -> None:
        self._before = before
        self._moments: dict[UUID, datetime] = {}
        own = [(at, arrival.row["happened_on"]) for arrival in kept if (at := self._moment(arrival)) is not None]
        self._in_order: list[datetime] = []
        if context.settings[IN_A_RUSH].on and own:
            moments = [at for at, _ in own]
            first, last = min(moments), max(moments)
            days = {day for _, day in own} | {local_day(first), local_day(last)}
            where = {
                "ward": context.ward_id,
                "member": context.member_id,
                "first_day": min(days) - WRITTEN_DOWN_WITHIN,
                "last_day": max(days),
                "first": first - RUSH,
                "last": last,
                # A few rushes' worth; more would say nothing new.
                "most": 3 * context.settings[IN_A_RUSH].threshold,
            }
            self._moments = {row.id: row.recorded_at for row in connection.execute(_RECORDED, where)}
            self._in_order = sorted(self._moments.values())

    def _moment(self, arrival: Arrival) -> datetime | None:
        before = self._before.get(arrival.id)
        moment: datetime | None = before.recorded_at if before else arrival.row["recorded_at"]
        return moment

    def moments_of(self, arrival: Arrival) -> Sequence[datetime]:
        """Return when its author recorded other entries, in order; for later arrivals this one counts as well."""
        if arrival.id in self._moments:
            self._in_order.remove(self._moments.pop(arrival.id))
        others = list(self._in_order)
        moment = self._moment(arrival)
        if moment is not None and not arrival.withdrawn:
            self._moments[arrival.id] = moment
            insort(self._in_order, moment)
        return others
