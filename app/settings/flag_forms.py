"""The form of a ward's flags, and of whether it keeps the place of entries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SubmitField

from app.figures import read_figure
from app.form_fields import VersionedForm
from app.logbook.flags import FLAGS, Flag, Setting, settings_of
from app.places.ward_settings import WardSettings


class ThresholdField(IntegerField):
    """The threshold of a flag; a number out of its bounds is refused with a sentence."""

    def __init__(self, flag: Flag, **kwargs: Any) -> None:
        super().__init__(_l("Threshold (%(unit)s)", unit=flag.unit), **kwargs)
        self.flag = flag

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read a whole number within the flag's bounds."""
        self.data = read_figure(valuelist[0]) if valuelist else None
        flag = self.flag
        if self.data is None or not flag.least <= self.data <= flag.most:
            raise ValueError(
                _(
                    "%(name)s: enter a whole number from %(least)d to %(most)d.",
                    name=flag.name,
                    least=flag.least,
                    most=flag.most,
                )
            )


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


for _flag in FLAGS:
    setattr(FlagsForm, f"{_flag.code}_on", BooleanField(_flag.name))
    if _flag.has_threshold:
        _attributes = {"inputmode": "numeric", "min": _flag.least, "max": _flag.most}
        setattr(FlagsForm, f"{_flag.code}_threshold", ThresholdField(_flag, render_kw=_attributes))
