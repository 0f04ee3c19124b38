"""The share of a ward's people who have a service once the entries of a batch are counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from app.logbook.batch_context import BatchContext, in_parameter, stored_under, ward_parameter
from app.logbook.flags import BEYOND_POPULATION, Setting
from app.logbook.kinds import KINDS
from app.logbook.receipt_rules import Arrival
from app.logbook.status import Status
from app.month import Month, local_day
from app.places.models import Neighbourhood, Population
from app.tally.models import AreaMonth
from app.tally.queries import months_counted

_AREA = table_of(AreaMonth)
_BASELINE = table_of(Baseline)
_POPULATION = table_of(Population)
_NEIGHBOURHOOD = table_of(Neighbourhood)
_POPULATIONS = (
    sa.select(_POPULATION.c.group, _POPULATION.c.figure)
    .where(_POPULATION.c.ward_id == ward_parameter, _POPULATION.c.neighbourhood_id.is_(None))
    .order_by(_POPULATION.c.as_of)
)
_BASELINES = (
    sa.select(_BASELINE.c.indicator_code, _BASELINE.c.as_of, _BASELINE.c.numerator, _BASELINE.c.bound)
    .where(_BASELINE.c.ward_id == ward_parameter, in_parameter(_BASELINE.c.indicator_code, "indicators"))
    .order_by(_BASELINE.c.as_of.nulls_first(), _BASELINE.c.id)
)
# Every column of the counter's key is given, so that each figure is one step into it.
_COUNTED = (
    sa.select(_AREA.c.month, _AREA.c.measure, sa.cast(sa.func.sum(_AREA.c.total), sa.BigInteger).label("figure"))
    .where(
        _AREA.c.ward_id == ward_parameter,
        in_parameter(_AREA.c.month, "months"),
        _AREA.c.neighbourhood_id.in_(sa.select(_NEIGHBOURHOOD.c.id).where(_NEIGHBOURHOOD.c.ward_id == ward_parameter)),
        in_parameter(_AREA.c.measure, "measures"),
    )
    .group_by(_AREA.c.month, _AREA.c.measure)
)


class _BatchEntry(NamedTuple):
    """An entry of the batch, kept for the case that another revision of it follows."""

    kind: str
    fields: Mapping[str, Any]
    month: str
    status: Status = Status.SUBMITTED


@dataclass(slots=True)
class _IndicatorTotal:
    """The figure of an indicator, the population it is a part of, and the month after which entries add to it."""

    figure: int
    population: int
    after: str


class PopulationShare:
    """The share of a ward's people, in per cent, who have a service, entry by entry of a batch."""

    def __init__(self, connection: Connection, context: BatchContext, arrivals: Sequence[Arrival]) -> None:
        self._totals: dict[str, _IndicatorTotal] = {}
        self._fed: list[FedIndicator] = []
        self._before: dict[UUID, Any] = {}
        setting = context.settings[BEYOND_POPULATION]
        if not setting.on:
            return
        amounts: dict[str, int] = defaultdict(int)
        for arrival in arrivals:
            if not arrival.withdrawn:
                for measure, amount in _counts(arrival.kind, arrival.row["fields"]).items():
                    amounts[measure] += amount
        fed = [each for each in context.indicators if not each.measures.isdisjoint(amounts)]
        if not fed:
            return
        totals = _indicator_totals(connection, context, fed)
        self._fed = [each for each in fed if each.code in totals and self._may_exceed(totals, each, amounts, setting)]
        if self._fed:
            self._totals = totals
            self._before = stored_under(connection, context, [arrival.id for arrival in arrivals])

    @staticmethod
    def _may_exceed(
        totals: Mapping[str, _IndicatorTotal], indicator: FedIndicator, amounts: Mapping[str, int], setting: Setting
    ) -> bool:
        total = totals[indicator.code]
        most = total.figure + sum(amounts.get(measure, 0) for measure in indicator.measures)
        return most * 100 > total.population * setting.threshold

    def share_after(self, arrival: Arrival) -> Decimal | None:
        """Return the largest share of the indicators that an entry adds to; later arrivals add to the same figures."""
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
            total = self._totals[indicator.code]
            amount = sum(counts.get(measure, 0) for measure in indicator.measures)
            if amount and month > total.after:
                total.figure += sign * amount
                shares.append(ratio(total.figure, total.population))
        return max((share for share in shares if share is not None), default=None)


def _indicator_totals(
    connection: Connection, context: BatchContext, fed: Sequence[FedIndicator]
) -> dict[str, _IndicatorTotal]:
    """Return the totals of some indicators, but of those without a population or whose published figure is no number.

    Entries of months after the published figure are added to it; it includes those of earlier months.
    """
    populations = {row.group: row.figure for row in connection.execute(_POPULATIONS, {"ward": context.ward_id})}
    fed = [each for each in fed if populations.get(each.group)]
    if not fed:
        return {}
    codes = [each.code for each in fed]
    this_month = Month.of(local_day(context.now))
    published = {
        row.indicator_code: row
        for row in connection.execute(_BASELINES, {"ward": context.ward_id, "indicators": codes})
        if row.as_of is None or Month.of(row.as_of) <= this_month
    }
    fed = [each for each in fed if _is_number(published.get(each.code))]
    measures = sorted({measure for each in fed for measure in each.measures})
    months = list(connection.scalars(months_counted([context.ward_id])))
    counted = connection.execute(_COUNTED, {"ward": context.ward_id, "months": months, "measures": measures}).all()
    totals = {}
    for each in fed:
        start = published.get(each.code)
        after = str(Month.of(start.as_of)) if start and start.as_of else ""
        since = sum(row.figure for row in counted if row.measure in each.measures and row.month > after)
        totals[each.code] = _IndicatorTotal((start.numerator if start else 0) + since, populations[each.group], after)
    return totals


def _is_number(published: Any) -> bool:
    """Return whether entries can be added to what was published: nothing at all, or a number that is no bound."""
    return published is None or (published.numerator is not None and published.bound is Bound.EXACT)


def _counts(kind: str, fields: Mapping[str, Any]) -> Mapping[str, int]:
    return KINDS[kind].counts(fields)
