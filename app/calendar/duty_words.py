"""What pages say of a change of duties: that it was done, or why not and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.events.duty_actions import DutyOutcome
from app.events.models import DutyAnswer
from app.events.shift_actions import ShiftOutcome

DUTY_SENTENCES: Mapping[DutyOutcome, str] = {
    DutyOutcome.DONE: _l("Saved."),
    DutyOutcome.UNCHANGED: _l("Saved."),
    DutyOutcome.NO_DATE: _l("The event has no such date any more. Look at its dates."),
    DutyOutcome.CALLED_OFF: _l("This date is called off: nobody is on duty."),
    DutyOutcome.NO_SHIFT: _l("This shift has ended. Choose another one."),
    DutyOutcome.NOT_ASKED: _l("This person is not on the roster of the shift any more."),
    DutyOutcome.HAS_BEGUN: _l("The shift has begun, so the answer cannot be changed. Call the team leader."),
    DutyOutcome.OVERLAPS: _l("You are on duty elsewhere at that time. Say no there first."),
    DutyOutcome.NOT_YET: _l("It is too early: presence can be confirmed from an hour before it begins."),
    DutyOutcome.NOT_TODAY: _l("The day is over. Ask the team leader to confirm that you were there."),
    DutyOutcome.WAS_THERE: _l("This person was there, so they stay on the roster. Take the presence back first."),
    DutyOutcome.CHANGED_MEANWHILE: _l(
        "Somebody else changed it meanwhile. Look at what stands here now, then tap again."
    ),
    DutyOutcome.CLOSED: _l(
        "The month of this day is closed, so presence cannot be changed. Ask the ward to open it again."
    ),
}

SHIFT_SENTENCES: Mapping[ShiftOutcome, str] = {
    ShiftOutcome.DONE: _l("Saved."),
    ShiftOutcome.UNCHANGED: _l("Saved."),
    ShiftOutcome.NO_SHIFT: _l("This shift has ended. Choose another one."),
    ShiftOutcome.TOO_MANY: _l("The event has as many shifts as it can have. End one first."),
    ShiftOutcome.CHANGED_MEANWHILE: _l(
        "Somebody else changed it meanwhile. Look at what stands here now, then tap again."
    ),
}


class _Duty(Protocol):
    @property
    def answer(self) -> DutyAnswer | None: ...

    @property
    def is_present(self) -> bool | None: ...


def duty_state(duty: _Duty) -> str:
    """Return how it stands with somebody's duty: who was there, or what they have answered."""
    if duty.is_present is not None:
        return str(_("was there") if duty.is_present else _("was not there"))
    if duty.answer is None:
        return str(_("has not answered yet"))
    return str(_("is coming") if duty.answer is DutyAnswer.YES else _("cannot come"))
