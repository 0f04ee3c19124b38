"""The fields of an entry as they are on the wire, made from its columns."""

from __future__ import annotations

from app.json_types import JsonObject
from app.logbook.entry_rows import EntryRow
from app.logbook.models import Entry


def wire_fields(entry: EntryRow | Entry) -> JsonObject:
    """Return the fields of an entry as a phone would send them."""
    fields = {
        "happened_on": entry.happened_on.isoformat(),
        "neighbourhood": entry.neighbourhood_id,
        **entry.fields,
    }
    if entry.count_in:
        fields["count_in"] = entry.count_in
    if entry.note:
        fields["note"] = entry.note
    if entry.latitude is not None:
        fields["location"] = {"lat": entry.latitude, "lng": entry.longitude, "accuracy": entry.accuracy}
    return fields
