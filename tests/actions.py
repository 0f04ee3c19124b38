"""What tests of several folders do before they look at a result: log and review entries, close months, change rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from flask import Flask

from app.database import writer
from app.logbook.month_actions import close_month
from app.logbook.review_actions import DecisionNote, review
from app.logbook.status import Action
from app.month import now
from app.people.models import Membership
from app.periods import Periods
from app.permissions import Role
from app.places.actions import store_settings
from app.places.models import Ward
from app.places.ward_settings import stored_rules
from tests.cast import CARLA, USER_IDS, WARD_A
from tests.client import Visitor
from tests.seen_moves import seen_moves


def log_entries(visitor: Visitor, *entries: dict[str, Any]) -> list[dict[str, Any]]:
    """Send entries, all of which are stored; return them."""
    assert {receipt["outcome"] for receipt in visitor.sync(*entries)} == {"stored"}
    return list(entries)


def review_entries(
    app: Flask, action: Action, *entries: Mapping[str, Any], reason: str = "", comment: str = ""
) -> None:
    """Let the coordinator of ward A act on the revisions of ``entries`` that were sent last."""
    with app.app_context():
        seen = seen_moves(writer(), WARD_A, entries)
        codes = review(writer(), WARD_A, seen, DecisionNote(action, CARLA, now(), reason=reason, comment=comment))
        writer().commit()
    assert set(codes.values()) == {"done"}, codes


def close_ward_month(app: Flask, month: Any, ward_id: int = WARD_A) -> None:
    """Close a month of a ward, which has to be open."""
    with app.app_context():
        assert close_month(writer(), ward_id, str(month), CARLA, now())
        writer().commit()


def set_periods(app: Flask, periods: Periods, ward_id: int = WARD_A) -> None:
    """Give a ward reporting periods, without moving what is stored already."""
    with app.app_context():
        store_settings(writer().get_one(Ward, ward_id), period_rules=stored_rules(periods))
        writer().commit()


def add_rows(app: Flask, *rows: Any) -> None:
    """Add rows to the database, in place of those with the same ids."""
    with app.app_context():
        for row in rows:
            writer().merge(row)
        writer().commit()


def set_role(app: Flask, name: str, role: str, team: int | None = None) -> None:
    """Change the role of somebody of ward A, in the whole of their membership."""
    with app.app_context():
        values = {"role": Role(role), "team_id": team}
        writer().execute(sa.update(Membership).where(Membership.user_id == USER_IDS[name]).values(**values))
        writer().commit()
