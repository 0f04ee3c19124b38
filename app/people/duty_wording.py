"""The words of what the audit log keeps of duties: what was done to the roster of a date, or to days of a team."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.localisation import day, number

_DUTY_CHANGES = {
    "asked": _l("asked to be on duty"),
    "taken_off": _l("taken off the roster"),
    "answered_yes": _l("said yes"),
    "answered_no": _l("said no"),
    "present": _l("was there"),
    "absent": _l("was not there"),
    "presence_open": _l("presence not confirmed any more"),
    "shift_added": _l("a shift was added"),
    "shift_changed": _l("a shift was changed"),
    "shift_ended": _l("a shift was ended"),
    "days_ticked": _l("days under a plan were ticked"),
}


def _days(words: str, days: Sequence[str]) -> str:
    return f"{words}: {', '.join(day(date.fromisoformat(each)) for each in days) or '–'}"


DUTY_DETAILS: Mapping[str, Callable[[Any], str]] = {
    "duty_change": lambda code: str(_DUTY_CHANGES[code]),
    "shift": lambda figure: str(_("shift %(number)s", number=number(figure))),
    "days_added": lambda days: _days(_("added"), days),
    "days_gone": lambda days: _days(_("taken away"), days),
    "people": lambda figure: str(_("people: %(number)s", number=number(figure))),
}
"""The words of each detail of a change of duties."""
