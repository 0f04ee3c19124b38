"""The fields of an entry as they are on the wire, made from its columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.month import Month


def wire_fields(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of an entry as a phone would send them; ``entry`` maps column names to values."""
    fields: dict[str, Any] = {
        "happened_on": entry["happened_on"].isoformat(),
        "neighbourhood": entry["neighbourhood_id"],
        **entry["fields"],
    }
    if entry["month"] != str(Month.of(entry["happened_on"])):
        fields["count_in"] = entry["month"]
    if entry["note"]:
        fields["note"] = entry["note"]
    if entry["latitude"] is not None:
        fields["location"] = {
            "lat": entry["latitude"],
            "lng": entry["longitude"],
            "accuracy": entry["accuracy"],
        }
    return fields
