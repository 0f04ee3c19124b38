"""The days on which the events that a batch names are held: read only where any entry names one."""

from __future__ import annotations

from datetime import date

from app.events.queries import WardEvent, events_with_changes
from app.logbook.batch_context import BatchContext
from app.logbook.entry_rows import EntryRow
from app.logbook.flags import NOT_ITS_DAY
from app.logbook.status import Status


class EventDays:
    """Says of each entry of a batch whether its event is held on its day."""

    def __init__(self, batch: BatchContext) -> None:
        self._keeps, self._stored = batch.keeps_event, batch.edited
        is_asked = batch.settings[NOT_ITS_DAY].on
        named = {self._event_of(entry) for entry in batch.entries if entry.status is not Status.VOID}
        ids = sorted(id for id in named if id is not None) if is_asked else []
        events = events_with_changes(batch.connection, batch.ward_id, ids) if ids else []
        self._events: dict[int, WardEvent] = {each.event.id: each for each in events}

    def _event_of(self, entry: EntryRow) -> int | None:
        """Return the event of an entry: an edit that does not speak of it keeps that of the stored revision."""
        stored = self._stored.get(entry.id) if entry.id in self._keeps else None
        return stored.event_id if stored else entry.event_id

    def is_beside(self, entry: EntryRow) -> bool:
        """Return whether an entry names an event that is not held on its day."""
        event = self._events.get(self._event_of(entry) or 0)
        return event is not None and not _is_held(event, entry.happened_on)


def _is_held(event: WardEvent, day: date) -> bool:
    return any(not each.is_called_off for each in event.dates(day, day))
