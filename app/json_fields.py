"""WTForms fields that read JSON values: each knows one type, its bounds, and the message when they are missed.

WTForms' own fields read strings of an HTML form; given JSON they take ``"1_0"`` for ten and ``false``
for true. These refuse what is not of their type. ``null`` and a missing key are the same: not given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, time
from typing import TYPE_CHECKING, ClassVar, TypedDict, Unpack
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.utils import unset_value

from app.field_rules import FieldRule
from app.json_values import DIGITS, at_most, read_form, read_id, read_list, read_text, read_uuid
from app.month import Month

if TYPE_CHECKING:
    from wtforms.form import BaseForm
    from wtforms.meta import DefaultMeta, _MultiDictLikeWithGetlist, _SupportsGettextAndNgettext

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)
_CLOCK = re.compile(r"\d{2}:\d{2}", re.ASCII)

REQUIRED = _l("This is needed.")
NOT_A_DAY = _l("This is not a day.")
NOT_A_MONTH = _l("This is not a month.")
NOT_A_TIME = _l("This is not a time of day.")
NOT_A_CHOICE = _l("Choose one of the given answers.")
NOT_YES_OR_NO = _l("Answer yes or no.")


class Binding(TypedDict, total=False):
    """The arguments that WTForms adds to those of a field when it makes a form."""

    name: str
    _form: BaseForm | None
    _prefix: str
    _translations: _SupportsGettextAndNgettext | None
    _meta: DefaultMeta | None


class FieldOptions(Binding, total=False):
    """The arguments that every field takes by name."""

    required: bool
    source: str
    default: object
    since: int
    rules: Sequence[FieldRule]


class JSONField(Field):
    """A field whose data is ``read()`` from one JSON value; a ``ValueError`` is the message to show.

    ``source`` names the list of the phone's working data that the field chooses from, if any. A field that
    ``is_list`` has an empty list where nothing is given. ``since`` is the form of the wire that brought the field.
    ``rules`` are what else is asked of a value; the first that is broken is said.
    """

    is_list: ClassVar[bool] = False

    def __init__(
        self,
        label: str | None = None,
        *,
        required: bool = False,
        source: str = "",
        default: object = None,
        since: int = 1,
        rules: Sequence[FieldRule] = (),
        **binding: Unpack[Binding],
    ) -> None:
        super().__init__(label, default=default, **binding)
        self.required = required
        self.source = source
        self.since = since
        self.rules = rules
        if required:
            self.flags.required = True

    def read(self, value: object) -> object:
        """Return the data for a JSON value that is not null."""
        raise NotImplementedError

    def process(
        self, formdata: _MultiDictLikeWithGetlist | None, data: object = unset_value, extra_filters: object = None
    ) -> None:
        """Take ``data``, or the default, as the form asks when it is made; it is never filled from a page."""
        self.process_errors = []
        self.data = self._nothing if data is unset_value else data

    def take(self, value: object) -> None:
        """Read a JSON value; of nothing the data is the default."""
        self.process_errors = []
        if value is None:
            self.data = self._nothing
            return
        try:
            self.data = self.read(value)
        except ValueError as error:
            self.data = None
            self.process_errors = [error.args[0]]

    @property
    def _nothing(self) -> object:
        return [] if self.is_list else self.default

    def validate(self, form: BaseForm, extra_validators: Iterable[Callable[..., object]] = ()) -> bool:
        """Return whether the value could be read, is there if it is required, and breaks no rule."""
        self.errors = self.process_errors
        if not self.errors and self.required and self.data is None:
            self.errors = [REQUIRED]
        for rule in () if self.errors else self.rules:
            if (self.data is not None or rule.is_for_nothing) and rule.is_broken(self.data, form):
                self.errors = [rule.message]
                break
        return not self.errors


class TextField(JSONField):
    """Text of at most ``longest`` characters, cleaned; empty text is not given."""

    def __init__(
        self, label: str | None = None, *, longest: int, lines: bool = False, **options: Unpack[FieldOptions]
    ) -> None:
        super().__init__(label, **options)
        self.longest = longest
        self.lines = lines

    def read(self, value: object) -> str | None:
        """Return the cleaned text."""
        return read_text(value, self.longest, lines=self.lines) or None


class NumberField(JSONField):
    """A whole number within bounds."""

    def __init__(self, label: str | None = None, *, least: int, most: int, **options: Unpack[FieldOptions]) -> None:
        super().__init__(label, **options)
        self.least = least
        self.most = most

    def read(self, value: object) -> int:
        """Return the number; a text of plain digits is one too."""
        # Figures as people write them are read on the phone, where somebody can still look at what they wrote.
        if isinstance(value, str) and DIGITS.fullmatch(value):
            value = int(value)
        if type(value) is not int or not self.least <= value <= self.most:
            raise ValueError(_l("Enter a whole number from %(least)s to %(most)s.", least=self.least, most=self.most))
        return value


class IdField(JSONField):
    """The id of something that the server numbered, as a number or as its digits."""

    def read(self, value: object) -> int:
        """Return the id."""
        return read_id(value)


class IdListField(JSONField):
    """Some ids, each once."""

    is_list = True

    def __init__(self, label: str | None = None, *, most: int, **options: Unpack[FieldOptions]) -> None:
        super().__init__(label, **options)
        self.most = most

    def read(self, value: object) -> list[int]:
        """Return the ids in the order given."""
        return at_most(self.most, read_list(value, read_id))


class YesNoField(JSONField):
    """True or false."""

    def read(self, value: object) -> bool:
        """Return the truth value."""
        if not isinstance(value, bool):
            raise ValueError(NOT_YES_OR_NO)
        return value


Choices = Collection[str] | Callable[[], Collection[str]]


class ChoiceField(JSONField):
    """One of some codes, best given with their names. A function as ``choices`` returns codes of the database.

    Those ``offered_later`` a page shows only where another answer makes them possible.
    """

    def __init__(
        self,
        label: str | None = None,
        *,
        choices: Choices,
        offered_later: Collection[str] = (),
        **options: Unpack[FieldOptions],
    ) -> None:
        super().__init__(label, **options)
        self.choices = choices
        self.offered_later = offered_later

    def read(self, value: object) -> object:
        """Return the code."""
        choices = self.choices() if callable(self.choices) else self.choices
        if not isinstance(value, str) or value not in choices:
            raise ValueError(NOT_A_CHOICE)
        return value


class ChoicesField(ChoiceField):
    """Several of some codes, each once."""

    is_list = True

    def read(self, value: object) -> object:
        """Return the codes in the order given."""
        return read_list(value, super().read)


class TextsField(JSONField):
    """A few short texts, each once."""

    is_list = True

    def __init__(self, label: str | None = None, *, most: int, longest: int, **options: Unpack[FieldOptions]) -> None:
        super().__init__(label, **options)
        self.most = most
        self.longest = longest

    def read(self, value: object) -> list[str]:
        """Return the cleaned texts in the order given, without empty ones."""
        return [text for text in read_list(value, lambda item: read_text(item, self.longest), self.most) if text]


class DayField(JSONField):
    """A day, YYYY-MM-DD."""

    def read(self, value: object) -> date:
        """Return the day."""
        return read_form(value, _DAY, date.fromisoformat, NOT_A_DAY)


class MonthField(JSONField):
    """A month, YYYY-MM."""

    def read(self, value: object) -> Month:
        """Return the month."""
        return read_form(value, _MONTH, Month.parse, NOT_A_MONTH)


class ClockField(JSONField):
    """A time of day, HH:MM."""

    def read(self, value: object) -> str:
        """Return the time as it was written."""
        return f"{read_form(value, _CLOCK, time.fromisoformat, NOT_A_TIME):%H:%M}"


class UuidField(JSONField):
    """An id that a phone made."""

    def read(self, value: object) -> UUID:
        """Return the id."""
        return read_uuid(value)
