"""The form of a ward's report: its letter, the columns of its tables, denominators, and attendance rates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Unpack

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import ValidationError

from app.form_fields import AtMost, FigureField, VersionedForm, cleaned, no_identity_digits
from app.json_fields import Binding
from app.localisation import number
from app.logbook.kinds import HEADLINES
from app.places.report_settings import ANNEXES, LAST_CUTOFF_DAY, OPTIONAL_COLUMNS, Rates, ReportSettings
from app.settings.payment_example import payment_example
from app.text import clean

MOST_DAYS = 31
MOST_RATE = 100_000_000

COLUMN_NAMES = {
    "target": _l("Target"),
    "since_january": _l("Since January"),
    "reached": _l("Reached"),
    "population": _l("Of how many"),
    "ratio": _l("Ratio (%)"),
    "note": _l("Remarks"),
}

ANNEX_NAMES = {
    "results": _l("Results by pillar"),
    "areas": _l("Results by area and by team"),
    "activities": _l("Training sessions and merchants"),
    "attendance": _l("Days on which each member took part, with names"),
}


def _cleaned_lines(text: str | None) -> str:
    return "\n".join(filter(None, clean(text or "", lines=True).split("\n")))


def _text(label: str, most: int) -> StringField:
    checks = [AtMost(most), no_identity_digits]
    return StringField(label, checks, filters=[cleaned])


class LinesField(TextAreaField):
    """Some lines of limited number and length."""

    def __init__(self, label: str, most_lines: int, most: int, **binding: Unpack[Binding]) -> None:
        super().__init__(label, [no_identity_digits], filters=[_cleaned_lines], **binding)
        self.most_lines, self.most = most_lines, most

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines that were entered."""
        return tuple(filter(None, (self.data or "").split("\n")))

    def pre_validate(self, _form: FlaskForm) -> None:
        """Refuse too many lines and lines that are too long."""
        if len(self.lines) > self.most_lines or any(len(line) > self.most for line in self.lines):
            raise ValidationError(
                _("At most %(lines)d lines of %(most)d characters each.", lines=self.most_lines, most=self.most)
            )


@dataclass(frozen=True, slots=True)
class DenominatorChoice:
    """An indicator with its possible denominators: the value and the label of each group of people."""

    code: str
    name: str
    catalogue_group: str
    groups: Sequence[tuple[str, str]]


class ReportForm(VersionedForm):
    """All settings of a ward's report. An empty text is replaced by one made from the ward's name."""

    superior = _text(_l("Authority above"), 120)
    issuer = _text(_l("Issuer"), 160)
    place = _text(_l("Place of dating"), 60)
    number_suffix = _text(_l("Behind the number"), 40)
    basis = TextAreaField(
        _l("Plan that the work follows"),
        [AtMost(500), no_identity_digits],
        filters=[cleaned],
    )
    signed_as = LinesField(_l("Above the signature"), 4, 80)
    signatory = _text(_l("Who signs"), 80)
    recipients = LinesField(_l("Recipients"), 20, 160)
    cutoff_day = FigureField(_l("Cut-off day"), 1, LAST_CUTOFF_DAY, empty=None)
    annexes = SelectMultipleField(_l("Annexes"), choices=lambda: {code: str(ANNEX_NAMES[code]) for code in ANNEXES})
    columns = SelectMultipleField(
        _l("Columns of the results"), choices=lambda: {code: str(COLUMN_NAMES[code]) for code in OPTIONAL_COLUMNS}
    )
    measures = SelectMultipleField(
        _l("Columns of the areas' table"), choices=lambda: {each.measure: str(each.label) for each in HEADLINES}
    )
    bases = SelectMultipleField(_l("Of how many"), choices={})
    per_day = FigureField(_l("For each day (đồng)"), 0, MOST_RATE)
    per_month = FigureField(_l("For the month (đồng)"), 0, MOST_RATE)
    least_days = FigureField(_l("For the month: who took part on at least so many days"), 1, MOST_DAYS, empty=1)
    most = FigureField(_l("At most in a month (đồng)"), 0, MOST_RATE)
    team_most = FigureField(_l("At most for a team in a month (đồng)"), 0, MOST_RATE)
    team_lump = FigureField(_l("Lump for each team in a month (đồng)"), 0, MOST_RATE)
    is_transferred = BooleanField(_l("Paid by bank transfer"))
    only_planned_days = BooleanField(_l("Only days under a plan count"))

    indicators: Sequence[DenominatorChoice] = ()

    @classmethod
    def of(
        cls,
        settings: ReportSettings,
        denominators: Mapping[str, str],
        indicators: Iterable[DenominatorChoice],
        version: str,
    ) -> ReportForm:
        """Return the form with the ward's settings, or with the values that were sent."""
        rates, indicators = settings.rates, list(indicators)
        form = cls(
            data={
                **{name: getattr(settings, name) for name in _PLAIN},
                **{name: "\n".join(getattr(settings, name)) for name in _LINES},
                "annexes": settings.annexes,
                "columns": [code for code in OPTIONAL_COLUMNS if code not in settings.hidden_columns],
                "measures": [each.measure for each in HEADLINES if each.measure not in settings.hidden_measures],
                "bases": [f"{each.code}:{denominators.get(each.code, each.catalogue_group)}" for each in indicators],
                **{name: getattr(rates, name) for name in _RATES},
                "version": version,
            }
        )
        form.indicators = indicators
        form.bases.choices = {f"{each.code}:{group}": name for each in indicators for group, name in each.groups}
        return form

    def validate_measures(self, field: SelectMultipleField) -> None:
        """Refuse a table without a column."""
        if not field.data:
            raise ValidationError(_("Choose at least one column."))

    def validate_team_most(self, field: FigureField) -> None:
        """Refuse a limit without anything that it would limit."""
        _refuse_thousands(field)
        if field.data and self.team_lump.data:
            raise ValidationError(_("A lump needs no limit: leave one of the two empty."))
        if field.data and not (self.per_day.data or self.per_month.data):
            raise ValidationError(_("A limit alone pays nothing: enter too what a day or a month is worth."))

    def validate_team_lump(self, field: FigureField) -> None:
        """Refuse a lump beside rates: a team would be paid twice."""
        _refuse_thousands(field)
        if field.data and (self.per_day.data or self.per_month.data):
            raise ValidationError(
                _("With a lump nobody is paid by the day: leave the lump empty, or what a day and a month are worth.")
            )

    @property
    def example(self) -> str:
        """What the members of a team would get, by what was entered where that can be."""
        return payment_example(Rates() if self.errors else self._rates)

    @property
    def _rates(self) -> Rates:
        return Rates(**{name: self[name].data for name in _RATES})

    @property
    def settings(self) -> ReportSettings:
        """The settings that were entered."""
        usual = ReportSettings()
        return ReportSettings(
            **{name: self[name].data or getattr(usual, name) for name in _PLAIN},
            **{name: self[name].lines for name in _LINES},
            annexes=[code for code in ANNEXES if code in (self.annexes.data or ())],
            hidden_columns=sorted({*OPTIONAL_COLUMNS}.difference(self.columns.data or ())),
            hidden_measures=sorted({each.measure for each in HEADLINES}.difference(self.measures.data or ())),
            rates=self._rates,
        )

    @property
    def chosen_denominators(self) -> dict[str, str]:
        """The chosen denominators by indicator, where they are not those of the catalogue."""
        usual = {each.code: each.catalogue_group for each in self.indicators}
        chosen = dict(value.split(":", 1) for value in self.bases.data or ())
        return {code: group for code, group in chosen.items() if group != usual[code]}


_PLAIN = ("superior", "issuer", "place", "number_suffix", "basis", "signatory", "cutoff_day", "only_planned_days")
_LINES = ("signed_as", "recipients")
_RATES = ("per_day", "per_month", "least_days", "most", "team_most", "team_lump", "is_transferred")
_FEWEST = 1_000


def _refuse_thousands(field: FigureField) -> None:
    """Refuse a sum that nobody is paid: who writes 300 means 300,000."""
    if field.data and field.data < _FEWEST:
        raise ValidationError(
            _(
                "Write the whole sum in đồng: %(whole)s, not %(short)s.",
                whole=number(field.data * 1000),
                short=field.data,
            )
        )
