"""Which entries a reviewer asks for: the filters of the queue. A pure module."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Wish:
    """What entries have to be like; nothing asks for nothing. The days are those of the work, the month is the one
    that it counts in.
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
        """Whether anything is asked for at all."""
        return bool(self.as_arguments())

    def as_arguments(self) -> dict[str, Any]:
        """Return what the address of a page says of it, by the names of the form's controls."""
        arguments = {name: value for name, value in asdict(self).items() if value not in {None, ""}}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in arguments.items()}

    @classmethod
    def from_arguments(cls, arguments: Mapping[str, Any]) -> Self:
        """Return the wish that :meth:`as_arguments` wrote."""
        days = {name: date.fromisoformat(arguments[name]) for name in ("first", "last") if name in arguments}
        return cls(**{**arguments, **days})
