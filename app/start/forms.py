"""Forms of a ward's first start: what areas and teams are called, and who coordinates the ward first."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its published types
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.form_fields import TOO_LONG, cleaned, no_identity_digits
from app.people.models import NAME_LENGTH as PERSON_NAME_LENGTH
from app.people.password_rules import ADVICE, weakness_of
from app.people.passwords import MAX_LENGTH, MIN_LENGTH
from app.people.phones import WRONG_NEW_PHONE, new_phone
from app.people.spellings import normalised
from app.places.models import TEAM_WORD_LENGTH, WORD_LENGTH
from app.places.short_words import SHORT_LENGTH, short_area_word, short_team_word
from app.start.ward_words import AREA_WORDS, TEAM_WORDS, WardWords

OTHER = "other"


def _choices(words: Iterable[str]) -> list[SelectChoice]:
    return [
        *(SelectChoice(value=word, label=word) for word in words),
        SelectChoice(value=OTHER, label=_l("another word")),
    ]


def _short(label: str) -> StringField:
    return StringField(
        label,
        [Length(max=SHORT_LENGTH, message=TOO_LONG), no_identity_digits],
        filters=[cleaned],
        render_kw={"autocomplete": "off", "maxlength": SHORT_LENGTH},
    )


def _own(most: int) -> StringField:
    return StringField(
        _l("Your own word"),
        [Length(max=most, message=TOO_LONG), no_identity_digits],
        filters=[cleaned],
        render_kw={"autocomplete": "off", "maxlength": most},
    )


class WordsForm(FlaskForm):  # type: ignore[misc]
    """What areas and teams are called: a usual word or the ward's own, and a short name for screens.

    What it says stands in the address of the next page, so that going back and reloading lose nothing.
    """

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """It changes nothing, so that it carries no token."""

        csrf = False

    area = RadioField(
        _l("What are the areas of the ward called?"),
        choices=_choices(AREA_WORDS),
        validators=[InputRequired(_l("Choose one."))],
    )
    area_own = _own(WORD_LENGTH)
    area_short = _short(_l("Short name of an area, for screens"))
    team = RadioField(
        _l("What are the teams called?"),
        choices=_choices(TEAM_WORDS),
        validators=[InputRequired(_l("Choose one."))],
    )
    team_own = _own(TEAM_WORD_LENGTH)
    team_short = _short(_l("Short name of a team, for screens"))

    def validate_area_own(self, field: StringField) -> None:
        """Ask for the ward's own word where it was chosen."""
        _require_own(self.area, field)

    def validate_team_own(self, field: StringField) -> None:
        """Ask for the ward's own word where it was chosen."""
        _require_own(self.team, field)

    @property
    def words(self) -> WardWords:
        """The words that were chosen; a short name that was left empty is the usual one of its long name."""
        area = str(self.area_own.data if self.area.data == OTHER else self.area.data)
        team = str(self.team_own.data if self.team.data == OTHER else self.team.data)
        return WardWords.of(area, self.area_short.data or "", team, self.team_short.data or "")


def words_as_sent(words: WardWords) -> MultiDict[str, str]:
    """Return the words of a ward as the form would send them, without a short one that the form finds by itself."""
    is_usual_area, is_usual_team = words.area in AREA_WORDS, words.team in TEAM_WORDS
    return MultiDict(
        {
            "area": words.area if is_usual_area else OTHER,
            "area_own": "" if is_usual_area else words.area,
            "area_short": "" if words.area_short == short_area_word(words.area) else words.area_short,
            "team": words.team if is_usual_team else OTHER,
            "team_own": "" if is_usual_team else words.team,
            "team_short": "" if words.team_short == short_team_word(words.team) else words.team_short,
        }
    )


def _require_own(chosen: RadioField, field: StringField) -> None:
    if chosen.data == OTHER and not field.data:
        raise ValidationError(_l("Write the word that you use."))


class InvitedCoordinatorForm(FlaskForm):  # type: ignore[misc]
    """Name and number of whoever coordinates a ward first."""

    name = StringField(
        _l("Full name"),
        [
            DataRequired(_l("Enter the full name.")),
            Length(max=PERSON_NAME_LENGTH, message=TOO_LONG),
            no_identity_digits,
        ],
        filters=[cleaned],
        render_kw={"autocomplete": "name", "autocapitalize": "words"},
    )
    phone = StringField(
        _l("Phone number"),
        [DataRequired(_l("Enter the phone number.")), Length(max=40, message=WRONG_NEW_PHONE)],
        render_kw={"type": "tel", "inputmode": "tel", "autocomplete": "username"},
    )

    def validate_phone(self, field: StringField) -> None:
        """Refuse what is no whole number of a mobile phone."""
        if new_phone(field.data or "") is None:
            raise ValidationError(WRONG_NEW_PHONE)


def _in_nfc(password: str | None) -> str | None:
    return normalised(password) if password else password


_PASSWORD_ATTRIBUTES = {"autocomplete": "new-password", "autocapitalize": "none", "spellcheck": "false"}


class FirstCoordinatorForm(InvitedCoordinatorForm):
    """The first coordinator, who sits here: with the password, twice."""

    password = PasswordField(
        _l("Password"),
        [
            InputRequired(_l("Enter a new password.")),
            Length(min=MIN_LENGTH, message=_l("Use at least %(min)d characters; a sentence is good.")),
            Length(max=MAX_LENGTH, message=_l("Use at most %(max)d characters.")),
        ],
        filters=[_in_nfc],
        render_kw=_PASSWORD_ATTRIBUTES,
    )
    again = PasswordField(
        _l("The password once more"),
        [InputRequired(_l("Enter the password once more."))],
        filters=[_in_nfc],
        render_kw=_PASSWORD_ATTRIBUTES,
    )

    def validate_password(self, field: PasswordField) -> None:
        """Refuse one that is easy to guess."""
        owner = new_phone(self.phone.data or "") or "", self.name.data or ""
        if not field.errors and (weakness := weakness_of(field.data or "", *owner)):
            raise ValidationError(ADVICE[weakness])

    def validate_again(self, field: PasswordField) -> None:
        """Refuse a slip of the finger."""
        if field.data != self.password.data:
            raise ValidationError(_l("The two passwords differ."))
