"""A replica of PostgreSQL that is read from: what has to be true, so that no page shows what is true no longer."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection


class LateReplicaError(Exception):
    """What was written may be missing on the replica when it is read; the message says what to set."""


def refuse_late_replica(primary: Connection) -> None:
    """Raise :class:`LateReplicaError` unless the server waits with each commit until the replica shows it.

    Else a phone that was signed out, or a month that was closed, would be read as it was before.
    """
    if not primary.scalar(sa.text("SHOW synchronous_standby_names")):
        raise LateReplicaError(
            "DATABASE_READ_URL is set, but the server waits for no replica: "
            "set synchronous_standby_names on it, see docs/scale.md."
        )
    if primary.scalar(sa.text("SHOW synchronous_commit")) != "remote_apply":
        raise LateReplicaError(
            "DATABASE_READ_URL is set, but the server does not wait until the replica shows what was written: "
            "set synchronous_commit to remote_apply for the app's account, see docs/scale.md."
        )
