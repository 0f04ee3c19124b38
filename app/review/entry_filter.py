"""The filter of the queue: which entries a reviewer wants to see. A pure module."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self

from app.json_types import JsonObject
from app.month import Month


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """The properties that entries must have; an empty field filters nothing. ``first`` and ``last`` are days on
    which the work was done, ``month`` is the one that it counts in.
    """

    team: int | None = None
    area: int | None = None
    kind: str | None = None
    flag: str | None = None
    member: int | None = None
    first: date | None = None
    last: date | None = None
    text: str = ""
    month: str | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether any field filters."""
        return bool(self.as_arguments())

    def as_arguments(self) -> dict[str, Any]:
        """Return the filter as arguments of an address, by the names of the form's controls."""
        arguments = {name: value for name, value in asdict(self).items() if value not in {None, ""}}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in arguments.items()}

    @classmethod
    def from_arguments(cls, arguments: JsonObject) -> Self:
        """Return the filter that :meth:`as_arguments` wrote; raise ``ValueError`` for anything else."""
        if not arguments.keys() <= _READ.keys():
            raise ValueError(arguments)
        return cls(**{name: _READ[name](value) for name, value in arguments.items()})


def is_number(value: object) -> bool:
    """Return whether a value is a number that the database can hold as an id."""
    return type(value) is int and 0 <= value < 2**31


def _number(value: object) -> object:
    if not is_number(value):
        raise ValueError(value)
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(value)
    return value


def _day(value: object) -> date:
    return date.fromisoformat(_text(value))


def _month(value: object) -> str:
    return str(Month.parse(_text(value)))


_READ: Mapping[str, Callable[[object], Any]] = {
    "team": _number,
    "area": _number,
    "kind": _text,
    "flag": _text,
    "member": _number,
    "first": _day,
    "last": _day,
    "text": _text,
    "month": _month,
}
