"""Messages about what a decision did to entries."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.localisation import number
from app.logbook.status import Action

_DONE = {
    Action.APPROVE: _l("Approved: %(number)s."),
    Action.RETURN: _l("Returned: %(number)s."),
    Action.VOID: _l("Taken out of the count: %(number)s."),
    Action.RESTORE: _l("Put back into the count: %(number)s."),
}
OWN_ENTRY = _l("This is your own entry: another coordinator has to approve it.")


def done_message(action: Action, count: int) -> str:
    """Return the sentence that says to how many entries ``action`` was done."""
    return str(_DONE[action]) % {"number": number(count)}
