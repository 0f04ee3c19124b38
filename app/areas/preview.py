"""The map of old and new as it would be: a change is made, looked at, and not stored.

So what a page shows before a change is what the change does, by no rule but its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.areas.changes import ChangeOrder
from app.areas.checks import DAY
from app.areas.counts import AreaCounts, counts_of
from app.database import tried_again, writer
from app.overview.populations import KnownPopulation
from app.overview.ward_month import WardMonth
from app.places.models import AreaChange, Ward
from app.registry.doubles import equal_pairs
from app.registry.models import Household

Change = Callable[[Session, ChangeOrder], AreaChange]
"""What makes a change."""


@dataclass(frozen=True, slots=True)
class AreaPreview:
    """An area as it would be: its name, what stands in it, how many households it has by the books, where that is
    known, and how many targets it has.
    """

    name: str
    counts: AreaCounts
    population: KnownPopulation | None
    targets: int


@dataclass(frozen=True, slots=True)
class StepPreview:
    """Areas by name, what stands in them, and those that would come in their place.

    ``had_population`` and ``had_targets`` say whether any of the old ones has a number of households, or targets.
    ``old_population`` is that number, where each of them has one.
    """

    old: Sequence[str]
    counts: AreaCounts
    new: Sequence[AreaPreview]
    had_population: bool
    had_targets: bool
    old_population: int | None = None

    @property
    def without_population(self) -> Sequence[str]:
        """The names of the new ones whose number of households is not known."""
        return [each.name for each in self.new if each.population is None]

    @property
    def new_population(self) -> int:
        """The sum of the numbers of households of the new ones, as far as they are known."""
        return sum(each.population.figure for each in self.new if each.population)

    @property
    def sum_differs(self) -> bool:
        """Whether the new ones have more households than the old ones, or, where all are known, another number."""
        if self.old_population is None:
            return False
        over = self.new_population - self.old_population
        return over > 0 or (over < 0 and not self.without_population)

    @property
    def is_split(self) -> bool:
        """Whether one area would become several."""
        return len(self.new) > 1

    @property
    def goes_on(self) -> str | None:
        """The name of the old area that would have all, if it is one of them."""
        return self.new[0].name if len(self.old) > 1 and self.new[0].name in self.old else None


@dataclass(frozen=True, slots=True)
class MapPreview:
    """The steps of a change; ``meeting`` is the number of pairs of households with one address that would meet."""

    steps: Sequence[StepPreview]
    meeting: int


def preview_of(order: ChangeOrder, make: Change, sizes: Sequence[tuple[int, int]] = ()) -> MapPreview:
    """Return what a change would make of which areas; nothing is stored. Raises what the change raises.

    ``sizes`` are the households and merchants of each new area, where ``make`` moves none: it would hold others up.
    """
    return tried_again(lambda: _rehearsed(order, make, sizes))


def _rehearsed(order: ChangeOrder, make: Change, sizes: Sequence[tuple[int, int]]) -> MapPreview:
    session = writer()
    try:
        before = _reading(session, order, order.first_day - DAY)
        known = before.households_of_areas()
        old_targets, pairs = before.targets_of_areas, _equal_pairs(before)
        change = make(session, order)
        after = _reading(session, order, order.first_day)
        new = _new_areas(after, order, change.steps, sizes)
        names = {area.id: area.name for area in after.areas}
        counts = counts_of(session, order.ward_id, [step["from"] for step in change.steps], order.first_day)
        steps = [
            StepPreview(
                old=[names[id] for id in step["from"]],
                counts=count,
                new=[new[id] for id in step["to"]],
                had_population=any(id in known for id in step["from"]),
                had_targets=any(id in old_targets for id in step["from"]),
                old_population=sum(known[id].figure for id in step["from"])
                if known.keys() >= {*step["from"]}
                else None,
            )
            for step, count in zip(change.steps, counts, strict=True)
        ]
        return MapPreview(steps, _equal_pairs(after) - pairs)
    finally:
        session.rollback()


def _new_areas(
    after: WardMonth,
    order: ChangeOrder,
    steps: Iterable[Mapping[str, Sequence[int]]],
    sizes: Sequence[tuple[int, int]],
) -> dict[int, AreaPreview]:
    """Return the areas that come in the place of others by id."""
    names = {area.id: area.name for area in after.areas}
    ids = [id for step in steps for id in step["to"]]
    counts = counts_of(after.session, order.ward_id, [[id] for id in ids], order.first_day + DAY)
    if sizes:
        counts = [
            replace(count, households=households, merchants=merchants)
            for count, (households, merchants) in zip(counts, sizes, strict=True)
        ]
    known, targets = after.households_of_areas(), after.targets_of_areas
    return {
        id: AreaPreview(names[id], count, known.get(id), len(targets[id].measures) if id in targets else 0)
        for id, count in zip(ids, counts, strict=True)
    }


def _equal_pairs(reading: WardMonth) -> int:
    """Return how many pairs of households of an area have the same address."""
    pairs = equal_pairs(Household, reading.ward.id, None, reading.stands_for).order_by(None).subquery()
    return reading.session.scalar(sa.select(sa.func.count()).select_from(pairs)) or 0


def _reading(session: Session, order: ChangeOrder, day: date) -> WardMonth:
    """Return a reading of the ward on a day."""
    ward = session.get_one(Ward, order.ward_id)
    return WardMonth(session, ward, ward.settings.periods.of(day), day)
