"""The forms of the wire: what a phone with an earlier form does not know, it neither gets nor wipes out.

A field or kind of a later form declares it: ``since`` of a field of the form, or of the kind. Nothing else has to be
done for it here or in the rooms that read entries.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cache

from app.json_fields import JSONField
from app.json_types import JsonObject
from app.logbook.entry_rows import EntryRow
from app.logbook.kinds import KINDS
from app.logbook.kinds.common import OCCASION

FIRST_FORM = 1
LATEST_FORM = 2


@cache
def _later_fields(kind: str) -> Mapping[str, int]:
    """Return the fields of a kind that came after the first form, by name, with the form that brought each."""
    return {
        control.short_name: control.since
        for control in KINDS[kind].form()
        if isinstance(control, JSONField) and control.since > FIRST_FORM
    }


def kinds_in(form: int) -> list[str]:
    """Return the kinds of entry that a phone with ``form`` knows."""
    return [code for code, kind in KINDS.items() if kind.since <= form]


def can_show(form: int, kind: str, fields: JsonObject) -> bool:
    """Return whether a phone with ``form`` knows the kind and the values of an entry."""
    return KINDS[kind].since <= form and KINDS[kind].form_needed(fields) <= form


def fields_in(form: int, kind: str, fields: JsonObject) -> JsonObject:
    """Return those ``fields`` of an entry that a phone with ``form`` knows."""
    fields = KINDS[kind].completed(fields)
    unknown = {name for name, since in _later_fields(kind).items() if since > form}
    return {name: value for name, value in fields.items() if name not in unknown} if unknown else fields


def fields_not_given(kind: str, fields: JsonObject) -> list[str]:
    """Return the fields of later forms whose keys ``fields`` do not carry: to an edit without them they stay."""
    return [name for name in _later_fields(kind) if name not in fields]


def carried_over(entry: EntryRow, stored: EntryRow, not_given: Collection[str]) -> EntryRow:
    """Return the edit ``entry`` with those fields of the ``stored`` revision that it does not speak of.

    Where the kind says that its own are true no more, they go; the history keeps them. Event and place stay whatever
    was done there.
    """
    kind = KINDS[entry.kind]
    stays = not_given if kind.carries_over(stored.fields, entry.fields) else OCCASION
    carried = {name: stored.fields[name] for name in not_given if name in stays and name in stored.fields}
    if not carried:
        return entry
    fields = kind.settled({**entry.fields, **carried})
    return replace(entry, fields=fields, event_id=fields.get("event"), place_id=fields.get("place"))
