"""The demonstration, served: for screenshots and the audit, which want pages as full as a real ward's.

Beside it the ward of the browser tests, for pages of which the demonstration has none at their addresses.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import sqlalchemy as sa

from app.catalogue.actions import load_catalogue
from app.database import writer
from app.demo.accounts import PASSWORD, SINCE
from app.demo.demonstration import load_demonstration
from app.migrations import upgrade
from app.month import now, today
from app.people.models import Membership, User
from app.people.passwords import hash_password
from app.people.queries import user_by_phone
from app.permissions import Role
from app.places.actions import add_ward, store_settings
from app.places.models import Neighbourhood, Team, TeamArea
from tests.cast import PASSWORD as CAST_PASSWORD
from tests.cast import PHONES as CAST_PHONES
from tests.conftest import Databases, dispose, make_app
from tests.e2e.invitation_links import add_invitations
from tests.e2e.server import Site, served
from tests.e2e.ward_data import LONG_AREA, LONG_PERSON, LONG_TEAM, add_ward_data

PHONES = {
    **CAST_PHONES,
    "ana": "0900000011",
    "bruno": "0900000012",
    "leo": "0900000010",
    "carla": "0900000001",
    "vera": "0900000004",
    "eva": "0900000003",
    "ada": "0900000000",
}
"""Who of the demonstration plays whom of the cast; the others have nothing to show, and come in addition."""

EMPTY_WARD = "20194"


@contextmanager
def demonstration() -> Iterator[Site]:
    """Serve the demonstration from a database that is thrown away at the end."""
    with TemporaryDirectory(prefix="tung-nha-demonstration-") as folder:
        url = f"sqlite:///{folder}/demonstration.sqlite3"
        _fill(url)
        with served(url, PHONES, PASSWORD, Path(folder) / "log") as site:
            yield site


@contextmanager
def tests_ward() -> Iterator[Site]:
    """Serve the ward of the browser tests from a database that is thrown away at the end."""
    with TemporaryDirectory(prefix="tung-nha-ward-") as folder:
        url = Databases(Path(folder)).fresh("sqlite")
        app = make_app(url)
        add_ward_data(app)
        dispose(app)
        with served(url, CAST_PHONES, CAST_PASSWORD, Path(folder) / "log") as site:
            yield site


def _fill(url: str) -> None:
    app = make_app(url)
    with app.app_context():
        upgrade()
        load_catalogue(writer())
        writer().flush()
        load_demonstration(writer(), today(), Random(f"1 {today()}"))
        _add_who_has_nothing()
        _lengthen_names()
        add_invitations(writer(), PHONES)
        writer().commit()
    dispose(app)


def _add_who_has_nothing() -> None:
    session = writer()
    ward = add_ward(session, EMPTY_WARD, ["Tổ dân phố 1"])
    store_settings(ward, is_being_set_up=True)
    team = Team(ward_id=ward.id, name="Tổ số 1")
    session.add(team)
    session.flush()
    for name, role, team_id in (("dora", Role.COORDINATOR, None), ("bo", Role.MEMBER, team.id), ("nina", None, None)):
        phone = "+84" + PHONES[name][1:]
        user = User(
            phone=phone, name=f"Nguyễn Ví Dụ {name.title()}", password_hash=hash_password(PASSWORD), created_at=now()
        )
        session.add(user)
        session.flush()
        if role:
            session.add(Membership(user_id=user.id, role=role, ward_id=ward.id, team_id=team_id, valid_from=SINCE))


def _lengthen_names() -> None:
    session = writer()
    user = session.scalars(user_by_phone("+84" + PHONES["bruno"][1:])).one()
    team_id = session.scalars(sa.select(Membership.team_id).where(Membership.user_id == user.id)).one()
    area = sa.select(TeamArea.neighbourhood_id).where(TeamArea.team_id == team_id)
    session.execute(sa.update(User).where(User.id == user.id).values(name=LONG_PERSON))
    session.execute(sa.update(Team).where(Team.id == team_id).values(name=LONG_TEAM))
    session.execute(sa.update(Neighbourhood).where(Neighbourhood.id.in_(area)).values(name=LONG_AREA))
