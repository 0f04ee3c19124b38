"""Forms of a ward's first start: what areas and teams are called, and who coordinates the ward first."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its published types
from wtforms.validators import InputRequired, ValidationError

from app.form_fields import AtMost, cleaned, no_identity_digits
from app.people.password_rules import ADVICE, weakness_of
from app.people.person_fields import in_nfc, name_field, new_password_field, password_attributes, phone_field
from app.people.phones import new_phone
from app.periods import CALENDAR_DAY
from app.places.models import TEAM_WORD_LENGTH, WORD_LENGTH
from app.places.short_words import SHORT_LENGTH, short_area_word, short_team_word
from app.settings.period_forms import FIRST_DAY_WORDS
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
        [AtMost(SHORT_LENGTH), no_identity_digits],
        filters=[cleaned],
        render_kw={"autocomplete": "off"},
    )


def _own(most: int) -> StringField:
    return StringField(
        _l("Your own word"),
        [AtMost(most), no_identity_digits],
        filters=[cleaned],
        render_kw={"autocomplete": "off"},
    )


class WordsForm(FlaskForm):  # type: ignore[misc]
    """What areas and teams are called, by a usual word or the ward's own and short on screens, and when periods begin.

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
    first_day = RadioField(
        _l("On which day does a reporting period begin?"),
        choices=[SelectChoice(value=str(day), label=words) for day, words in FIRST_DAY_WORDS.items()],
        default=str(CALENDAR_DAY),
    )

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


def words_as_sent(words: WardWords, first_day: int = CALENDAR_DAY) -> MultiDict[str, str]:
    """Return what a ward chose as the form would send it, without a short word that the form finds by itself."""
    is_usual_area, is_usual_team = words.area in AREA_WORDS, words.team in TEAM_WORDS
    return MultiDict(
        {
            "area": words.area if is_usual_area else OTHER,
            "area_own": "" if is_usual_area else words.area,
            "area_short": "" if words.area_short == short_area_word(words.area) else words.area_short,
            "team": words.team if is_usual_team else OTHER,
            "team_own": "" if is_usual_team else words.team,
            "team_short": "" if words.team_short == short_team_word(words.team) else words.team_short,
            "first_day": str(first_day),
        }
    )


def _require_own(chosen: RadioField, field: StringField) -> None:
    if chosen.data == OTHER and not field.data:
        raise ValidationError(_l("Write the word that you use."))


class InvitedCoordinatorForm(FlaskForm):  # type: ignore[misc]
    """Name and number of whoever coordinates a ward first, as the administrator enters them."""

    name = name_field(_l("Full name"))
    phone = phone_field(_l("Phone number"))


class FirstCoordinatorForm(FlaskForm):  # type: ignore[misc]
    """The first coordinator, who sits here: with the password, twice."""

    name = name_field(_l("Full name"), "name")
    phone = phone_field(_l("Phone number"), "username")
    password = new_password_field(_l("Password"))
    again = PasswordField(
        _l("The password once more"),
        [InputRequired(_l("Enter the password once more."))],
        filters=[in_nfc],
        render_kw=password_attributes("new-password"),
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
