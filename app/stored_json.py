"""JSON objects that were stored earlier, by this version of the program, an older or a newer one.

Values are read by key and in one type: a value that is missing, or of another type, has its default, and unknown
keys are ignored. A field whose class gives it another name keeps its key by ``msgspec.field(name=…)``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import Self, get_args, get_origin

import msgspec


class StoredRecord(msgspec.Struct, frozen=True):
    """A record whose fields are the keys of a stored JSON object, each read for itself."""

    @classmethod
    def parse(cls, stored: object) -> Self:
        """Return the record that is stored; never fails, whatever is stored."""
        with suppress(msgspec.ValidationError):
            return msgspec.convert(stored, cls)
        values = stored if isinstance(stored, Mapping) else {}
        found = {}
        for field in _fields_of(cls):
            with suppress(KeyError, msgspec.ValidationError):
                found[field.name] = _fitting(values[field.encode_name], field.type)
        return cls(**found)

    def as_stored(self) -> dict[str, object]:
        """Return the record as it is stored, by the keys that it is read from."""
        return as_json(self)


def as_json(value: object) -> dict[str, object]:
    """Return a record, or a dictionary of records, as an object of nothing but JSON values; sets are sorted."""
    stored: dict[str, object] = msgspec.json.decode(msgspec.json.encode(value, order="deterministic"))
    return stored


@cache
def _fields_of(record: type[StoredRecord]) -> Sequence[msgspec.structs.FieldInfo]:
    return msgspec.structs.fields(record)


def _fitting(value: object, kind: object) -> object:
    """Return a value as one of the type ``kind``: a list or an object without what does not fit into it."""
    if get_origin(kind) is Sequence and isinstance(value, list | tuple):
        return [fitting for _, fitting in _fitting_items(enumerate(value), get_args(kind)[0])]
    if get_origin(kind) is Mapping and isinstance(value, Mapping):
        return dict(_fitting_items(value.items(), get_args(kind)[1]))
    if isinstance(kind, type) and issubclass(kind, StoredRecord):
        return kind.parse(value)
    return msgspec.convert(value, kind)


def _fitting_items(items: Iterable[tuple[object, object]], kind: object) -> Iterator[tuple[object, object]]:
    for key, value in items:
        with suppress(msgspec.ValidationError):
            yield key, _fitting(value, kind)


def written_over(stored: object, changed: Mapping[str, object]) -> dict[str, object]:
    """Return ``changed`` with all other keys of ``stored``: what another version stores there is not lost."""
    before: Mapping[str, object] = stored if isinstance(stored, Mapping) else {}
    return {
        **before,
        **{
            name: written_over(before.get(name), value) if isinstance(value, Mapping) else value
            for name, value in changed.items()
        },
    }
