"""JSON objects that were stored earlier, by this version of the program, an older or a newer one.

Values are read by key and in one type: a value that is missing, or of another type, has its default, and unknown
keys are ignored. So each key is written where its value is read, and stays when the field of a class is renamed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


class StoredObject:
    """One JSON object; any other value is read as an object without keys."""

    def __init__(self, stored: object) -> None:
        self._values: Mapping[object, object] = stored if isinstance(stored, Mapping) else {}

    def __iter__(self) -> Iterator[str]:
        """Yield the keys of the object."""
        return (name for name in self._values if isinstance(name, str))

    def text(self, name: str, default: str = "") -> str:
        """Return a text."""
        value = self._values.get(name)
        return value if isinstance(value, str) else default

    def texts(self, name: str) -> list[str]:
        """Return the texts of a list, without values of other types."""
        value = self._values.get(name)
        return [each for each in value if isinstance(each, str)] if isinstance(value, list | tuple) else []

    def number(self, name: str, default: int, least: int = 0) -> int:
        """Return a whole number that is not smaller than ``least``."""
        value = self._values.get(name)
        return value if type(value) is int and value >= least else default

    def optional_number(self, name: str, least: int | None = None, most: int | None = None) -> int | None:
        """Return a whole number, not below ``least`` and not above ``most``, if one is stored."""
        value = self._values.get(name)
        if type(value) is not int or (least is not None and value < least) or (most is not None and value > most):
            return None
        return value

    def switch(self, name: str, *, default: bool) -> bool:
        """Return true or false."""
        value = self.optional_switch(name)
        return default if value is None else value

    def optional_switch(self, name: str) -> bool | None:
        """Return true or false, if one of them is stored."""
        value = self._values.get(name)
        return value if isinstance(value, bool) else None

    def object(self, name: str) -> StoredObject:
        """Return an object within this one, an empty one where there is none."""
        return StoredObject(self._values.get(name))


def written_over(stored: object, changed: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``changed`` with all other keys of ``stored``: what another version stores there is not lost."""
    before: Mapping[str, Any] = stored if isinstance(stored, Mapping) else {}
    return {
        **before,
        **{
            name: written_over(before.get(name), value) if isinstance(value, Mapping) else value
            for name, value in changed.items()
        },
    }
