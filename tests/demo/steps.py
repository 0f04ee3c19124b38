"""Loading the demonstration, and counting what is in it."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import Flask

from app.database import reader
from app.demo.accounts import PASSWORD
from app.logbook.models import Entry
from app.month import Month
from app.people.models import Membership, User
from app.permissions import Role
from app.places.models import Ward
from tests.client import Visitor
from tests.conftest import Databases, make_app
from tests.terminal import run

LAST = date(2026, 10, 20)


MONTH = Month.of(LAST)


EARLY = date(2026, 10, 5)
"""With one month of work, these few days are all of it."""


def load(databases: Databases, engine: str, day: date, seed: str = "1") -> Flask:
    """Return an app on a database of its own, with the demonstration up to ``day``."""
    app = make_app(databases.fresh(engine, empty=True))
    assert run(app, "prepare")[0] == 0
    status, output = run(app, "demo", "--day", day.isoformat(), "--seed", seed)
    assert status == 0, output
    with app.app_context():
        assert f"The demonstration is loaded. Entries: {count(Entry)}." in output
    return app


def count(model: Any, *conditions: Any) -> int:
    """Return the number of rows of a table that fulfil some conditions."""
    return reader().scalars(sa.select(sa.func.count()).select_from(model).where(*conditions)).one()


def ward_named(name: str) -> Ward:
    """Return the ward of a name."""
    ward: Ward = reader().scalars(sa.select(Ward).where(Ward.name == name)).one()
    return ward


def coordinator_of(app: Flask, ward: str) -> Visitor:
    """Return the coordinator of a ward, signed in."""
    with app.app_context():
        phone = reader().scalars(
            sa.select(User.phone)
            .join(Membership)
            .join(Ward, Ward.id == Membership.ward_id)
            .where(Ward.name == ward, Membership.role == Role.COORDINATOR)
        )
        coordinator = Visitor(app)
        assert coordinator.sign_in(phone.one(), PASSWORD).headers["Location"] == "/"
    return coordinator
