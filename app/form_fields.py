"""Parts of forms that several rooms share: whole figures, the cleaning of texts, a check of them, and versions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar, Unpack

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, IntegerField, StringField
from wtforms.validators import Length, ValidationError
from wtforms.widgets import TextInput

from app.figures import possible_figures, read_figure
from app.identity_digits import holds_identity_digits
from app.json_fields import Binding
from app.json_values import IDENTITY_DIGITS, too_long
from app.localisation import number
from app.text import clean

F = TypeVar("F", bound=FlaskForm)


class AtMost(Length):
    """Refuse a text of more characters, and say how many of them to leave out."""

    def __init__(self, most: int) -> None:
        super().__init__(max=most)

    def __call__(self, _form: FlaskForm, field: StringField) -> None:
        """Refuse the text of a field that is too long."""
        length = len(field.data or "")
        if length > self.max:
            raise ValidationError(too_long(length, self.max))


class FigureField(IntegerField):
    """A whole number within bounds, written as :func:`read_figure` reads it. Empty is zero, or nothing."""

    # A browser's own control for numbers takes "1.204" for a fraction.
    widget = TextInput()

    def __init__(self, label: str, least: int, most: int, empty: int | None = 0, **binding: Unpack[Binding]) -> None:
        super().__init__(label, render_kw={"inputmode": "numeric", "autocomplete": "off"}, **binding)
        self.least, self.most, self.empty = least, most, empty

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read what was entered, or say what can be."""
        text = clean(valuelist[0]) if valuelist else ""
        if not text:
            self.data = self.empty
            return
        self.data = read_figure(text)
        if self.data is None or not self.least <= self.data <= self.most:
            raise ValueError(self.refusal_of(text))

    def refusal_of(self, text: str) -> str:
        """Return what is wrong with a text that is no figure within the bounds: which one is meant, or the bounds."""
        figures = [each for each in possible_figures(text) if self.least <= each <= self.most]
        if self.data is not None or not figures:
            return self.refusal
        first, *others = map(str, figures)
        if others:
            words = {"text": text, "figure": first, "other": others[0]}
            return str(_("“%(text)s”: which number is that? Write %(figure)s or %(other)s.", **words))
        return str(_("“%(text)s”: which number is that? Write %(figure)s.", text=text, figure=first))

    @property
    def refusal(self) -> str:
        """What is wrong with a text that is no figure within the bounds."""
        words = {"least": number(self.least), "most": number(self.most)}
        return str(_("Enter a whole number from %(least)s to %(most)s.", **words))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data == self.empty else str(self.data)


def cleaned(text: str | None) -> str:
    """Return an entered text as one cleaned line."""
    return clean(text or "")


def no_identity_digits(_form: FlaskForm, field: StringField) -> None:
    """Refuse a text that holds somebody's number."""
    if holds_identity_digits(field.data or ""):
        raise ValidationError(IDENTITY_DIGITS)


def with_fields(fields: Mapping[str, Field]) -> Callable[[type[F]], type[F]]:
    """Return a decorator that gives a class of form more fields, whose names come from a table or the database."""

    def extend(form: type[F]) -> type[F]:
        extended: type[F] = type(form.__name__, (form,), {"__doc__": form.__doc__, **fields})
        return extended

    return extend


class VersionField(HiddenField):
    """The version that a form shows, see :mod:`app.versions`; empty where a form was sent without one."""

    data: str

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take the version that was sent, never the one that the page would show now."""
        self.data = valuelist[0] if valuelist else ""


class VersionedForm(FlaskForm):  # type: ignore[misc]
    """A form that is saved only while the version that it showed is the stored one."""

    version = VersionField()

    is_outdated = False
    """Whether somebody saved another version while this form was filled in."""

    def mark_outdated(self, version: str) -> None:
        """Say that another version was saved meanwhile; saving again replaces it."""
        self.is_outdated, self.version.data = True, version
