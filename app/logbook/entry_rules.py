"""Rules of entries about the day and the month, and about what the catalogue offers; see :mod:`app.field_rules`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from app.field_rules import FieldRule
from app.json_types import JsonObject
from app.month import Month


@dataclass(frozen=True)
class NotInFuture(FieldRule):
    """A day is not after the last one that something may have happened on."""

    name: ClassVar[str] = "not_in_future"

    def is_broken(self, value: Any, form: Any) -> bool:
        """Return whether the day is later."""
        return bool(value > form.reference.latest_day)


@dataclass(frozen=True)
class NotBeforeDay(FieldRule):
    """A day is not before a certain one."""

    day: date
    name: ClassVar[str] = "not_before"

    def is_broken(self, value: Any, form: Any) -> bool:
        """Return whether the day is earlier."""
        return bool(value < self.day)

    def parameters(self) -> JsonObject:
        """Return the day."""
        return {"day": self.day.isoformat()}


@dataclass(frozen=True)
class NotBeforeMonthOf(FieldRule):
    """A period is not named by a month before that of a day, which another field gives."""

    field: str
    name: ClassVar[str] = "not_before_month_of"

    def is_broken(self, value: Any, form: Any) -> bool:
        """Return whether the month is earlier."""
        day = form[self.field].data
        return day is not None and value < Month.of(day)

    def parameters(self) -> JsonObject:
        """Return the name of the field of the day."""
        return {"field": self.field}


@dataclass(frozen=True)
class NotAfterNextMonth(NotBeforeMonthOf):
    """A period is not after the next one, nor after that of a day, which another field gives."""

    name: ClassVar[str] = "not_after_next_month"

    def is_broken(self, value: Any, form: Any) -> bool:
        """Return whether the month is later than both."""
        day = form[self.field].data
        if day is None:
            return False
        periods = form.periods
        return bool(value > max(periods.of(form.reference.today).next(), periods.of(day)))


@dataclass(frozen=True)
class OfferedBy(FieldRule):
    """An outcome is one that a service can have, which another field names."""

    field: str
    name: ClassVar[str] = "offered_by"

    def is_broken(self, value: Any, form: Any) -> bool:
        """Return whether the service is known and cannot have the outcome."""
        outcomes = form.reference.services.get(form[self.field].data)
        return outcomes is not None and value not in outcomes

    def parameters(self) -> JsonObject:
        """Return the name of the field of the service."""
        return {"field": self.field}
