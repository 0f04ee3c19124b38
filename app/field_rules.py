"""Rules that a field of a JSON form may have beside its type: checked here, and described to the phone.

The phone checks the same rules before it saves, also without a connection (`static/js/page/form/rules/field_rules.js`).
So a form has no check of its own beside them; a new kind of rule is a class here or in a room, and a line there.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from app.json_types import JsonObject, Message


@dataclass(frozen=True)
class FieldRule:
    """A rule with the ``message`` of who breaks it. Most are asked only where there is a value."""

    message: Message

    name: ClassVar[str]
    """What the phone knows the rule by."""

    is_for_nothing: ClassVar[bool] = False
    """Whether the rule is asked where there is no value."""

    def is_broken(self, value: Any, form: Any) -> bool:
        """Return whether a value breaks the rule, beside the other values of its form."""
        raise NotImplementedError

    def parameters(self) -> JsonObject:
        """Return what the phone has to know of the rule beside its name and its message, as JSON values."""
        return {}


@dataclass(frozen=True)
class AtMostField(FieldRule):
    """A number is at most that of another field, where that is known."""

    field: str
    name: ClassVar[str] = "at_most"

    def is_broken(self, value: Any, form: Any) -> bool:
        """Return whether the number is larger than the other one."""
        other = form[self.field].data
        return other is not None and value > other

    def parameters(self) -> JsonObject:
        """Return the name of the other field."""
        return {"field": self.field}


@dataclass(frozen=True)
class NeededWithout(FieldRule):
    """Something is answered here where nothing is in another field, which came later in its place."""

    field: str
    name: ClassVar[str] = "needed_without"
    is_for_nothing: ClassVar[bool] = True

    def is_broken(self, value: Any, form: Any) -> bool:
        """Return whether neither field is answered; what could not be read in the other one is said there."""
        return value is None and not form[self.field].data and not form[self.field].errors

    def parameters(self) -> JsonObject:
        """Return the name of the other field."""
        return {"field": self.field}


@dataclass(frozen=True)
class EmptyWhere(FieldRule):
    """Nothing is said, or zero, where another field has one of some values."""

    field: str
    values: Collection[str]
    name: ClassVar[str] = "empty_where"

    def is_broken(self, value: Any, form: Any) -> bool:
        """Return whether something is said where the other field excludes it."""
        return bool(value) and form[self.field].data in self.values

    def parameters(self) -> JsonObject:
        """Return the name of the other field and its values."""
        return {"field": self.field, "values": sorted(self.values)}


@dataclass(frozen=True)
class MatchesPattern(FieldRule):
    """A text has a form, given as a pattern that Python and the phone read alike: digits are ``[0-9]``."""

    pattern: str
    name: ClassVar[str] = "matches"

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

    def is_broken(self, value: Any, form: Any) -> bool:
        """Return whether the text as a whole has another form."""
        return not self._compiled.fullmatch(value)

    def parameters(self) -> JsonObject:
        """Return the pattern."""
        return {"pattern": self.pattern}
