"""The share of a ward's people who have a service once the entries of a batch are counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from app.catalogue.coverage import ReachedFigure, reached_figure
from app.catalogue.models import Baseline
from app.catalogue.snapshot import FedIndicator
from app.catalogue.terms import Bound
from app.logbook.batch_context import BatchContext, ward_parameter
from app.logbook.entry_rows import EntryRow
from app.logbook.flags import BEYOND_POPULATION, Setting
from app.logbook.kinds import KINDS
from app.logbook.status import Status
from app.month import local_day
from app.places.models import Neighbourhood, Population
from app.tally.models import AreaMonth
from app.tally.queries import months_counted, summed

_POPULATIONS = (
    sa.select(Population.group, Population.figure)
    .where(Population.ward_id == ward_parameter, Population.neighbourhood_id.is_(None))
    .order_by(Population.as_of, Population.id)
)
_PUBLISHED = (
    sa.select(
        Baseline.indicator_code,
        Baseline.as_of,
        Baseline.numerator,
        Baseline.bound,
        Baseline.ended_at,
        Baseline.is_preferred,
        Baseline.entered_at,
    )
    .where(Baseline.ward_id == ward_parameter, Baseline.indicator_code.in_(sa.bindparam("indicators", expanding=True)))
    .order_by(Baseline.as_of.nulls_first(), Baseline.id)
)
# Every column of the counter's key is given, so that each figure is one step into it.
_COUNTED = (
    sa.select(AreaMonth.month, AreaMonth.measure, summed(AreaMonth.total))
    .where(
        AreaMonth.ward_id == ward_parameter,
        AreaMonth.month.in_(sa.bindparam("months", expanding=True)),
        AreaMonth.neighbourhood_id.in_(sa.select(Neighbourhood.id).where(Neighbourhood.ward_id == ward_parameter)),
        AreaMonth.measure.in_(sa.bindparam("measures", expanding=True)),
    )
    .group_by(AreaMonth.month, AreaMonth.measure)
)


class _Published(NamedTuple):
    """A published figure, as far as it is counted on from."""

    as_of: date | None
    numerator: int | None
    bound: Bound
    is_ended: bool
    is_preferred: bool
    is_own: bool


class PopulationShare:
    """The share of a ward's people, in per cent, who have a service, entry by entry of a batch."""

    def __init__(self, context: BatchContext) -> None:
        self._reached: dict[str, ReachedFigure] = {}
        self._fed: list[FedIndicator] = []
        self._before: dict[UUID, EntryRow] = {}
        setting = context.settings[BEYOND_POPULATION]
        if not setting.on:
            return
        amounts: dict[str, int] = defaultdict(int)
        for entry in context.entries:
            for measure, amount in _counts(entry).items():
                amounts[measure] += amount
        fed = [each for each in context.indicators if not each.measures.isdisjoint(amounts)]
        if not fed:
            return
        self._reached = _reached_figures(context, fed)
        self._fed = [each for each in fed if each.code in self._reached and self._may_exceed(each, amounts, setting)]
        if self._fed:
            self._before = dict(context.stored)

    def _may_exceed(self, indicator: FedIndicator, amounts: Mapping[str, int], setting: Setting) -> bool:
        added = sum(amounts.get(measure, 0) for measure in indicator.measures)
        share = self._reached[indicator.code].plus(added).ratio
        return share is not None and share > setting.threshold

    def share_after(self, entry: EntryRow) -> Decimal | None:
        """Return the largest share of the indicators that an entry adds to; later entries add to the same figures."""
        if not self._fed:
            return None
        if entry.id in self._before:
            self._add(self._before[entry.id], -1)
        self._before[entry.id] = entry
        return self._add(entry)

    def _add(self, entry: EntryRow, sign: int = 1) -> Decimal | None:
        counts = _counts(entry)
        shares = []
        for indicator in self._fed:
            reached = self._reached[indicator.code]
            amount = sum(counts.get(measure, 0) for measure in indicator.measures)
            if amount and entry.month > reached.after:
                self._reached[indicator.code] = reached = reached.plus(sign * amount)
                shares.append(reached.ratio)
        return max((share for share in shares if share is not None), default=None)


def _reached_figures(context: BatchContext, fed: Sequence[FedIndicator]) -> dict[str, ReachedFigure]:
    """Return what is reached of some indicators, but of those that have no ratio."""
    connection = context.connection
    populations = {group: figure for group, figure in connection.execute(_POPULATIONS, {"ward": context.ward_id})}
    fed = [each for each in fed if populations.get(each.group)]
    if not fed:
        return {}
    published: dict[str, list[_Published]] = defaultdict(list)
    where = {"ward": context.ward_id, "indicators": [each.code for each in fed]}
    rows = connection.execute(_PUBLISHED, where)
    for code, as_of, numerator, bound, ended_at, is_preferred, entered_at in rows:
        is_ended, is_own = ended_at is not None, entered_at is not None
        published[code].append(_Published(as_of, numerator, bound, is_ended, is_preferred, is_own))
    measures = sorted({measure for each in fed for measure in each.measures})
    months = list(connection.scalars(months_counted(context.ward_id)))
    counted = connection.execute(_COUNTED, {"ward": context.ward_id, "months": months, "measures": measures}).all()
    today = local_day(context.now)
    found = {
        each.code: reached_figure(
            published[each.code],
            context.periods.of(today),
            [(month, figure) for month, measure, figure in counted if measure in each.measures],
            populations[each.group],
            periods=context.periods,
        )
        for each in fed
    }
    return {code: reached for code, reached in found.items() if reached is not None and reached.ratio is not None}


def _counts(entry: EntryRow) -> Mapping[str, int]:
    """Return what an entry counts, nothing where it is void."""
    return {} if entry.status == Status.VOID else KINDS[entry.kind].counts(entry.fields)
