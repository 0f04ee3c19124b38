"""The filter of the queue: which entries a reviewer wants to see. A pure module."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import msgspec

Number = Annotated[int, msgspec.Meta(ge=0, lt=2**31)]
"""A number that the database can hold as an id."""

_MonthText = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]


class QueueFilter(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The properties that entries must have; an empty field filters nothing. ``first`` and ``last`` are days on
    which the work was done, ``month`` is the one that it counts in.
    """

    team: Number | None = None
    area: Number | None = None
    kind: str | None = None
    flag: str | None = None
    member: Number | None = None
    first: date | None = None
    last: date | None = None
    text: str = ""
    month: _MonthText | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether any field filters."""
        return bool(self.as_arguments())

    def as_arguments(self) -> dict[str, Any]:
        """Return the filter as arguments of an address, by the names of the form's controls."""
        arguments: dict[str, Any] = msgspec.to_builtins(self)
        return arguments
