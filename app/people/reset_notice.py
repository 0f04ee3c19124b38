"""Telling the owner of an account that its password was set anew by a link, and whose link that was."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.localisation import moment
from app.people.invitation_queries import used_resets

SHOWN_FOR = timedelta(days=60)
"""The time for which an owner is told of it: whoever was on holiday learns it, too."""


def reset_notice(session: Session, user_id: int, now: datetime) -> str | None:
    """Return a sentence about the last time that a link set an account's password anew, if that was not long ago."""
    last = session.execute(used_resets(user_id, now - SHOWN_FOR).limit(1)).first()
    if last is None:
        return None
    at, issuer = last
    return str(
        _(
            "Your password was set anew on %(moment)s, by a link of %(name)s. If that was not you, tell your ward's "
            "coordinator now.",
            moment=moment(at),
            name=issuer or "–",
        )
    )
