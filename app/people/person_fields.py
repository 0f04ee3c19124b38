"""Fields of forms about people: the name, the number to sign in with, and a password that is being set."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import Form, PasswordField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.form_fields import AtMost, cleaned, no_identity_digits
from app.people.models import NAME_LENGTH
from app.people.passwords import MAX_LENGTH, MIN_LENGTH
from app.people.phones import WRONG_NEW_PHONE, new_phone
from app.people.spellings import normalised

_LONGEST_PHONE = 40  # characters, as it is typed


def name_field(label: str, autocomplete: str = "off") -> StringField:
    """Return the field of a person's name; ``autocomplete`` is ``name`` where people enter their own."""
    return StringField(
        label,
        [DataRequired(_l("Enter the full name.")), AtMost(NAME_LENGTH), no_identity_digits],
        filters=[cleaned],
        render_kw={"autocomplete": autocomplete, "autocapitalize": "words"},
    )


def phone_field(label: str, autocomplete: str = "off") -> StringField:
    """Return the field of a new phone number, as people write it; ``username`` where people enter their own."""
    return StringField(
        label,
        [DataRequired(_l("Enter the phone number.")), Length(max=_LONGEST_PHONE, message=WRONG_NEW_PHONE), _is_phone],
        filters=[cleaned],
        render_kw={"type": "tel", "inputmode": "tel", "autocomplete": autocomplete},
    )


def _is_phone(_form: Form, field: StringField) -> None:
    if new_phone(field.data or "") is None:
        raise ValidationError(WRONG_NEW_PHONE)


def new_password_field(label: str) -> PasswordField:
    """Return the field of a password that is being set."""
    return PasswordField(
        label,
        [
            InputRequired(_l("Enter a new password.")),
            Length(min=MIN_LENGTH, message=_l("Use at least %(min)d characters; a sentence is good.")),
            Length(max=MAX_LENGTH, message=_l("Use at most %(max)d characters.")),
        ],
        filters=[in_nfc],
        render_kw=password_attributes("new-password"),
    )


def in_nfc(password: str | None) -> str | None:
    """Return a password as it is compared; browsers send letters with their marks apart, too."""
    return normalised(password) if password else password


def password_attributes(autocomplete: str) -> dict[str, str]:
    """Return the attributes of a password: where it is shown, nothing capitalises it or looks up how it is spelled."""
    return {"autocomplete": autocomplete, "autocapitalize": "none", "spellcheck": "false"}
