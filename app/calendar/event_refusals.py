"""Why an event or a date is not changed, in words that say what to do, and changes that may be refused so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.database import in_transaction, reader
from app.events.changes import EventRefusal, EventRefusedError
from app.localisation import day as day_words

T = TypeVar("T")


def attempt_change(work: Callable[[Session], T]) -> tuple[T | None, EventRefusedError | None]:
    """Do some work in a transaction; return what it returns, or why it was refused. Nothing is stored then.

    The reader forgets what it read before.
    """
    try:
        return in_transaction(work), None
    except EventRefusedError as error:
        return None, error
    finally:
        reader().rollback()


def refusal_words(error: EventRefusedError) -> str:
    """Return what is wrong, and what to do."""
    named = day_words(error.day)
    match error.refusal:
        case EventRefusal.DATE_RECORDED:
            text = _(
                "The date %(day)s has been held, has a roster or was changed, so it stays. Choose days with it.",
                day=named,
            )
        case EventRefusal.RULE_BEGINS_EARLY:
            text = _(
                "Dates up to %(day)s have been held, have a roster or were changed, and they stay. "
                "Let the other rule begin later: write %(next)s or a later day.",
                day=named,
                next=day_words(error.day + timedelta(days=1)),
            )
        case EventRefusal.DAY_TAKEN:
            text = _("Another date of this event is on %(day)s already. Choose another day.", day=named)
        case EventRefusal.TOO_FAR:
            text = _("Choose a day within a year of the planned one.")
        case EventRefusal.EVENT_ENDED:
            text = _(
                "This event ended on %(day)s, so it is not held later. Choose an earlier day, or bring the event back.",
                day=named,
            )
        case EventRefusal.PRESENCE_CONFIRMED:
            text = _(
                "Somebody's presence on %(day)s is confirmed, and counts for that day. Take the presence back first.",
                day=named,
            )
    return str(text)
