"""The ids that the entries of a batch may name, before any form has looked at them. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from app.json_types import JsonObject


def ids_given(batch: Iterable[JsonObject], name: str) -> set[int]:
    """Return the values of a field that may be ids, before any form has looked at them."""
    return {id for fields in batch if (id := _possible_id(fields.get(name))) is not None}


def companions_given(batch: Iterable[JsonObject]) -> set[int]:
    """Return the ids of those who may have come along."""
    lists = (fields.get("companions") for fields in batch)
    return {id for ids in lists if isinstance(ids, list) for item in ids if (id := _possible_id(item)) is not None}


def _possible_id(value: object) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
        value = int(value)
    return value if type(value) is int and 0 < value < 2**31 else None
