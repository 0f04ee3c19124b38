"""The form of a ward's flags, and of whether it keeps the place of entries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SubmitField

from app.form_fields import FigureField, VersionedForm, with_fields
from app.json_fields import Binding
from app.logbook.flags import FLAGS, Flag, Setting, settings_of
from app.places.ward_settings import WardSettings


class ThresholdField(FigureField):
    """The threshold of a flag; a number out of its bounds is refused with a sentence that names the flag."""

    def __init__(self, flag: Flag, **binding: Unpack[Binding]) -> None:
        label = _l("Threshold (%(unit)s)", unit=flag.unit)
        super().__init__(label, flag.least, flag.most, empty=None, **binding)
        self.flag = flag

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read a whole number within the flag's bounds."""
        super().process_formdata(valuelist)
        if self.data is None:
            raise ValueError(self.refusal)

    def refusal_of(self, text: str) -> str:
        """Return what is wrong with a text, with the name of the flag, which stands alone at the top of the page."""
        refusal = super().refusal_of(text)
        return refusal if refusal == self.refusal else f"{self.flag.name}: {refusal}"

    @property
    def refusal(self) -> str:
        """What is wrong with a text that is no threshold."""
        words = {"least": self.least, "most": self.most}
        return str(_("%(name)s: enter a whole number from %(least)d to %(most)d.", name=self.flag.name, **words))


_SWITCHES = {f"{flag.code}_on": BooleanField(flag.name) for flag in FLAGS}
_THRESHOLDS = {f"{flag.code}_threshold": ThresholdField(flag) for flag in FLAGS if flag.has_threshold}


@with_fields({**_SWITCHES, **_THRESHOLDS})
class FlagsForm(VersionedForm):
    """A switch and a threshold for each flag, and whether the ward keeps the place of entries."""

    location = BooleanField(_l("Keep, roughly, where entries are made"))
    submit = SubmitField(_l("Save"))

    @classmethod
    def of(cls, settings: WardSettings, version: str) -> FlagsForm:
        """Return the form with the ward's settings, or with the values that were sent."""
        data: dict[str, object] = {"location": settings.keeps_location, "version": version}
        for code, setting in settings_of(settings).items():
            data |= {f"{code}_on": setting.on, f"{code}_threshold": setting.threshold}
        return cls(data=data)

    @property
    def questions(self) -> list[tuple[Flag, BooleanField, ThresholdField | None]]:
        """Each flag with its controls."""
        return [
            (flag, self[f"{flag.code}_on"], self[f"{flag.code}_threshold"] if flag.has_threshold else None)
            for flag in FLAGS
        ]

    @property
    def settings(self) -> dict[str, Setting]:
        """The settings that were chosen, by flag."""
        return {
            flag.code: Setting(on.data, (threshold and threshold.data) or flag.threshold)
            for flag, on, threshold in self.questions
        }
