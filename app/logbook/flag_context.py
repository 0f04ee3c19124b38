"""What stands around the entries of a batch: a few indexed queries, each asked once for all of them.

They read what was there before the write lock is taken. Two phones that send at the same moment may not see each
other; a flag is a question, and then it is not asked.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.catalogue.coverage import ratio
from app.catalogue.models import Baseline
from app.catalogue.snapshot import FedIndicator
from app.catalogue.terms import Bound
from app.database import table_of
from app.logbook.flags import (
    BEYOND_POPULATION,
    HOUSEHOLD_AGAIN,
    IN_A_RUSH,
    RUSH,
    FlagContext,
    Point,
    Setting,
    flags_raised,
    questions_of,
)
from app.logbook.kinds import KINDS
from app.logbook.models import Entry
from app.logbook.rules import Arrival
from app.logbook.status import Status
from app.month import Month, local_day
from app.places.models import Neighbourhood, Population
from app.tally.models import AreaMonth, HouseholdMonth
from app.tally.queries import months_counted

WRITTEN_DOWN_WITHIN = timedelta(days=7)
"""How far back the days lie that may be written down together with those of a batch."""

_ENTRY = table_of(Entry)
_HOUSEHOLD_MONTH = table_of(HouseholdMonth)
_AREA = table_of(AreaMonth)
_BASELINE = table_of(Baseline)
_POPULATION = table_of(Population)
_NEIGHBOURHOOD = table_of(Neighbourhood)
_WARD: sa.BindParameter[Any] = sa.bindparam("ward")


def _among(column: sa.ColumnElement[Any], name: str) -> sa.ColumnElement[bool]:
    return column.in_(sa.bindparam(name, expanding=True))


_NOT_VOID = _ENTRY.c.status != Status.VOID
_DOORS_KNOCKED = sa.select(
    _HOUSEHOLD_MONTH.c.month, _HOUSEHOLD_MONTH.c.neighbourhood_id, _HOUSEHOLD_MONTH.c.household_id
).where(
    _HOUSEHOLD_MONTH.c.ward_id == _WARD,
    _among(_HOUSEHOLD_MONTH.c.month, "months"),
    _among(_HOUSEHOLD_MONTH.c.household_id, "doors"),
    _HOUSEHOLD_MONTH.c.total > 0,
)
_VISITS = sa.select(_ENTRY.c.id, _ENTRY.c.household_id, _ENTRY.c.happened_on).where(
    _ENTRY.c.ward_id == _WARD,
    _among(_ENTRY.c.month, "months"),
    _among(_ENTRY.c.neighbourhood_id, "areas"),
    _among(_ENTRY.c.household_id, "doors"),
    _ENTRY.c.happened_on.between(sa.bindparam("first"), sa.bindparam("last")),
    _NOT_VOID,
)
_RECORDED = (
    sa.select(_ENTRY.c.id, _ENTRY.c.recorded_at)
    .where(
        _ENTRY.c.ward_id == _WARD,
        _ENTRY.c.member_id == sa.bindparam("member"),
        _ENTRY.c.happened_on.between(sa.bindparam("first_day"), sa.bindparam("last_day")),
        _ENTRY.c.recorded_at.between(sa.bindparam("first"), sa.bindparam("last")),
        _NOT_VOID,
    )
    .order_by(_ENTRY.c.recorded_at.desc())
    .limit(sa.bindparam("most"))
)
_BEFORE = sa.select(
    _ENTRY.c.id,
    _ENTRY.c.recorded_at,
    _ENTRY.c.received_at,
    _ENTRY.c.kind,
    _ENTRY.c.month,
    _ENTRY.c.status,
    _ENTRY.c.fields,
).where(_ENTRY.c.ward_id == _WARD, _among(_ENTRY.c.id, "ids"))
_POPULATIONS = (
    sa.select(_POPULATION.c.group, _POPULATION.c.figure)
    .where(_POPULATION.c.ward_id == _WARD, _POPULATION.c.neighbourhood_id.is_(None))
    .order_by(_POPULATION.c.as_of)
)
_BASELINES = (
    sa.select(_BASELINE.c.indicator_code, _BASELINE.c.as_of, _BASELINE.c.numerator, _BASELINE.c.bound)
    .where(_BASELINE.c.ward_id == _WARD, _among(_BASELINE.c.indicator_code, "indicators"))
    .order_by(_BASELINE.c.as_of.nulls_first(), _BASELINE.c.id)
)
# Every column of the counter's key is given, so that each figure is one step into it.
_COUNTED = (
    sa.select(_AREA.c.month, _AREA.c.measure, sa.cast(sa.func.sum(_AREA.c.total), sa.BigInteger).label("figure"))
    .where(
        _AREA.c.ward_id == _WARD,
        _among(_AREA.c.month, "months"),
        _AREA.c.neighbourhood_id.in_(sa.select(_NEIGHBOURHOOD.c.id).where(_NEIGHBOURHOOD.c.ward_id == _WARD)),
        _among(_AREA.c.measure, "measures"),
    )
    .group_by(_AREA.c.month, _AREA.c.measure)
)


@dataclass(frozen=True, slots=True)
class BatchContext:
    """Of whom and when a batch came: its ward with what that asks, its author, and the clocks."""

    ward_id: int
    settings: Mapping[str, Setting]
    member_id: int
    now: datetime
    clock_ahead: timedelta | None
    middles: Mapping[int, Point]
    indicators: Sequence[FedIndicator]
    """Those that the log feeds; none where the ward knows no population."""


def flags_of_batch(connection: Connection, asked: BatchContext, arrivals: Sequence[Arrival]) -> list[list[str]]:
    """Return the flags of each of some entries of one ward, as if they had come in one after another."""
    kept = [arrival for arrival in arrivals if not arrival.withdrawn]
    before = _stored(connection, asked, [arrival.id for arrival in arrivals if arrival.revision > 1])
    visits = _Visits(connection, asked, kept)
    recorded = _Recorded(connection, asked, kept, before)
    share = _Share(connection, asked, arrivals)
    questions = questions_of(asked.settings)
    flags = []
    for arrival in arrivals:
        stored = before.get(arrival.id)
        around = FlagContext(
            received_at=stored.received_at if stored else asked.now,
            # The clock of an edit is not that of the entry.
            clock_ahead=None if stored else asked.clock_ahead,
            visits=visits.around(arrival),
            recorded=recorded.around(arrival),
            middle=asked.middles.get(arrival.row["neighbourhood_id"]),
            share=share.with_(arrival),
        )
        row = arrival.row if stored is None else {**arrival.row, "recorded_at": stored.recorded_at}
        flags.append([] if arrival.withdrawn else flags_raised(row, around, questions))
    return flags


def _stored(connection: Connection, asked: BatchContext, ids: Iterable[UUID]) -> dict[UUID, Any]:
    """Return the entries that stand under some ids already, as they are."""
    ids = list(ids)
    return {row.id: row for row in connection.execute(_BEFORE, {"ward": asked.ward_id, "ids": ids})} if ids else {}


class _Visits:
    """On which days the households of a batch were logged."""

    def __init__(self, connection: Connection, asked: BatchContext, kept: Iterable[Arrival]) -> None:
        self._days: dict[UUID, dict[UUID, date]] = defaultdict(dict)
        self._door_of: dict[UUID, UUID] = {}
        setting = asked.settings[HOUSEHOLD_AGAIN]
        named = [arrival for arrival in kept if arrival.row["household"]]
        if not (setting.on and named):
            return
        span = timedelta(days=setting.threshold)
        days = {arrival.row["happened_on"] for arrival in named}
        months = {arrival.row["month"] for arrival in named}
        months |= {str(month) for day in days for month in _months(day - span, min(day + span, local_day(asked.now)))}
        doors = sorted({arrival.row["household"][0] for arrival in named})
        where = {"ward": asked.ward_id, "months": sorted(months), "doors": doors}
        knocked = connection.execute(_DOORS_KNOCKED, where).all()
        if not knocked:
            return
        where |= {
            "months": sorted({row.month for row in knocked}),
            "areas": sorted({row.neighbourhood_id for row in knocked}),
            "doors": sorted({row.household_id for row in knocked}),
        }
        visits = connection.execute(_VISITS, where | {"first": min(days) - span, "last": max(days) + span})
        for visit in visits:
            self._put(visit.id, visit.household_id, visit.happened_on)

    def _put(self, id: UUID, door: UUID, day: date) -> None:
        self._days[door][id] = day
        self._door_of[id] = door

    def around(self, arrival: Arrival) -> list[date]:
        """Return when its household was logged otherwise; from now on the entry counts as it is."""
        if arrival.id in self._door_of:
            del self._days[self._door_of.pop(arrival.id)][arrival.id]
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
    """When the author of a batch recorded entries, around the time of its own."""

    def __init__(
        self, connection: Connection, asked: BatchContext, kept: Iterable[Arrival], before: Mapping[UUID, Any]
    ) -> None:
        self._before = before
        self._moments: dict[UUID, datetime] = {}
        own = [(at, arrival.row["happened_on"]) for arrival in kept if (at := self._moment(arrival)) is not None]
        self._in_order: list[datetime] = []
        if asked.settings[IN_A_RUSH].on and own:
            moments = [at for at, _ in own]
            first, last = min(moments), max(moments)
            days = {day for _, day in own} | {local_day(first), local_day(last)}
            where = {
                "ward": asked.ward_id,
                "member": asked.member_id,
                "first_day": min(days) - WRITTEN_DOWN_WITHIN,
                "last_day": max(days),
                "first": first - RUSH,
                "last": last,
                # A few rushes' worth; more would say nothing new.
                "most": 3 * asked.settings[IN_A_RUSH].threshold,
            }
            self._moments = {row.id: row.recorded_at for row in connection.execute(_RECORDED, where)}
            self._in_order = sorted(self._moments.values())

    def _moment(self, arrival: Arrival) -> datetime | None:
        before = self._before.get(arrival.id)
        moment: datetime | None = before.recorded_at if before else arrival.row["recorded_at"]
        return moment

    def around(self, arrival: Arrival) -> Sequence[datetime]:
        """Return when its author recorded other entries, in order; from now on the entry counts as it is."""
        if arrival.id in self._moments:
            self._in_order.remove(self._moments.pop(arrival.id))
        others = list(self._in_order)
        moment = self._moment(arrival)
        if moment is not None and not arrival.withdrawn:
            self._moments[arrival.id] = moment
            insort(self._in_order, moment)
        return others


class _BatchEntry(NamedTuple):
    """What an entry of the batch counts, should another revision of it follow."""

    kind: str
    fields: Mapping[str, Any]
    month: str
    status: Status = Status.SUBMITTED


@dataclass(slots=True)
class _IndicatorTotal:
    """How many have what an indicator counts: of how many, and counted from which month on."""

    figure: int
    population: int
    after: str


class _Share:
    """How many per cent of a ward's people have what the entries of a batch bring them."""

    def __init__(self, connection: Connection, asked: BatchContext, arrivals: Sequence[Arrival]) -> None:
        self._have: dict[str, _IndicatorTotal] = {}
        self._fed: list[FedIndicator] = []
        self._before: dict[UUID, Any] = {}
        setting = asked.settings[BEYOND_POPULATION]
        if not setting.on:
            return
        brought: dict[str, int] = defaultdict(int)
        for arrival in arrivals:
            if not arrival.withdrawn:
                for measure, amount in _counts(arrival.kind, arrival.row["fields"]).items():
                    brought[measure] += amount
        fed = [each for each in asked.indicators if not each.measures.isdisjoint(brought)]
        if not fed:
            return
        have = _indicator_totals(connection, asked, fed)
        self._fed = [each for each in fed if each.code in have and self._may_exceed(have, each, brought, setting)]
        if self._fed:
            self._have = have
            self._before = _stored(connection, asked, [arrival.id for arrival in arrivals])

    @staticmethod
    def _may_exceed(
        have: Mapping[str, _IndicatorTotal], indicator: FedIndicator, brought: Mapping[str, int], setting: Setting
    ) -> bool:
        known = have[indicator.code]
        most = known.figure + sum(brought.get(measure, 0) for measure in indicator.measures)
        return most * 100 > known.population * setting.threshold

    def with_(self, arrival: Arrival) -> Decimal | None:
        """Return the largest share of those to which an entry adds; from now on it counts as it is."""
        if not self._fed:
            return None
        before = self._before.pop(arrival.id, None)
        if before is not None and before.status != Status.VOID:
            self._add(_counts(before.kind, before.fields), before.month, -1)
        if arrival.withdrawn:
            return None
        self._before[arrival.id] = _BatchEntry(arrival.kind, arrival.row["fields"], arrival.row["month"])
        return self._add(_counts(arrival.kind, arrival.row["fields"]), arrival.row["month"])

    def _add(self, counts: Mapping[str, int], month: str, sign: int = 1) -> Decimal | None:
        shares = []
        for indicator in self._fed:
            have = self._have[indicator.code]
            amount = sum(counts.get(measure, 0) for measure in indicator.measures)
            if amount and month > have.after:
                have.figure += sign * amount
                shares.append(ratio(have.figure, have.population))
        return max((share for share in shares if share is not None), default=None)


def _indicator_totals(
    connection: Connection, asked: BatchContext, fed: Sequence[FedIndicator]
) -> dict[str, _IndicatorTotal]:
    """Return what is known of some indicators: nothing where the population is unknown or the start is no number.

    What was published is counted on from; what was counted up to its month is in it.
    """
    populations = {row.group: row.figure for row in connection.execute(_POPULATIONS, {"ward": asked.ward_id})}
    fed = [each for each in fed if populations.get(each.group)]
    if not fed:
        return {}
    codes = [each.code for each in fed]
    this_month = Month.of(local_day(asked.now))
    published = {
        row.indicator_code: row
        for row in connection.execute(_BASELINES, {"ward": asked.ward_id, "indicators": codes})
        if row.as_of is None or Month.of(row.as_of) <= this_month
    }
    fed = [each for each in fed if _is_number(published.get(each.code))]
    measures = sorted({measure for each in fed for measure in each.measures})
    months = list(connection.scalars(months_counted([asked.ward_id])))
    counted = connection.execute(_COUNTED, {"ward": asked.ward_id, "months": months, "measures": measures}).all()
    have = {}
    for each in fed:
        start = published.get(each.code)
        after = str(Month.of(start.as_of)) if start and start.as_of else ""
        since = sum(row.figure for row in counted if row.measure in each.measures and row.month > after)
        have[each.code] = _IndicatorTotal((start.numerator if start else 0) + since, populations[each.group], after)
    return have


def _is_number(published: Any) -> bool:
    """Tell whether one can count on from what was published: nothing at all, or a number that is no bound."""
    return published is None or (published.numerator is not None and published.bound is Bound.EXACT)


def _counts(kind: str, fields: Mapping[str, Any]) -> Mapping[str, int]:
    return KINDS[kind].counts(fields)
