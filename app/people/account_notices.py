"""Notices to the owner of an account: what others changed of how one signs in with it, and who that was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.localisation import moment
from app.people.audit_log_queries import phone_changes
from app.people.invitation_queries import used_resets

SHOWN_FOR = timedelta(days=60)
"""The time for which an owner is told of it: whoever was on holiday learns it, too."""


def account_notices(session: Session, user_id: int, now: datetime) -> Iterator[str]:
    """Yield a sentence about the last reset of an account's password, and one about the last change of its number."""
    since = now - SHOWN_FOR
    if reset := session.execute(used_resets(user_id, since).limit(1)).first():
        yield _(
            "Your password was set anew on %(moment)s, by a link of %(name)s. If that was not you, tell your ward's "
            "coordinator now.",
            moment=moment(reset[0]),
            name=reset[1] or "–",
        )
    if change := session.execute(phone_changes(user_id, since).limit(1)).first():
        yield _(
            "Your number to sign in with was changed on %(moment)s, by %(name)s; before, it ended in %(digits)s. If "
            "you did not ask for that, tell your ward's coordinator now.",
            moment=moment(change[0]),
            name=change[1] or "–",
            digits=change[2],
        )
