"""Forms of the people room: signing in, and setting or changing one's password."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField, SubmitField
from wtforms.validators import InputRequired, Length, ValidationError

from app.people.password_rules import ADVICE, weakness_of
from app.people.passwords import MAX_LENGTH
from app.people.person_fields import in_nfc, new_password_field, password_attributes
from app.people.phones import normalised_phone

_LONGEST_TYPED = 3 * MAX_LENGTH
"""A letter with its marks apart is up to three characters: ``ế`` is ``e``, a circumflex and an acute."""


class SignInForm(FlaskForm):  # type: ignore[misc]
    """Phone number and password."""

    phone = StringField(
        _l("Phone number"),
        [InputRequired(_l("Enter your phone number.")), Length(max=40, message=_l("This is not a phone number."))],
        render_kw={"type": "tel", "inputmode": "tel", "autocomplete": "username"},
    )
    password = PasswordField(
        _l("Password"),
        [
            InputRequired(_l("Enter your password.")),
            Length(max=_LONGEST_TYPED, message=_l("This password is too long.")),
        ],
        render_kw=password_attributes("current-password"),
    )
    submit = SubmitField(_l("Sign in"))

    def validate_phone(self, field: StringField) -> None:
        """Refuse what cannot be a phone number."""
        if normalised_phone(field.data or "") is None:
            raise ValidationError(_l("This is not a phone number."))


class ShowPasswordForm(FlaskForm):  # type: ignore[misc]
    """The password of an account whose number is known already."""

    password = PasswordField(
        _l("Password"),
        [
            InputRequired(_l("Enter your password.")),
            Length(max=_LONGEST_TYPED, message=_l("This password is too long.")),
        ],
        render_kw=password_attributes("current-password"),
    )


class SetPasswordForm(FlaskForm):  # type: ignore[misc]
    """A first password, or one in the place of a forgotten one."""

    password = new_password_field(_l("New password"))
    suggestion = HiddenField()
    """The words that the page suggested: somebody may have written them down before an error."""

    def __init__(self, phone: str, name: str) -> None:
        """Take the stored number and the name of whose password it is, which must not be the password."""
        super().__init__()
        self._owner = phone, name

    def validate_password(self, field: PasswordField) -> None:
        """Refuse what is easy to guess."""
        if not field.errors and (weakness := weakness_of(field.data or "", *self._owner)):
            raise ValidationError(ADVICE[weakness])


class ChangePasswordForm(FlaskForm):  # type: ignore[misc]
    """The old password once, the new one twice."""

    current = PasswordField(
        _l("Present password"),
        [
            InputRequired(_l("Enter your present password.")),
            Length(max=_LONGEST_TYPED, message=_l("This password is too long.")),
        ],
        render_kw=password_attributes("current-password"),
    )
    new = new_password_field(_l("New password"))
    again = PasswordField(
        _l("New password, once more"),
        [InputRequired(_l("Enter the new password once more."))],
        filters=[in_nfc],
        render_kw=password_attributes("new-password"),
    )
    submit = SubmitField(_l("Change the password"))

    def __init__(self, phone: str, name: str) -> None:
        """Take the stored number and the name of whose password it is, which must not be the new one."""
        super().__init__()
        self._owner = phone, name

    def validate_again(self, field: PasswordField) -> None:
        """Refuse a slip of the finger."""
        if field.data != self.new.data:
            raise ValidationError(_l("The two new passwords differ."))

    def validate_new(self, field: PasswordField) -> None:
        """Refuse the password that is being replaced, and one that is easy to guess."""
        if field.data and field.data == in_nfc(self.current.data):
            raise ValidationError(_l("Choose a password other than the present one."))
        if not field.errors and (weakness := weakness_of(field.data or "", *self._owner)):
            raise ValidationError(ADVICE[weakness])

    def add_error(self, name: str, message: str) -> None:
        """Add an error that only the database could find."""
        self[name].errors = [*self[name].errors, message]
