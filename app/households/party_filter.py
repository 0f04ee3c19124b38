"""The filter of a list of households or merchants. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PartyState(StrEnum):
    """The states by which a list is filtered: what was met with, what is not known yet, and what is gone."""

    MET = "met"
    ABSENT = "absent"
    """Nobody was met at the last visit, so that somebody has to come back."""

    NEVER = "never"
    UNSURVEYED = "unsurveyed"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class PartyFilter:
    """The properties that households or merchants must have; an empty field filters nothing."""

    text: str = ""
    area_id: int | None = None
    state: PartyState | None = None

    def as_arguments(self) -> dict[str, str | int]:
        """Return the filter as arguments of an address, by the names of the form's controls."""
        arguments = {"text": self.text, "area": self.area_id, "state": self.state}
        return {name: value for name, value in arguments.items() if value}
