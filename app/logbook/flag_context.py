"""The flags of a batch of entries: each entry is compared with what a few indexed queries find for all of them.

The queries run before the write lock is taken. Two phones that send at the same moment may not see what the other one
sends; a flag is a question, and then it is not asked. Where they name the same new household, storing finds that out,
and the second one is flagged anew.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.logbook.batch_context import BatchContext, in_parameter, ward_parameter
from app.logbook.entry_rows import EntryRow
from app.logbook.flag_checks import RUSH, FlagContext
from app.logbook.flags import HOUSEHOLD_AGAIN, HOUSEHOLD_ELSEWHERE, IN_A_RUSH, flags_raised, questions_of
from app.logbook.models import Entry
from app.logbook.population_share import PopulationShare
from app.logbook.status import Status
from app.logbook.visit_help import HelpAtVisits
from app.month import Month, local_day
from app.tally.models import HouseholdMonth

WRITTEN_DOWN_WITHIN = timedelta(days=7)
"""The number of days before a batch from which entries may have been written down together with it."""

_NOT_VOID = Entry.status != Status.VOID
_HOUSEHOLDS_MET = sa.select(HouseholdMonth.month, HouseholdMonth.neighbourhood_id, HouseholdMonth.household_id).where(
    HouseholdMonth.ward_id == ward_parameter,
    in_parameter(HouseholdMonth.month, "months"),
    in_parameter(HouseholdMonth.household_id, "households"),
    HouseholdMonth.total > 0,
)
_VISITS = sa.select(Entry.id, Entry.household_id, Entry.happened_on).where(
    Entry.ward_id == ward_parameter,
    in_parameter(Entry.month, "months"),
    in_parameter(Entry.neighbourhood_id, "areas"),
    in_parameter(Entry.household_id, "households"),
    Entry.happened_on.between(sa.bindparam("first"), sa.bindparam("last")),
    _NOT_VOID,
)
_RECORDED = (
    sa.select(Entry.id, Entry.recorded_at)
    .where(
        Entry.ward_id == ward_parameter,
        Entry.member_id == sa.bindparam("member"),
        Entry.happened_on.between(sa.bindparam("first_day"), sa.bindparam("last_day")),
        Entry.recorded_at.between(sa.bindparam("first"), sa.bindparam("last")),
        _NOT_VOID,
    )
    .order_by(Entry.recorded_at.desc())
    .limit(sa.bindparam("most"))
)


def flags_of_batch(batch: BatchContext, first_areas: Mapping[UUID, int]) -> list[list[str]]:
    """Return the flags of each entry of a batch, as if they had come in one after another.

    ``first_areas`` are the neighbourhoods in which its households were first met.
    """
    before = batch.stored if any(entry.revision > 1 for entry in batch.entries) else {}
    # An edit is of work that was recorded when it was first written down.
    entries = [
        replace(entry, recorded_at=before[entry.id].recorded_at) if entry.id in before else entry
        for entry in batch.entries
    ]
    kept = [entry for entry in entries if entry.status is not Status.VOID]
    visits, recorded = _Visits(batch, kept), _Recorded(batch, kept)
    share, help_at_visits = PopulationShare(batch), HelpAtVisits(batch, kept)
    questions = questions_of(batch.settings)
    flags = []
    for entry in entries:
        stored = before.get(entry.id)
        context = FlagContext(
            received_at=stored.received_at if stored else batch.now,
            # The clock of an edit is not that of the entry.
            clock_ahead=None if stored else batch.clock_ahead,
            visits=visits.days_of(entry),
            recorded=recorded.moments_of(entry),
            centroid=batch.centroids.get(entry.neighbourhood_id),
            share=share.share_after(entry),
            is_elsewhere=_is_elsewhere(batch, entry, first_areas),
            beyond_met=help_at_visits.beyond_met(entry),
        )
        flags.append([] if entry.status is Status.VOID else flags_raised(entry, context, questions))
    return flags


class _Visits:
    """The days on which the households of a batch were logged."""

    def __init__(self, batch: BatchContext, kept: Sequence[EntryRow]) -> None:
        self._days: dict[UUID, dict[UUID, date]] = defaultdict(dict)
        self._household_of: dict[UUID, UUID] = {}
        self._roots = batch.roots
        setting = batch.settings[HOUSEHOLD_AGAIN]
        named = [(entry, entry.household_id) for entry in kept if entry.household_id is not None]
        if not (setting.on and named):
            return
        span = timedelta(days=setting.threshold)
        days = {entry.happened_on for entry, _ in named}
        months = {entry.month for entry, _ in named}
        months |= {str(month) for day in days for month in _months(day - span, min(day + span, local_day(batch.now)))}
        ids = {id for _, id in named}
        roots = {self._root(id) for id in ids}
        ids |= roots | {id for id, root in self._roots.items() if root in roots}
        where = {"ward": batch.ward_id, "months": sorted(months), "households": sorted(ids)}
        met = batch.connection.execute(_HOUSEHOLDS_MET, where).all()
        if not met:
            return
        months_met, areas_met, households_met = map(set, zip(*met, strict=True))
        where |= {"months": sorted(months_met), "areas": sorted(areas_met), "households": sorted(households_met)}
        where |= {"first": min(days) - span, "last": max(days) + span}
        for id, household_id, day in batch.connection.execute(_VISITS, where):
            self._put(id, household_id, day)

    def _root(self, household_id: UUID) -> UUID:
        """Return the household that stays for one that was merged, or the household itself."""
        return self._roots.get(household_id, household_id)

    def _put(self, id: UUID, household_id: UUID | None, day: date) -> None:
        if household_id is not None:
            root = self._root(household_id)
            self._days[root][id] = day
            self._household_of[id] = root

    def days_of(self, entry: EntryRow) -> list[date]:
        """Return the days of other entries with its household; for later entries this one counts as well."""
        if entry.id in self._household_of:
            del self._days[self._household_of.pop(entry.id)][entry.id]
        if entry.status is Status.VOID or entry.household_id is None:
            return []
        days = list(self._days[self._root(entry.household_id)].values())
        self._put(entry.id, entry.household_id, entry.happened_on)
        return days


def _months(first: date, last: date) -> Iterator[Month]:
    month = Month.of(first)
    while month <= Month.of(last):
        yield month
        month = month.next()


def _is_elsewhere(batch: BatchContext, entry: EntryRow, first_areas: Mapping[UUID, int]) -> bool:
    """Return whether its household was first met in an area that is not one with the entry's today."""
    if entry.household_id is None or not batch.settings[HOUSEHOLD_ELSEWHERE].on:
        return False
    area = entry.neighbourhood_id
    first = first_areas.get(entry.household_id, area)
    return first != area and batch.successors.get(first, first) != batch.successors.get(area, area)


class _Recorded:
    """The moments at which the author of a batch recorded entries, near those of the batch."""

    def __init__(self, batch: BatchContext, kept: Sequence[EntryRow]) -> None:
        self._moments: dict[UUID, datetime] = {}
        self._in_order: list[datetime] = []
        own = [(entry.recorded_at, entry.happened_on) for entry in kept if entry.recorded_at is not None]
        if not (batch.settings[IN_A_RUSH].on and own):
            return
        first, last = min(at for at, _ in own), max(at for at, _ in own)
        days = {day for _, day in own} | {local_day(first), local_day(last)}
        where = {
            "ward": batch.ward_id,
            "member": batch.member_id,
            "first_day": min(days) - WRITTEN_DOWN_WITHIN,
            "last_day": max(days),
            "first": first - RUSH,
            "last": last,
            # A few rushes' worth; more would say nothing new.
            "most": 3 * batch.settings[IN_A_RUSH].threshold,
        }
        for id, at in batch.connection.execute(_RECORDED, where):
            if at is not None:
                self._moments[id] = at
        self._in_order = sorted(self._moments.values())

    def moments_of(self, entry: EntryRow) -> Sequence[datetime]:
        """Return when its author recorded other entries, in order; for later entries this one counts as well."""
        if entry.id in self._moments:
            self._in_order.remove(self._moments.pop(entry.id))
        others = list(self._in_order)
        if entry.recorded_at is not None and entry.status is not Status.VOID:
            self._moments[entry.id] = entry.recorded_at
            insort(self._in_order, entry.recorded_at)
        return others
