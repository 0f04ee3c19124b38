"""How many people entries say were met at a visit, and were helped there with each service.

A visit and what was done at it may come in any order, in one batch or in several. Whichever entry makes the figures
contradict each other raises the question.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from app.json_types import JsonObject
from app.list_parameters import in_list
from app.logbook.batch_context import BatchContext, ward_parameter
from app.logbook.entry_rows import EntryRow
from app.logbook.flags import MORE_THAN_MET
from app.logbook.kinds import KINDS
from app.logbook.models import Entry
from app.logbook.status import Status

_OF_WARD = sa.select(Entry.id, Entry.kind, Entry.visit_id, Entry.service_code, Entry.fields).where(
    Entry.ward_id == ward_parameter, Entry.status != Status.VOID
)
# A visit has no visit itself, so a row is one or the other. For an OR, SQLite would go through all of the ward.
_AT_VISITS = sa.union_all(
    _OF_WARD.where(in_list(Entry.id, "visits")), _OF_WARD.where(in_list(Entry.visit_id, "visits"))
)


class HelpAtVisits:
    """The people met and helped at the visits of a batch, entry by entry."""

    def __init__(self, batch: BatchContext, kept: Sequence[EntryRow]) -> None:
        self._is_asked = batch.settings[MORE_THAN_MET].on
        self._met: dict[UUID, int] = {}
        self._helped: dict[UUID, dict[UUID, tuple[str, int]]] = defaultdict(dict)
        self._visit_of: dict[UUID, UUID] = {}
        visits = {entry.id for entry in kept if KINDS[entry.kind].people_met(entry.fields) is not None}
        named = {entry.visit_id for entry in kept if entry.visit_id is not None}
        # Mostly a visit comes first, or with all that was done at it: then nothing is stored that could contradict.
        if self._is_asked and (named - visits or (visits and batch.has_earlier_help)):
            where = {"ward": batch.ward_id, "visits": sorted(named | visits)}
            for id, kind, visit_id, service_code, fields in batch.connection.execute(_AT_VISITS, where):
                self._put(id, kind, visit_id, service_code, fields)

    def beyond_met(self, entry: EntryRow) -> int:
        """Return how many people more than were met one service would have; for later entries this one counts."""
        self._met.pop(entry.id, None)
        if entry.id in self._visit_of:
            del self._helped[self._visit_of.pop(entry.id)][entry.id]
        if not self._is_asked or entry.status is Status.VOID:
            return 0
        visit_id = self._put(entry.id, entry.kind, entry.visit_id, entry.service_code, entry.fields)
        if visit_id is None or visit_id not in self._met:
            return 0
        people: dict[str, int] = defaultdict(int)
        for service, number in self._helped[visit_id].values():
            people[service] += number
        of_entry = people.values() if visit_id == entry.id else [people[entry.service_code or ""]]
        return max([number - self._met[visit_id] for number in of_entry], default=0)

    def _put(
        self, id: UUID, kind: str, visit_id: UUID | None, service_code: str | None, fields: JsonObject
    ) -> UUID | None:
        """Note the figure of an entry; return the visit that it is about, if it is about one."""
        if kind not in KINDS:
            return None
        met, helped = KINDS[kind].people_met(fields), KINDS[kind].people_helped(fields)
        if met is not None:
            self._met[id] = met
            return id
        if visit_id is not None and helped is not None:
            self._helped[visit_id][id] = service_code or "", helped
            self._visit_of[id] = visit_id
            return visit_id
        return None
