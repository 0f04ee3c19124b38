"""Messages to a reviewer about an entry that was not changed: who did what to it meanwhile, and when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from app.localisation import moment
from app.logbook.status import Action
from app.month import ZONE, local_day
from app.people.actor import Actor
from app.period_words import period
from app.periods import CALENDAR, Periods
from app.places.models import Ward
from app.review.queries import EntryState, entry_states

_DID = {
    Action.EDIT: _l("%(name)s sent another version at %(time)s: look at it again."),
    Action.WITHDRAW: _l("%(name)s withdrew it at %(time)s."),
    Action.RETURN: _l("%(name)s returned it at %(time)s."),
    Action.APPROVE: _l("%(name)s approved it at %(time)s."),
    Action.VOID: _l("%(name)s took it out of the count at %(time)s."),
    Action.RESTORE: _l("%(name)s put it back into the count at %(time)s: look at it again."),
    Action.UNDO: _l("%(name)s took a decision about it back at %(time)s: look at it again."),
}


def explain_unchanged(session: Session, actor: Actor, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return, for each of some entries, a sentence that says why it was not changed.

    It is read in the transaction that left the entry as it was, so that it includes what came in between.
    """
    ids = list(ids)
    states = entry_states(session, actor, ids) if ids else {}
    is_any_closed = any(state.closed_at is not None for state in states.values())
    periods = session.get_one(Ward, actor.place.ward_id).settings.periods if is_any_closed else CALENDAR
    return {id: _sentence(states.get(id), actor, periods) for id in ids}


def _sentence(state: EntryState | None, actor: Actor, periods: Periods) -> str:
    if state is None:
        return str(_("This entry is not among those that you review."))
    if state.closed_at is not None:
        return str(_("Month %(month)s is closed: nothing was changed.", month=period(state.month, periods)))
    if state.at is None or state.action not in _DID:
        return str(_("It has not changed since it came in: look at it again."))
    return str(_DID[state.action]) % {
        "name": actor_label(state.actor_id, state.actor, actor),
        "time": short_time(state.at, actor),
    }


def actor_label(actor_id: int | None, name: str | None, reader: Actor) -> str:
    """Return the name of an actor as the reader sees it: "You" for the reader, "At the server" for a command."""
    if actor_id == reader.id:
        return str(_("You"))
    return name or str(_("Server administrator"))


def short_time(at: datetime, reader: Actor) -> str:
    """Write an instant in local time; one of today without its date."""
    return at.astimezone(ZONE).strftime("%H:%M") if local_day(at) == reader.today else moment(at)
