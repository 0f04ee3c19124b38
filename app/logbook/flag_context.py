"""The flags of a batch of entries: each entry is compared with what a few indexed queries find for all of them.

The queries run before the write lock is taken. Two phones that send at the same moment may not see what the other one
sends; a flag is a question, and then it is not asked. Where they name the same new household, storing finds that out,
and the second one is flagged anew.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from app.logbook.batch_context import BatchContext
from app.logbook.entry_rows import EntryRow
from app.logbook.event_days import EventDays
from app.logbook.flag_checks import FlagContext
from app.logbook.flags import HOUSEHOLD_ELSEWHERE, flags_raised, questions_of
from app.logbook.population_share import PopulationShare
from app.logbook.status import Status
from app.logbook.visit_help import HelpAtVisits
from app.month import local_day
from app.places.area_successors import are_kin


def flags_of_batch(batch: BatchContext, first_areas: Mapping[UUID, int]) -> list[list[str]]:
    """Return the flags of each entry of a batch, as if they had come in one after another.

    ``first_areas`` are the neighbourhoods in which its households were first met.
    """
    before, kept = batch.edited, [entry for entry in batch.entries if entry.status is not Status.VOID]
    visits, recorded = _Visits(batch), _Recorded(batch)
    share, help_at_visits, event_days = PopulationShare(batch), HelpAtVisits(batch, kept), EventDays(batch)
    questions = questions_of(batch.settings)
    flags = []
    for entry in batch.entries:
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
            area_ended_on=batch.ended_areas.get(entry.neighbourhood_id),
            beyond_met=help_at_visits.beyond_met(entry),
            is_beside_event=event_days.is_beside(entry),
        )
        flags.append([] if entry.status is Status.VOID else flags_raised(entry, context, questions))
    return flags


class _Visits:
    """The days on which the households of a batch were logged."""

    def __init__(self, batch: BatchContext) -> None:
        self._roots, self._days = batch.nearby.roots, batch.nearby.days
        self._own: dict[UUID, dict[UUID, date]] = defaultdict(dict)
        self._household_of: dict[UUID, UUID] = {}
        for id, (household_id, day) in batch.nearby.own_days.items():
            self._put(id, household_id, day)

    def _put(self, id: UUID, root: UUID, day: date) -> None:
        self._own[root][id] = day
        self._household_of[id] = root

    def days_of(self, entry: EntryRow) -> Collection[date]:
        """Return the days of other entries with its household; for later entries this one counts as well."""
        if entry.id in self._household_of:
            del self._own[self._household_of.pop(entry.id)][entry.id]
        if entry.status is Status.VOID or entry.household_id is None:
            return ()
        # The household that stays for one that was merged, or the household itself.
        root = self._roots.get(entry.household_id, entry.household_id)
        days = {*self._days.get(root, ()), *self._own[root].values()}
        self._put(entry.id, root, entry.happened_on)
        return days


def _is_elsewhere(batch: BatchContext, entry: EntryRow, first_areas: Mapping[UUID, int]) -> bool:
    """Return whether its household is of an area that is not one with the entry's today, nor split from it."""
    if entry.household_id is None or not batch.settings[HOUSEHOLD_ELSEWHERE].on:
        return False
    area = entry.neighbourhood_id
    first = first_areas.get(entry.household_id, area)
    return first != area and not are_kin(batch.areas, first, area, local_day(batch.now))


class _Recorded:
    """The moments at which the author of a batch recorded entries, near those of the batch."""

    def __init__(self, batch: BatchContext) -> None:
        self._moments = dict(batch.nearby.recorded)
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
